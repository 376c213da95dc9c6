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
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private int _entryCount;
    private int _versionCount;
    private int _mediaCount;

    private IEntryWriter Entries => field ??= format is ArchiveFormat.Json ? new JsonEntryWriter() : new MarkdownEntryWriter(_places);

    /// <summary>Writes a file, and beside it what is said of it. Files come before the entries that have them.</summary>
    /// <param name="file">The file; each key once, a UUID.</param>
    /// <param name="copy">Writes its bytes.</param>
    /// <param name="cancellation">Ends it; what was written so far is no archive.</param>
    public async Task Write(ArchivedFile file, Func<Stream, Task> copy, CancellationToken cancellation)
    {
        var day = file.CreatedAt ?? time;
        var slug = FileNames.Slug(Path.GetFileNameWithoutExtension(file.FileName));
        var place = $"{DiaryLayout.Media}{day.Year:0000}/{day:yyyy-MM-dd}{slug}-{file.Key}{FileNames.Extension(file.FileName)}";
        await using (var stream = Create(place, CompressionLevel.NoCompression)) // photos and film are compressed already
        {
            await copy(stream);
        }

        await using (var stream = Create(place + DiaryLayout.About))
        {
            JsonEntryWriter.WriteFile(stream, file);
            await stream.FlushAsync(cancellation);
        }

        _mediaCount++;
        if (format is ArchiveFormat.Markdown)
        {
            _places.Add(file.Key, place);
        }
    }

    /// <summary>Writes an entry.</summary>
    /// <param name="head">The entry; each id once.</param>
    /// <param name="versions">Oldest first, one at least.</param>
    /// <param name="cancellation">Ends it; what was written so far is no archive.</param>
    public async Task Write(ArchivedEntryHead head, IAsyncEnumerable<ArchivedVersion> versions, CancellationToken cancellation)
    {
        _entryCount++;
        _versionCount += await Entries.Write(name => Create(name), head, versions, cancellation);
    }

    /// <summary>Writes what makes it whole.</summary>
    /// <param name="tier">UCE or E2E.</param>
    /// <param name="timeZone">The owner's.</param>
    /// <param name="history">Whether all versions are there.</param>
    /// <param name="media">Whether the files are there.</param>
    public void Complete(string tier, string timeZone, bool history, bool media)
    {
        using var stream = Create(DiaryLayout.Manifest);
        JsonEntryWriter.WriteManifest(
            stream, format, tier, timeZone, history, time, _entryCount, _versionCount, media ? _mediaCount : null);
    }

    /// <summary>Ends the ZIP.</summary>
    public ValueTask DisposeAsync() => _zip.DisposeAsync();

    private Stream Create(string name, CompressionLevel compression = CompressionLevel.Fastest)
    {
        var entry = _zip.CreateEntry(name, compression);
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
