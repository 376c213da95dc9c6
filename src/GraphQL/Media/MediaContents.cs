using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Files;
using Diary.Integrations.BlobStorage;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Media;

/// <summary>
/// The parts of files as sealed blobs. A blob is whole before its record is kept, and has an id of its own: one that is sent again is
/// another, so that no key ever seals two texts at the same place.
/// </summary>
public sealed class MediaContents(IBlobStore blobs, StorageStore store, MediaBox box, DirectParts direct, TimeProvider clock)
{
    /// <summary>A file's parts in their order, each with its number, the thumbnail's ahead where there is one.</summary>
    internal async Task<IReadOnlyList<(int Number, MediaPart Part, Bytes Record)>> Parts(
        AccountId account, MediaId media, CancellationToken cancellation) =>
        [.. (await store.Parts(account, media, cancellation)).Select(
            p => (p.Number, box.Open(account, media, p.Number, p.Record), new Bytes(p.Record)))];

    /// <summary>The numbers of a file's parts that did not arrive yet.</summary>
    internal async Task<IReadOnlyList<int>> Missing(
        AccountId account, MediaId media, SealedMedia announced, CancellationToken cancellation)
    {
        var missing = await Look();
        return missing.Count > 0 && await direct.Keep(account, media, announced, missing, cancellation) ? await Look() : missing;

        async Task<IReadOnlyList<int>> Look() =>
            [.. Enumerable.Range(1, MediaLayout.CountOf(announced.SizeBytes))
                .Except((await store.Parts(account, media, cancellation)).Select(p => p.Number))];
    }

    /// <summary>Parts from any place on: opened by their key, which must outlive the stream, or as they are where there is none.</summary>
    internal MediaStream Open(AccountId account, IReadOnlyList<MediaPart> parts, MediaKey? contentKey) =>
        new([.. parts.Select(p => p.SizeBytes)], async (index, cancellation) =>
        {
            var stream = await blobs.OpenRead(new BlobKey(account.Value, parts[index].Blob), cancellation);
            if (stream is null || contentKey is null)
            {
                return stream;
            }

            var plain = await MediaOpeningStream.Open(
                stream, account.Value, parts[index].Blob, contentKey.Symmetric, cancellation);
            if (plain is null)
            {
                await stream.DisposeAsync();
            }

            return plain;
        });

    /// <summary>
    /// Takes a part, in the place of one of the same number.
    /// </summary>
    /// <param name="account">Whose.</param>
    /// <param name="media">Of which file.</param>
    /// <param name="number">Which, from 1.</param>
    /// <param name="contentKey">What it is sealed under; null where its owner did.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where the file is whole, or gone, by now: nothing is kept.</returns>
    internal async Task<bool> Put(AccountId account, MediaId media, int number, MediaKey? contentKey,
        Func<Stream, Task<long>> write, CancellationToken cancellation)
    {
        var key = new BlobKey(account.Value, Guid.NewGuid());
        var size = await Write(key, contentKey, write, cancellation);
        var (isKept, before) = await store.KeepPart(account, media, number,
            box.Seal(account, media, number, new MediaPart(key.Id, size)).ToArrayUnsafe(), clock.GetUtcNow(), cancellation);
        if (!isKept)
        {
            await blobs.DeleteUnnamed(key, cancellation);
        }
        else if (before is not null)
        {
            await blobs.DeleteUnnamed(key with { Id = box.Open(account, media, number, before).Blob }, cancellation);
        }

        return isKept;
    }

    /// <summary>Keeps a thumbnail as a blob; its part, whose record the caller keeps.</summary>
    internal async Task<MediaPart> PutThumbnail(AccountId account, MediaKey contentKey, byte[] webP, CancellationToken cancellation)
    {
        var key = new BlobKey(account.Value, Guid.NewGuid());
        return new MediaPart(key.Id, await Write(key, contentKey, async stream =>
        {
            await stream.WriteAsync(webP, cancellation);
            return webP.Length;
        }, cancellation));
    }

    /// <summary>Deletes the blobs of parts that no record names any more.</summary>
    internal async Task Delete(AccountId account, IEnumerable<MediaPart> parts, CancellationToken cancellation)
    {
        foreach (var part in parts)
        {
            await blobs.DeleteUnnamed(new BlobKey(account.Value, part.Blob), cancellation);
        }
    }

    private async Task<long> Write(
        BlobKey key, MediaKey? contentKey, Func<Stream, Task<long>> write, CancellationToken cancellation)
    {
        using var blob = blobs.Create(key);
        long size;
        if (contentKey is null)
        {
            size = await write(blob.Stream);
        }
        else
        {
            await using var sealer = new MediaSealingStream(blob.Stream, key.Account, key.Id, contentKey.Symmetric);
            size = await write(sealer);
            sealer.Complete();
        }

        await blob.Commit(cancellation);
        return size;
    }
}
