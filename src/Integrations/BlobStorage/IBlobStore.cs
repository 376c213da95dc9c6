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
    Task<Stream?> OpenRead(BlobKey key, CancellationToken cancellation);

    /// <summary>Deletes a blob; nothing where there is none.</summary>
    Task Delete(BlobKey key, CancellationToken cancellation);

    /// <summary>All blobs that were written before a time, and what was begun before it and never committed is deleted.</summary>
    /// <param name="time">Not those of this time or later.</param>
    /// <param name="account">Of this account only; null: of all.</param>
    /// <param name="cancellation">Ends the search.</param>
    IAsyncEnumerable<BlobKey> WrittenBefore(DateTimeOffset time, Guid? account, CancellationToken cancellation);
}

/// <summary>A blob that is being written: disposed without a commit, nothing of it remains.</summary>
public abstract class BlobWriter : IDisposable
{
    /// <summary>Where the bytes go; nothing is sent over a network before the commit.</summary>
    public abstract Stream Stream { get; }

    /// <summary>Makes it a blob that survives a crash from here on.</summary>
    public abstract Task Commit(CancellationToken cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what is open.</summary>
    protected abstract void Dispose(bool disposing);
}
