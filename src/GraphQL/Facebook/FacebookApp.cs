using System.Buffers.Binary;
using System.Text;
using Diary.Domain;
using Diary.GraphQL.Keys;
using Diary.Integrations.Facebook;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Diary.GraphQL.Facebook;

/// <summary>The operator's Meta app, where there is one, and the names under which the diary knows what Facebook knows.</summary>
public sealed class FacebookApp(ServerKeys keys, IServer server, FacebookClient? client = null, Uri? publicUrl = null)
    : IDisposable
{
    /// <summary>Reads posts.</summary>
    internal const string PostsScope = "user_posts";

    private static readonly string[] PageScopes = ["pages_show_list", "pages_read_engagement", "pages_manage_posts"];

    /// <summary>The API; null where the operator has no app.</summary>
    public FacebookClient? Client => client;

    /// <summary>Where browsers reach this server.</summary>
    internal Uri PublicUrl => publicUrl ?? new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Where the dialog sends users back to.</summary>
    internal Uri RedirectUri => new(PublicUrl, FacebookEndpoint.Callback);

    /// <summary>The permissions that are asked for.</summary>
    internal static IEnumerable<string> Scopes(bool pulls, bool publishes) =>
        ["public_profile", .. pulls ? [PostsScope] : Array.Empty<string>(), .. publishes ? PageScopes : []];

    /// <summary>Whether these are enough to publish.</summary>
    internal static bool MayPublish(IReadOnlySet<string> granted) =>
        granted.Contains("pages_show_list") && granted.Contains("pages_manage_posts");

    /// <summary>What a user of Facebook is known by: 16 bytes.</summary>
    internal Bytes UserToken(string userId) => Token("facebook-user", userId);

    /// <summary>
    /// The code of a request to delete: it says when it was made, and proves by itself that it is one of ours, so that nothing of it is
    /// kept. The same request has the same code.
    /// </summary>
    internal string DeletionCode(SignedRequest request)
    {
        var body = new byte[sizeof(long) + 16];
        BinaryPrimitives.WriteInt64BigEndian(body, request.IssuedAt.ToUnixTimeSeconds());
        Token("facebook-deletion", $"{request.UserId} {request.IssuedAt.ToUnixTimeSeconds()}").Span.CopyTo(body.AsSpan(sizeof(long)));
        return Convert.ToHexStringLower(body) + keys.Blind("facebook-deletion-code", body);
    }

    /// <summary>When a request to delete was made, by its code; null where the code is none of ours.</summary>
    internal DateTimeOffset? ReadDeletionCode(string code)
    {
        const int half = 2 * (sizeof(long) + 16);
        if (code.Length != half + 32 || !code.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var body = Convert.FromHexString(code[..half]);
        return System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(code[half..]), Encoding.ASCII.GetBytes(keys.Blind("facebook-deletion-code", body)))
            ? DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(body)) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => client?.Dispose();

    private Bytes Token(string purpose, string value) => new(Convert.FromHexString(keys.Blind(purpose, Encoding.UTF8.GetBytes(value))));
}
