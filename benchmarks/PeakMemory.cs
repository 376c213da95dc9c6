using System.Globalization;

namespace Diary.Benchmarks;

/// <summary>The most memory that a process has held at once (Linux: VmHWM of proc(5)).</summary>
internal static class PeakMemory
{
    /// <summary>Counts from here on.</summary>
    public static void Reset(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    /// <summary>What it holds now, in bytes.</summary>
    public static long Now(int process) => Read(process, "VmRSS:");

    /// <summary>The most since, in bytes.</summary>
    public static long Of(int process) => Read(process, "VmHWM:");

    private static long Read(int process, string field) => long.Parse(
        File.ReadLines($"/proc/{process}/status").Single(l => l.StartsWith(field, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
}
