namespace Diary.Domain.Facebook;

/// <summary>When an operation is tried again that Facebook was away for, or would not serve yet.</summary>
public static class RetrySchedule
{
    /// <summary>After so many tries in a row that came to nothing it is given up.</summary>
    public const int MostAttempts = 8;

    /// <summary>How long a limit of the user's or the app's is respected at least.</summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromMinutes(15);

    private const double Jitter = 0.2;
    private static readonly double[] Minutes = [1, 5, 15, 60, 240];

    /// <summary>The pause after a try that came to nothing: 1, 5, 15, 60 minutes, then 4 hours each, a fifth more or less.</summary>
    /// <param name="attempt">How many there were in a row, from 1 on.</param>
    /// <param name="random">From 0 to 1: spreads those that failed together.</param>
    public static TimeSpan After(int attempt, double random) => TimeSpan.FromMinutes(
        Minutes[Math.Clamp(attempt, 1, Minutes.Length) - 1] * (1 - Jitter + (2 * Jitter * Math.Clamp(random, 0, 1))));
}
