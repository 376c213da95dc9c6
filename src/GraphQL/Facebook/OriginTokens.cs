using System.Globalization;
using System.Text;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.GraphQL.Keys;
using Diary.Integrations.Facebook;

namespace Diary.GraphQL.Facebook;

// Each is HMAC-SHA-256 under the server's key, cut to 16 bytes, of a purpose | 0x00 | account (16) | what is named there.

/// <summary>
/// What entries that came from Facebook are recognised by, by a server that cannot read them: keyed hashes, others for each account.
/// </summary>
public sealed class OriginTokens(ServerKeys keys)
{
    /// <summary>Of a post, as Facebook shows it.</summary>
    internal EntryOrigin Of(AccountId account, GraphPost post) =>
        new(OfPost(account, post.Id), Match(account, post.CreatedAt, post.Message ?? ""), Seen(account, post));

    /// <summary>Of an item of a download: what the archive knows it by, and for a post its second and its text.</summary>
    internal EntryOrigin Of(AccountId account, Diary.Archives.ArchivedOrigin item) => new(
        Token("facebook-item", account, item.Key), item.Text is null ? Bytes.Empty : Match(account, item.At, item.Text), Bytes.Empty);

    /// <summary>Of a post's id.</summary>
    internal Bytes OfPost(AccountId account, string id) => Token("facebook-post", account, id);

    /// <summary>Of a text that is published.</summary>
    internal Bytes OfText(AccountId account, string text) => Token("facebook-text", account, text);

    /// <summary>Of what is published with a text.</summary>
    internal Bytes OfAttachments(AccountId account, string? link, IEnumerable<string> media) =>
        Token("facebook-attached", account, string.Join('\n', media.Prepend(link)).ToUpperInvariant());

    /// <summary>A download and Facebook itself have a post's second and its text in common, and nothing else.</summary>
    private Bytes Match(AccountId account, DateTimeOffset at, string text) => Token("facebook-match", account, string.Create(
        CultureInfo.InvariantCulture,
        $"{at.ToUnixTimeSeconds()}\n{text.Normalize(NormalizationForm.FormC).ReplaceLineEndings("\n").Trim()}"));

    /// <summary>What makes a change: not that somebody commented.</summary>
    private Bytes Seen(AccountId account, GraphPost post) => Token("facebook-seen", account, string.Join('\n',
        [post.Message, post.Privacy, post.Place?.Name, Degrees(post.Place?.Latitude), Degrees(post.Place?.Longitude),
            .. post.Links.Select(l => l.Url), .. post.Photos.Select(p => p.Id)]));

    private static string? Degrees(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    private Bytes Token(string purpose, AccountId account, string value) => new(Convert.FromHexString(
        keys.Blind(purpose, [.. account.Value.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(value)])));
}
