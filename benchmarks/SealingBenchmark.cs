using System.Diagnostics;
using System.Security.Cryptography;
using Diary.Cryptography;

namespace Diary.Benchmarks;

/// <summary>Sealing and opening one content.</summary>
internal static class SealingBenchmark
{
    private const int Rounds = 20;
    private const int Calls = 500;

    public static Task Run()
    {
        using var key = SymmetricKey.Generate();
        foreach (var size in new[] { 1024, 16 * 1024 })
        {
            var text = RandomNumberGenerator.GetBytes(size);
            var context = new EnvelopeContext(Guid.CreateVersion7(), Guid.CreateVersion7(), 1);
            var parts = ContentSealer.Seal(context, key, 1, text);
            Print($"seal {size} bytes", () => ContentSealer.Seal(context, key, 1, text));
            Print($"open {size} bytes", () => ContentSealer.TryOpen(context, key, parts.Capsule, parts.Body, out _));
        }

        return Task.CompletedTask;
    }

    private static void Print(string what, Action call)
    {
        var times = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Calls; i++)
            {
                call();
            }

            times[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Calls;
        }

        Array.Sort(times);
        Console.WriteLine($"{what,-20} median {times[Rounds / 2],7:F1} µs, best {times[0],7:F1} µs");
    }
}
