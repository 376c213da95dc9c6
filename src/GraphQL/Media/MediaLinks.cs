using System.Globalization;
using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Files;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;

namespace Diary.GraphQL.Media;

/// <summary>
/// Links to parts that are to be sent, and to files. As with <see cref="FileLinks"/>, what opens them is a token in a header, which holds
/// the file's key; an E2E file has none here, and its tokens hold zeros.
/// </summary>
public sealed class MediaLinks(SessionTokens tokens, TimeProvider clock)
{
    /// <summary>How long a part can be sent; ask for new links then.</summary>
    public static readonly TimeSpan UploadPeriod = TimeSpan.FromHours(1);

    /// <summary>Which of a file's contents a link opens.</summary>
    private const int Original = 1;

    /// <summary>A link to send a part with.</summary>
    internal Task<SignedLink> ToSend(
        AccountId account, MediaId media, int number, MediaKey? contentKey, CancellationToken cancellation) =>
        Link(TokenUse.Upload, "PUT", string.Create(CultureInfo.InvariantCulture, $"{PathOf(media)}/parts/{number}"),
            account, media, number, contentKey, UploadPeriod, cancellation);

    /// <summary>A link to a file, or to its thumbnail.</summary>
    internal Task<SignedLink> ToFetch(
        AccountId account, MediaId media, bool isThumbnail, MediaKey? contentKey, CancellationToken cancellation) =>
        Link(TokenUse.Media, "GET", isThumbnail ? $"{PathOf(media)}/thumbnail" : PathOf(media), account, media,
            isThumbnail ? MediaLayout.Thumbnail : Original, contentKey, FileLinks.Lifetime, cancellation);

    /// <summary>What a link to a part opens; null where it is none of ours, or its time is over, or it is another part's.</summary>
    internal Task<MediaLink?> ReadUpload(string token, Guid media, int number, CancellationToken cancellation) =>
        Read(TokenUse.Upload, token, media, number, cancellation);

    /// <summary>The same of a link to a file.</summary>
    internal Task<MediaLink?> ReadDownload(string token, Guid media, bool isThumbnail, CancellationToken cancellation) =>
        Read(TokenUse.Media, token, media, isThumbnail ? MediaLayout.Thumbnail : Original, cancellation);

    private static string PathOf(MediaId media) => $"{MediaEndpoint.Path}/{GlobalId.Format(media.Value)}";

    private async Task<MediaLink?> Read(TokenUse use, string token, Guid media, int number, CancellationToken cancellation) =>
        await tokens.Read(token, use, cancellation) is TokenReading.Valid { Token: { } link }
        && link.Session.Value == media && link.Generation == number
            ? new MediaLink(link.Account, new MediaId(media), link.UnlockKey) : null;

    private async Task<SignedLink> Link(TokenUse use, string method, string path, AccountId account, MediaId media, int number,
        MediaKey? contentKey, TimeSpan lifetime, CancellationToken cancellation)
    {
        var key = GC.AllocateArray<byte>(SymmetricKey.Size, pinned: true);
        contentKey?.Bytes.CopyTo(key);
        var expires = clock.GetUtcNow() + lifetime;
        var token = await tokens.Write(
            use, new SessionToken(account, new SessionId(media.Value), number, new Bytes(key), expires), cancellation);
        CryptographicOperations.ZeroMemory(key);
        return new SignedLink(path, method, [new LinkHeader("Authorization", $"Bearer {token}")], expires);
    }
}

/// <summary>What a link says.</summary>
internal sealed class MediaLink(AccountId account, MediaId media, Bytes contentKey) : IDisposable
{
    /// <summary>Whose file.</summary>
    public AccountId Account => account;

    /// <summary>Which.</summary>
    public MediaId Media => media;

    /// <summary>Its key; of an E2E file it is not to be used.</summary>
    public MediaKey ContentKey { get; } = MediaKey.Take(contentKey.ToArrayUnsafe());

    /// <inheritdoc/>
    public void Dispose() => ContentKey.Dispose();
}
