using System.Diagnostics;

namespace Diary.Benchmarks;

/// <summary>Times in milliseconds, in order.</summary>
internal sealed class Quantiles(IEnumerable<double> milliseconds)
{
    private readonly double[] _times = [.. milliseconds.Order()];

    /// <summary>How many.</summary>
    public int Count => _times.Length;

    public double P50 => At(0.5);

    public double P95 => At(0.95);

    public double P99 => At(0.99);

    public double Last => _times[^1];

    /// <summary>How long one takes.</summary>
    public static async Task<double> Time(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public override string ToString() => $"p50 {P50:F2}, p95 {P95:F2}, p99 {P99:F2} ms of {Count}";

    private double At(double quantile) => _times[(int)((_times.Length - 1) * quantile)];
}
