namespace Diary.Domain.Sessions;

/// <summary>Wrong credentials that are counted against one account or one address.</summary>
/// <param name="Counted">How many; one that is being checked counts until it proves to be right.</param>
/// <param name="LastAt">When the last one was counted.</param>
public readonly record struct Attempts(int Counted, DateTimeOffset LastAt);

/// <summary>How many wrong credentials are let pass, and how long one waits after more.</summary>
/// <param name="Free">How many may be wrong before there is a wait.</param>
/// <param name="FirstDelay">The wait after these; each further one doubles it.</param>
/// <param name="LongestDelay">The longest wait.</param>
/// <param name="Quiet">How long it takes to forget one.</param>
public sealed record AttemptRules(int Free, TimeSpan FirstDelay, TimeSpan LongestDelay, TimeSpan Quiet)
{
    /// <summary>For one account: at the longest wait, about a hundred guesses a day.</summary>
    public static readonly AttemptRules Account =
        new(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30));

    /// <summary>For one address, behind which many people may be.</summary>
    public static readonly AttemptRules Address =
        new(100, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(1));

    /// <summary>More are not counted: the wait would not be longer, only be remembered longer.</summary>
    public int Most => Free + (int)Math.Ceiling(Math.Log2(LongestDelay / FirstDelay));
}

/// <summary>
/// Decides whether a credential may be tried. It is counted before it is checked, so that of many that come at once no more pass than
/// may be wrong.
/// </summary>
public static class AttemptPolicy
{
    /// <summary>When the next one may be tried; null: now.</summary>
    public static DateTimeOffset? LockedUntil(Attempts attempts, AttemptRules rules, DateTimeOffset now) =>
        attempts.LastAt + Delay(attempts.Counted, rules) is var until && attempts.Counted >= rules.Free && until > now ? until : null;

    /// <summary>Counts one that is going to be checked.</summary>
    public static Attempts Count(Attempts attempts, AttemptRules rules, DateTimeOffset now) =>
        new(Math.Min(Left(attempts, rules, now) + 1, rules.Most), now);

    /// <summary>Takes back one that was counted and not wrong, or not checked at all.</summary>
    public static Attempts Withdraw(Attempts attempts) => attempts with { Counted = Math.Max(0, attempts.Counted - 1) };

    /// <summary>How many are not forgotten yet.</summary>
    public static int Left(Attempts attempts, AttemptRules rules, DateTimeOffset now) => attempts.Counted == 0 ? 0
        : Math.Max(0, attempts.Counted - (int)Math.Min(int.MaxValue, Math.Max(0, (now - attempts.LastAt) / rules.Quiet)));

    private static TimeSpan Delay(int counted, AttemptRules rules) =>
        counted >= rules.Most ? rules.LongestDelay : rules.FirstDelay * Math.Pow(2, Math.Max(0, counted - rules.Free));
}
