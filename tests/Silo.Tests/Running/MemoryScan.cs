using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Diary.Silo.Tests.Running;

/// <summary>Looks for bytes in the memory of a process that this one started (/proc/PID/mem, proc(5)).</summary>
internal static partial class MemoryScan
{
    private const int Chunk = 1 << 20;

    /// <summary>The names of those whose bytes are somewhere in memory that can be written.</summary>
    public static IReadOnlyList<string> Find(int process, IReadOnlyDictionary<string, byte[]> needles)
    {
        // Bytes as characters of Latin-1, for which the library searches for thousands at once.
        var names = needles.ToLookup(n => Encoding.Latin1.GetString(n.Value), n => n.Key, StringComparer.Ordinal);
        var texts = names.Select(n => n.Key).ToArray();
        var search = SearchValues.Create(texts, StringComparison.Ordinal);
        var longest = texts.Max(t => t.Length);
        var found = new HashSet<string>(StringComparer.Ordinal);
        using var memory = new FileStream($"/proc/{process}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var (bytes, characters) = (new byte[Chunk], new char[Chunk]);
        foreach (var (start, end) in File.ReadLines($"/proc/{process}/maps").Select(Range).OfType<(long, long)>())
        {
            for (var at = start; at < end; at += Chunk - longest)
            {
                var length = Read(memory, at, bytes.AsSpan(0, (int)Math.Min(Chunk, end - at)));
                if (bytes.AsSpan(0, length).ContainsAnyExcept((byte)0))
                {
                    Encoding.Latin1.GetChars(bytes.AsSpan(0, length), characters);
                    Find(characters.AsSpan(0, length), search, texts, found);
                }
            }
        }

        return [.. found.SelectMany(t => names[t]).Order(StringComparer.Ordinal)];
    }

    private static void Find(ReadOnlySpan<char> rest, SearchValues<string> search, string[] texts, HashSet<string> found)
    {
        for (var at = rest.IndexOfAny(search); at >= 0; at = rest.IndexOfAny(search))
        {
            foreach (var text in texts)
            {
                if (rest[at..].StartsWith(text, StringComparison.Ordinal))
                {
                    found.Add(text);
                }
            }

            rest = rest[(at + 1)..];
        }
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
