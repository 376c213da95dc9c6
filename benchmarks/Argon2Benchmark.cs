using System.Diagnostics;
using Diary.Cryptography;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;

namespace Diary.Benchmarks;

/// <summary>One run of Argon2id, and 50 sign-ins that arrive at once.</summary>
internal static class Argon2Benchmark
{
    private const int SignIns = 50;

    public static async Task Run()
    {
        var costs = Argon2idParameters.WithFreshSalt();
        PasswordHashing.DeriveKeys("correct horse battery staple", costs).Dispose();
        var managed = GC.GetAllocatedBytesForCurrentThread();
        var times = Enumerable.Range(0, 10)
            .Select(_ => Time(() => PasswordHashing.DeriveKeys("correct horse battery staple", costs).Dispose())).Order().ToList();
        managed = (GC.GetAllocatedBytesForCurrentThread() - managed) / 10;
        Console.WriteLine($"one run              median {times[5]:F0} ms at {costs.MemoryKiB / 1024} MiB native, {managed} managed bytes");

        using var queue = new PasswordQueue(PasswordQueue.Lanes, 64, TimeProvider.System);
        var start = Stopwatch.GetTimestamp();
        var ends = await Task.WhenAll(Enumerable.Range(0, SignIns).Select(async _ =>
        {
            try
            {
                using var keys = await queue.Derive("correct horse battery staple", costs, CancellationToken.None);
                return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
            catch (RateLimitedException)
            {
                return double.NaN;
            }
        }));
        var served = ends.Where(e => !double.IsNaN(e)).Order().ToList();
        Console.WriteLine($"{SignIns} at once           {served.Count} served, {SignIns - served.Count} told to wait; "
            + $"p50 {served[served.Count / 2]:F0} ms, last {served[^1]:F0} ms, {served.Count / served[^1] * 1000:F1} a second, "
            + $"peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
