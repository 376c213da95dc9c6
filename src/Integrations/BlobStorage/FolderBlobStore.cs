using System.Runtime.CompilerServices;

namespace Diary.Integrations.BlobStorage;

/// <summary>
/// Blobs as files of a folder, one folder an account. A blob is written beside its place, flushed to the disk, and moved there: it is whole
/// or it is not.
/// </summary>
/// <param name="folder">Made where it is missing, for its owner only; silos that share a database must share it.</param>
public sealed class FolderBlobStore(string folder) : IBlobStore
{
    private const string Unfinished = ".new";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Path.GetFullPath(folder);

    /// <inheritdoc/>
    public BlobWriter Create(BlobKey key)
    {
        var place = PathOf(key);
        CreateFolder(Path.GetDirectoryName(place)!);
        return new FileWriter(place);
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenRead(BlobKey key, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<Stream?>(
                new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <inheritdoc/>
    public Task Delete(BlobKey key, CancellationToken cancellation)
    {
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
            // nor a blob
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobKey> WrittenBefore(
        DateTimeOffset time, Guid? account, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var root = account is { } one ? Path.Combine(_folder, one.ToString("D")) : _folder;
        if (!Directory.Exists(root))
        {
            yield break;
        }

        await Task.CompletedTask; // a local disk is read without a wait
        foreach (var file in new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(f => f.LastWriteTimeUtc < time.UtcDateTime))
        {
            cancellation.ThrowIfCancellationRequested();
            if (file.Name.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                file.Delete(); // its writer was killed
            }
            else if (Guid.TryParseExact(file.Directory!.Name, "D", out var owner) && Guid.TryParseExact(file.Name, "D", out var id))
            {
                yield return new BlobKey(owner, id);
            }
        }
    }

    private string PathOf(BlobKey key) => Path.Combine(_folder, key.Account.ToString("D"), key.Id.ToString("D"));

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private sealed class FileWriter : BlobWriter
    {
        private readonly string _place;
        private readonly string _unfinished;
        private readonly FileStream _stream;
        private bool _isCommitted;

        public FileWriter(string place)
        {
            (_place, _unfinished) = (place, $"{place}.{Guid.NewGuid():N}{Unfinished}");
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 17 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            _stream = new FileStream(_unfinished, options);
        }

        public override Stream Stream => _stream;

        public override Task Commit(CancellationToken cancellation)
        {
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_unfinished, _place, overwrite: true);
            DurableFolder.Sync(Path.GetDirectoryName(_place)!);
            _isCommitted = true;
            return Task.CompletedTask;
        }

        protected override void Dispose(bool disposing)
        {
            _stream.Dispose();
            if (!_isCommitted)
            {
                File.Delete(_unfinished);
            }
        }
    }
}
