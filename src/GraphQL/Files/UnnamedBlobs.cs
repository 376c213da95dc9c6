using Diary.Integrations.BlobStorage;

namespace Diary.GraphQL.Files;

/// <summary>Blobs whose record is gone.</summary>
internal static class UnnamedBlobs
{
    /// <summary>Deletes a blob that no record names any more; where the store is away, the sweep will.</summary>
    public static async Task DeleteUnnamed(this IBlobStore blobs, BlobKey key, CancellationToken cancellation)
    {
        try
        {
            await blobs.Delete(key, cancellation);
        }
        catch (BlobStoreUnavailableException)
        {
            // what stays is noise, or sealed by its owner, and is looked for every few hours
        }
    }
}
