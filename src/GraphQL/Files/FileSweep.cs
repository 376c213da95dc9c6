using Diary.Domain;
using Diary.Domain.Media;
using Diary.Grains;
using Diary.GraphQL.Media;
using Diary.Integrations.BlobStorage;
using Diary.Projections.Media;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Files;

/// <summary>
/// Deletes files whose time is over, uploads that did not arrive, and blobs that no record names, as those that a crash left. A blob is
/// named within a day of its beginning, or never: younger ones may still be, and are left alone.
/// </summary>
public sealed class FileSweep(IBlobStore blobs, VaultStore store, SealedFiles files, MediaReader media, MediaBox box,
    MediaRemoval removal, TimeProvider clock) : IFileSweep, IAccountFiles
{
    private const int BatchSize = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(6); // between two looks through all blobs

    private DateTimeOffset _looked = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public async Task<int> Sweep(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var expired = await store.ExpiredFiles(now, BatchSize, cancellation);
        foreach (var (owner, slot) in expired)
        {
            await (slot.Kind is SlotKind.File ? files.Delete(owner, slot.Id, cancellation)
                : store.Write([new VaultWrite.DestroySlot(owner, slot.Kind, slot.Id, int.MaxValue)], cancellation));
        }

        var late = await media.Expired(now, BatchSize, cancellation);
        foreach (var (owner, upload) in late)
        {
            await removal.Remove(owner, upload, new MediaCommand.Expire(), cancellation);
        }

        var loose = await removal.RemoveLoose(null, cancellation);
        var orphans = 0;
        if (now - _looked >= Pause)
        {
            orphans = await SweepOrphans(now - SealedFiles.Lifetime, cancellation);
            _looked = now;
        }

        return expired.Count + late.Count + loose + orphans;
    }

    /// <inheritdoc/>
    public async Task Erase(AccountId account, CancellationToken cancellation)
    {
        await foreach (var blob in blobs.WrittenBefore(DateTimeOffset.MaxValue, account.Value, cancellation))
        {
            await blobs.Delete(blob, cancellation);
        }
    }

    private async Task<int> SweepOrphans(DateTimeOffset before, CancellationToken cancellation)
    {
        var orphans = 0;
        (Guid Account, HashSet<Guid> Blobs)? wanted = null; // blobs come account by account
        await foreach (var blob in blobs.WrittenBefore(before, null, cancellation))
        {
            if (wanted?.Account != blob.Account)
            {
                wanted = (blob.Account, await Wanted(new AccountId(blob.Account), cancellation));
            }

            if (!wanted.Value.Blobs.Contains(blob.Id))
            {
                await blobs.Delete(blob, cancellation);
                orphans++;
            }
        }

        return orphans;
    }

    private async Task<HashSet<Guid>> Wanted(AccountId account, CancellationToken cancellation)
    {
        var wanted = await files.BlobsOf(account, cancellation);
        wanted.UnionWith(await box.BlobsOf(account, cancellation));
        return wanted;
    }
}
