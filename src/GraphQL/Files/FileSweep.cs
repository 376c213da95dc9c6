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
            await (slot.Kind is SlotKind.File ? files.Delete(owner, slot.Id, cancellation)
                : store.Write([new VaultWrite.DestroySlot(owner, slot.Kind, slot.Id, int.MaxValue)], cancellation));
        }

        var orphans = 0;
        (Guid Account, HashSet<Guid> Blobs)? wanted = null; // blobs come account by account
        await foreach (var blob in blobs.WrittenBefore(clock.GetUtcNow() - SealedFiles.Lifetime, null, cancellation))
        {
            if (wanted?.Account != blob.Account)
            {
                wanted = (blob.Account, await files.BlobsOf(new AccountId(blob.Account), cancellation));
            }

            if (!wanted.Value.Blobs.Contains(blob.Id))
            {
                await blobs.Delete(blob, cancellation);
                orphans++;
            }
        }

        return expired.Count + orphans;
    }
}
