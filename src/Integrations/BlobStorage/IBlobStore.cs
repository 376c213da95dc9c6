namespace Diary.Integrations.BlobStorage;

/// <summary>Whose blob, and which: never a name that a user gave.</summary>
/// <param name="Account">The owner.</param>
/// <param name="Id">Unique within its account.</param>
public readonly record struct BlobKey(Guid Account, Guid Id);

/// <summary>Keeps large sealed bytes. It cannot open them.</summary>
public interface IBlobStore
{
    /// <summary>Begins a blob, which is there once it is committed, in place of one of the same key.</summary>
    BlobWriter Create(BlobKey key);

    /// <summary>A blob from any place on; null where there is none.</summary>
    Stream? OpenRead(BlobKey key);

    /// <summary>Deletes a blob; nothing where there is none.</summary>
    void Delete(BlobKey key);

    /// <summary>All blobs that were written before a time, and what was begun before it and never committed is deleted.</summary>
    IEnumerable<BlobKey> WrittenBefore(DateTimeOffset time);
}

/// <summary>A blob that is being written: disposed without a commit, nothing of it remains.</summary>
public abstract class BlobWriter : IDisposable
{
    /// <summary>Where the bytes go.</summary>
    public abstract Stream Stream { get; }

    /// <summary>Makes it a blob that survives a crash from here on.</summary>
    public abstract void Commit();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what is open.</summary>
    protected abstract void Dispose(bool disposing);
}
