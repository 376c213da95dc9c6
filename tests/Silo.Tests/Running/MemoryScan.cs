using System.Globalization;
using System.Text.RegularExpressions;

namespace Diary.Silo.Tests.Running;

/// <summary>Looks for bytes in the memory of a process that this one started (/proc/PID/mem, proc(5)).</summary>
internal static partial class MemoryScan
{
    private const int Chunk = 1 << 22;

    /// <summary>The names of those whose bytes are somewhere in memory that can be written.</summary>
    public static IReadOnlyList<string> Find(int process, IReadOnlyDictionary<string, byte[]> needles)
    {
        var longest = needles.Values.Max(n => n.Length);
        var found = new HashSet<string>(StringComparer.Ordinal);
        using var memory = new FileStream($"/proc/{process}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var buffer = new byte[Chunk];
        foreach (var (start, end) in File.ReadLines($"/proc/{process}/maps").Select(Range).OfType<(long, long)>())
        {
            for (var at = start; at < end; at += Chunk - longest)
            {
                var length = Read(memory, at, buffer.AsSpan(0, (int)Math.Min(Chunk, end - at)));
                found.UnionWith(needles.Where(n => buffer.AsSpan(0, length).IndexOf(n.Value) >= 0).Select(n => n.Key));
            }
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static int Read(FileStream memory, long at, Span<byte> buffer)
    {
        try
        {
            return RandomAccess.Read(memory.SafeFileHandle, buffer, at);
        }
        catch (IOException)
        {
            return 0; // given back to the system since the list was read, or never filled
        }
    }

    private static (long, long)? Range(string line)
    {
        var match = Writable().Match(line);
        return match.Success ? (Hex(match.Groups[1].Value), Hex(match.Groups[2].Value)) : null;
    }

    private static long Hex(string digits) => long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex("^([0-9a-f]+)-([0-9a-f]+) rw")]
    private static partial Regex Writable();
}
