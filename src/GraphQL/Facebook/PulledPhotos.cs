using System.Security.Cryptography;
using Diary.Archives;
using Diary.Domain;
using Diary.GraphQL.Archives;
using Diary.Integrations.Facebook;

namespace Diary.GraphQL.Facebook;

/// <summary>Fetches the photos of posts at once, since their addresses serve for a while only, and seals them as any file.</summary>
public sealed class PulledPhotos(ImportedMedia media) : IDisposable
{
    /// <summary>The largest photo that is fetched, in bytes.</summary>
    internal const int Largest = 16 * 1024 * 1024;

    private const int Most = 100;
    private const int AtOnce = 3; // each is in memory while it is sealed

    private readonly SemaphoreSlim _free = new(AtOnce, AtOnce);

    /// <summary>The photos of a post that came, by what they are known by, and how many did not.</summary>
    internal async Task<(IReadOnlyDictionary<string, MediaId> Media, int Lost)> Bring(
        PullTarget into, GraphPost post, CancellationToken cancellation)
    {
        var (found, lost) = (new Dictionary<string, MediaId>(StringComparer.Ordinal), 0);
        foreach (var photo in post.Photos.DistinctBy(p => p.Id).Take(Most))
        {
            var key = $"{post.Id}/{photo.Id}";
            if (await media.Find(into.Into, key, cancellation) is { } known)
            {
                found[key] = known;
            }
            else if (await Bring(into, post, photo, key, cancellation) is { } came)
            {
                found[key] = came;
            }
            else
            {
                lost++;
            }
        }

        return (found, lost);
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private async Task<MediaId?> Bring(PullTarget into, GraphPost post, GraphPhoto photo, string key, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            if (await Fetch(into, post, photo, cancellation) is not var (bytes, type))
            {
                return null;
            }

            try
            {
                return (await media.Bring(into.Into, into.By, new ArchivedFile(key, type, null, bytes.Length, null),
                    () => new MemoryStream(bytes, writable: false), cancellation)).Id;
            }
            finally
            {
                CryptographicOperations.ZeroMemory(bytes);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>The bytes; where the address has expired, those at the one that the post has now.</summary>
    private static async Task<(byte[] Bytes, string Type)?> Fetch(
        PullTarget into, GraphPost post, GraphPhoto photo, CancellationToken cancellation)
    {
        try
        {
            return await into.Client.Feed.Photo(photo.Url, Largest, cancellation);
        }
        catch (GraphException e) when (e.Fault == GraphFault.Missing)
        {
            var fresh = (await into.Client.Feed.Post(into.Token, post.Id, cancellation))?.Photos.FirstOrDefault(p => p.Id == photo.Id);
            return fresh is null || fresh.Url == photo.Url ? null : await Once(into, fresh.Url, cancellation);
        }
        catch (GraphException e) when (e.Fault == GraphFault.Unavailable && !into.IsPatient)
        {
            return null;
        }
    }

    private static async Task<(byte[] Bytes, string Type)?> Once(PullTarget into, string url, CancellationToken cancellation)
    {
        try
        {
            return await into.Client.Feed.Photo(url, Largest, cancellation);
        }
        catch (GraphException e) when (e.Fault == GraphFault.Missing)
        {
            return null;
        }
    }
}
