using Diary.Domain;
using Diary.Grains;
using Diary.Integrations.BlobStorage;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Files;

/// <summary>Deletes files whose time is over, and blobs that no key opens, as those of an account that was deleted.</summary>
public sealed class FileSweep(IBlobStore blobs, VaultStore store, SealedFiles files, TimeProvider clock) : IFileSweep
{
    private const int BatchSize = 200;

    /// <inheritdoc/>
    public async Task<int> Sweep(CancellationToken cancellation)
    {
        var expired = await store.ExpiredFiles(clock.GetUtcNow(), BatchSize, cancellation);
        foreach (var (owner, slot) in expired)
        {
            await store.Write([new VaultWrite.DestroySlot(owner, slot.Kind, slot.Id, int.MaxValue)], cancellation);
            blobs.Delete(new BlobKey(owner.Value, slot.Id));
        }

        var orphans = 0;
        foreach (var key in blobs.WrittenBefore(clock.GetUtcNow() - SealedFiles.Lifetime))
        {
            cancellation.ThrowIfCancellationRequested();
            if (await files.Find(new AccountId(key.Account), key.Id, cancellation) is null)
            {
                blobs.Delete(key);
                orphans++;
            }
        }

        return expired.Count + orphans;
    }
}
