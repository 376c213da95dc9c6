namespace Diary.Integrations.BlobStorage;

/// <summary>A blob that is written to a local file, and sent from there once it is whole.</summary>
internal sealed class SpooledBlob : BlobWriter
{
    private const string Unfinished = ".new";

    private readonly string _file;
    private readonly Func<string, CancellationToken, Task> _send;
    private readonly FileStream _stream;

    public SpooledBlob(string folder, Func<string, CancellationToken, Task> send)
    {
        (_file, _send) = (Path.Combine(folder, $"{Guid.NewGuid():N}{Unfinished}"), send);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _stream = new FileStream(_file, options);
    }

    /// <inheritdoc/>
    public override Stream Stream => _stream;

    /// <summary>Deletes what writers left that were killed.</summary>
    public static void Sweep(string folder, DateTimeOffset time)
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles($"*{Unfinished}").Where(f => f.LastWriteTimeUtc < time.UtcDateTime))
        {
            file.Delete();
        }
    }

    /// <inheritdoc/>
    public override async Task Commit(CancellationToken cancellation)
    {
        await _stream.DisposeAsync();
        await _send(_file, cancellation);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stream.Dispose();
        File.Delete(_file);
    }
}
