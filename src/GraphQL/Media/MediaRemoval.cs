using Diary.Domain;
using Diary.Domain.Media;
using Diary.Grains;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Media;

/// <summary>Deletes files: first the key, then the blobs. What a crash leaves behind is noise, which the sweep deletes.</summary>
public sealed class MediaRemoval(IGrainFactory grains, StorageStore store, MediaContents contents)
{
    private const int BatchSize = 200;

    /// <summary>Deletes files that only purged entries had.</summary>
    /// <param name="account">Of this account; null: of all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many it looked at.</returns>
    internal async Task<int> RemoveLoose(AccountId? account, CancellationToken cancellation)
    {
        var loose = await store.Loose(account, BatchSize, cancellation);
        foreach (var (owner, media) in loose)
        {
            if ((await Remove(owner, media, new MediaCommand.Discard(), cancellation)).RetryAfter is null)
            {
                await store.Forget(owner, media, cancellation);
            }
        }

        return loose.Count;
    }

    /// <summary>Sends a command that deletes a file, and deletes its blobs where it did and no other file has the same content.</summary>
    internal async Task<Receipt> Remove(AccountId account, MediaId media, MediaCommand command, CancellationToken cancellation)
    {
        var parts = await contents.Parts(account, media, cancellation);
        var token = await store.ContentOf(account, media, cancellation);
        var receipt = await grains.Media(account, media).Execute(command);
        if (receipt is { Refusal: null, RetryAfter: null } && parts.Count > 0
            && (await store.Find(account, [media], cancellation)).Count == 0
            && (token is null || await store.HolderOf(account, token.Value, cancellation) is null))
        {
            await contents.Delete(account, parts.Select(p => p.Part), cancellation);
        }

        return receipt;
    }
}
