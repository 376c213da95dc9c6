using System.Security.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Media;
using Diary.Imaging;
using Diary.Integrations.Facebook;

namespace Diary.GraphQL.Facebook;

/// <summary>Makes of a diary's photos what may be shown to everybody, without what cameras write into them, and sends them.</summary>
public sealed class PublicPhotos(MediaContents contents)
{
    /// <summary>Sends a photo that no post has yet; its id.</summary>
    /// <exception cref="GraphException">It did not succeed; <see cref="GraphFault.Refused"/>: the file is no photo.</exception>
    internal async Task<string> Send(
        FacebookClient client, GraphPage page, AccountId account, LentPhoto photo, CancellationToken cancellation)
    {
        var file = await Read(account, photo, cancellation);
        var made = file is null ? null : Thumbnails.MakePublic(file);
        CryptographicOperations.ZeroMemory(file);
        return made is { Length: <= FacebookPages.LargestPhoto } ? await client.Pages.AddPhoto(page, made, "image/jpeg", cancellation)
            : throw new GraphException(GraphFault.Refused);
    }

    private async Task<byte[]?> Read(AccountId account, LentPhoto photo, CancellationToken cancellation)
    {
        using var key = MediaKey.Take(photo.Key.ToArray());
        var parts = (await contents.Parts(account, new MediaId(photo.Id), cancellation))
            .Where(p => p.Number != MediaLayout.Thumbnail).Select(p => p.Part).ToList();
        var length = parts.Sum(p => p.SizeBytes);
        if (length is 0 or > Thumbnails.MostBytes)
        {
            return null;
        }

        var file = GC.AllocateUninitializedArray<byte>((int)length, pinned: true);
        try
        {
            await using var stream = contents.Open(account, parts, key);
            await stream.ReadExactlyAsync(file, cancellation);
            return file;
        }
        catch (Exception e) when (e is MediaPartMissingException or EndOfStreamException or CryptographicException or InvalidDataException)
        {
            CryptographicOperations.ZeroMemory(file);
            return null;
        }
    }
}
