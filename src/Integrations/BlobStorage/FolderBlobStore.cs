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
    public Stream? OpenRead(BlobKey key)
    {
        try
        {
            return new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Delete(BlobKey key)
    {
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
            // nor a blob
        }
    }

    /// <inheritdoc/>
    public IEnumerable<BlobKey> WrittenBefore(DateTimeOffset time)
    {
        if (!Directory.Exists(_folder))
        {
            yield break;
        }

        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(f => f.LastWriteTimeUtc < time.UtcDateTime))
        {
            if (file.Name.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                file.Delete(); // its writer was killed
            }
            else if (Guid.TryParseExact(file.Directory!.Name, "D", out var account) && Guid.TryParseExact(file.Name, "D", out var id))
            {
                yield return new BlobKey(account, id);
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

        public override void Commit()
        {
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_unfinished, _place, overwrite: true);
            DurableFolder.Sync(Path.GetDirectoryName(_place)!);
            _isCommitted = true;
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
