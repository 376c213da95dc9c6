using System.Buffers.Binary;
using System.Security.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Files;
using Diary.Integrations.BlobStorage;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Media;

/// <summary>
/// Parts of E2E files that go straight to an object store, and come from there. Such a part's blob has an id that follows from the file's:
/// its owner may send it as long as the link works, and always the same bytes. Nobody tells when it arrived, so it is looked for.
/// </summary>
/// <param name="store">Where parts are recorded.</param>
/// <param name="box">Seals the records.</param>
/// <param name="clock">When they were kept.</param>
/// <param name="blobs">The object store; null where there is none, or clients do not reach it.</param>
public sealed class DirectParts(StorageStore store, MediaBox box, TimeProvider clock, IDirectBlobs? blobs = null)
{
    private const int AtOnce = 16;
    private static readonly byte[] Label = "diary.v1.direct-part"u8.ToArray();

    /// <summary>A link for a part of that hash; null where it goes through the edge.</summary>
    internal SignedLink? ToSend(AccountId account, MediaId media, int number, long size, byte[]? sha256) =>
        blobs is null || sha256 is null ? null
            : Signed("PUT", blobs.ToPut(BlobOf(account, media, number), size, sha256, MediaLinks.UploadPeriod));

    /// <summary>Whether a file comes straight from the store: of many parts only the edge makes one.</summary>
    internal bool Serve(SealedMedia found) => blobs is not null && found.IsE2E && MediaLayout.CountOf(found.SizeBytes) == 1;

    /// <summary>A link to a file that <see cref="Serve"/> holds for, by the record of its part.</summary>
    internal SignedLink ToFetch(AccountId account, MediaId media, byte[] part) => Signed(
        "GET", blobs!.ToGet(new BlobKey(account.Value, box.Open(account, media, 1, part).Blob), FileLinks.Lifetime));

    /// <summary>Keeps those of an E2E file's missing parts that have arrived.</summary>
    /// <returns>Whether any had.</returns>
    internal async Task<bool> Keep(
        AccountId account, MediaId media, SealedMedia announced, IEnumerable<int> missing, CancellationToken cancellation)
    {
        var arrived = 0;
        if (blobs is not null && announced.IsE2E)
        {
            var together = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
            await Parallel.ForEachAsync(missing, together, async (number, stop) =>
            {
                var key = BlobOf(account, media, number);
                if (await blobs.LengthOf(key, stop) == MediaLayout.SizeOf(announced.SizeBytes, number))
                {
                    var part = new MediaPart(key.Id, MediaLayout.SizeOf(announced.SizeBytes, number));
                    await store.KeepPart(
                        account, media, number, box.Seal(account, media, number, part).ToArrayUnsafe(), clock.GetUtcNow(), stop);
                    Interlocked.Increment(ref arrived);
                }
            });
        }

        return arrived > 0;
    }

    private static BlobKey BlobOf(AccountId account, MediaId media, int number)
    {
        Span<byte> name = stackalloc byte[Label.Length + 16 + sizeof(int)];
        Label.CopyTo(name);
        media.Value.TryWriteBytes(name[Label.Length..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(name[(Label.Length + 16)..], number);
        return new BlobKey(account.Value, new Guid(SHA256.HashData(name).AsSpan(0, 16), bigEndian: true));
    }

    private static SignedLink Signed(string method, DirectLink link) =>
        new(link.Url.AbsoluteUri, method, [.. link.Headers.Select(h => new LinkHeader(h.Name, h.Value))], link.ExpiresAt);
}
