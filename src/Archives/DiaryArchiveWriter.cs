using System.IO.Compression;

namespace Diary.Archives;

/// <summary>How entries are written.</summary>
public enum ArchiveFormat
{
    /// <summary>For reading back: <see cref="ArchiveSource.Diary"/>.</summary>
    Json = 1,

    /// <summary>For people: Markdown with YAML front matter.</summary>
    Markdown = 2,
}

/// <summary>
/// Writes a diary to a ZIP, a file an entry (docs/archives.md). What was written is in the output already: no entry is kept.
/// </summary>
/// <param name="output">Need not be seekable; stays the caller's.</param>
/// <param name="format">How entries are written.</param>
/// <param name="time">The time of all files in the ZIP: the same diary makes the same bytes.</param>
public sealed class DiaryArchiveWriter(Stream output, ArchiveFormat format, DateTimeOffset time) : IAsyncDisposable
{
    private readonly ZipArchive _zip = new(output, ZipArchiveMode.Create, leaveOpen: true);
    private readonly IEntryWriter _entries = format is ArchiveFormat.Json ? new JsonEntryWriter() : new MarkdownEntryWriter();
    private int _entryCount;
    private int _versionCount;

    /// <summary>Writes an entry.</summary>
    /// <param name="head">The entry; each id once.</param>
    /// <param name="versions">Oldest first, one at least.</param>
    /// <param name="cancellation">Ends it; what was written so far is no archive.</param>
    public async Task Write(ArchivedEntryHead head, IAsyncEnumerable<ArchivedVersion> versions, CancellationToken cancellation)
    {
        _entryCount++;
        _versionCount += await _entries.Write(Create, head, versions, cancellation);
    }

    /// <summary>Writes what makes it whole.</summary>
    /// <param name="tier">UCE or E2E.</param>
    /// <param name="timeZone">The owner's.</param>
    /// <param name="history">Whether all versions are there.</param>
    public void Complete(string tier, string timeZone, bool history)
    {
        using var stream = Create(DiaryLayout.Manifest);
        JsonEntryWriter.WriteManifest(stream, format, tier, timeZone, history, time, _entryCount, _versionCount);
    }

    /// <summary>Ends the ZIP.</summary>
    public ValueTask DisposeAsync() => _zip.DisposeAsync();

    private Stream Create(string name)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = time;
        return entry.Open();
    }
}

/// <summary>Writes one entry.</summary>
internal interface IEntryWriter
{
    /// <summary>Writes the entry's files; how many versions.</summary>
    Task<int> Write(Func<string, Stream> create, ArchivedEntryHead head, IAsyncEnumerable<ArchivedVersion> versions,
        CancellationToken cancellation);
}
