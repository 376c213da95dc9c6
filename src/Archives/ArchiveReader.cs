using System.IO.Compression;

namespace Diary.Archives;

/// <summary>What a file is said to be.</summary>
public enum ArchiveSource
{
    /// <summary>This diary's own JSON export.</summary>
    Diary = 1,

    /// <summary>Day One's JSON export: a ZIP, or the JSON alone.</summary>
    DayOne = 2,

    /// <summary>Facebook's download in JSON: a ZIP.</summary>
    Facebook = 3,
}

/// <summary>
/// Reads the entries of an archive one after the other, of the same file always in the same order. What a hostile file may cost is bounded:
/// its files are counted, and of what they unpack to no more than one value is in memory.
/// </summary>
public abstract class ArchiveReader : IDisposable
{
    /// <summary>The most files of a ZIP.</summary>
    public const int MostFiles = 1_000_000;

    /// <summary>How many entries there are; null where only reading tells.</summary>
    public abstract int? Count { get; }

    /// <summary>What was passed over, in words that quote nothing of the archive; known once all of it was read.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>Opens a file.</summary>
    /// <param name="file">Seekable; stays the caller's, and open while entries are read.</param>
    /// <param name="source">What it is said to be.</param>
    /// <param name="zone">Of which days are, where the archive tells times alone; UTC unless given.</param>
    public static ArchiveOpening Open(Stream file, ArchiveSource source, TimeZoneInfo? zone = null)
    {
        if (source is ArchiveSource.DayOne && IsJson(file))
        {
            return new ArchiveOpening.Opened(new DayOneReader(null, [("", () => Rewound(file))]));
        }

        ZipArchive zip;
        try
        {
            zip = new ZipArchive(Rewound(file), ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException)
        {
            return new ArchiveOpening.Refused(ArchiveRefusal.NoArchive);
        }

        var opening = Open(zip, source, zone ?? TimeZoneInfo.Utc);
        if (opening is ArchiveOpening.Refused)
        {
            zip.Dispose();
        }

        return opening;
    }

    /// <summary>The entries from a place on, numbered from 1 on.</summary>
    /// <param name="after">How many to pass over.</param>
    public abstract IEnumerable<ArchivedItem> Read(int after);

    /// <summary>A file that an entry has, and its bytes, to be opened as often as they are needed; null where it is not there.</summary>
    /// <param name="key">What the entry knows it by.</param>
    public abstract (ArchivedFile File, Func<Stream> Open)? Find(string key);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the ZIP.</summary>
    protected abstract void Dispose(bool disposing);

    private static ArchiveOpening Open(ZipArchive zip, ArchiveSource source, TimeZoneInfo zone)
    {
        try
        {
            return zip.Entries.Count > MostFiles ? new ArchiveOpening.Refused(ArchiveRefusal.TooManyFiles)
                : zip.Entries.Any(e => e.IsEncrypted) ? new ArchiveOpening.Refused(ArchiveRefusal.Encrypted)
                : source is ArchiveSource.Diary ? DiaryReader.Open(zip)
                : source is ArchiveSource.Facebook ? FacebookReader.Open(zip, zone)
                : DayOneReader.Open(zip);
        }
        catch (Exception e) when (e is InvalidDataException or ArchiveFlawException)
        {
            return new ArchiveOpening.Refused(ArchiveRefusal.NoArchive);
        }
    }

    private static bool IsJson(Stream file)
    {
        Span<byte> start = stackalloc byte[64];
        var read = Rewound(file).ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var text = start[..read];
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        return text.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
    }

    private static Stream Rewound(Stream file)
    {
        file.Position = 0;
        return file;
    }
}

/// <summary>An entry of an archive, or why it cannot be read.</summary>
/// <param name="Position">From 1 on.</param>
/// <param name="Entry">The entry; null where it has a flaw.</param>
/// <param name="Flaw">Completes "Entry 4 …", and quotes nothing of the archive.</param>
public sealed record ArchivedItem(int Position, ArchivedEntry? Entry, string? Flaw);
