using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL.Files;

/// <summary>A request that whoever has it may send.</summary>
public sealed record SignedLink(string Url, string Method, IReadOnlyList<LinkHeader> Headers, DateTimeOffset ExpiresAt);

/// <summary>A header of such a request.</summary>
[Name("Header")]
public sealed record LinkHeader(string Name, string Value);

/// <summary>
/// Makes links to files. What opens the file is in a header, since URLs end in logs: a token that only this server reads, which holds the
/// file's key, so that the download needs no session.
/// </summary>
public sealed class FileLinks(SealedFiles files, SessionTokens tokens, TimeProvider clock)
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>A link to one of the caller's files; null where it is gone.</summary>
    public async Task<SignedLink?> Of(DiarySession caller, Guid id, CancellationToken cancellation)
    {
        if (await files.Key(caller.Account, id, caller.Keys, cancellation) is not { } key)
        {
            return null;
        }

        var expires = clock.GetUtcNow() + Lifetime;
        var token = await tokens.Write(
            TokenUse.Download, new SessionToken(caller.Account, new SessionId(id), 0, new Bytes(key), expires), cancellation);
        CryptographicOperations.ZeroMemory(key);
        return new SignedLink(
            $"{FileEndpoint.Path}/{GlobalId.Format(id)}", "GET", [new LinkHeader("Authorization", $"Bearer {token}")], expires);
    }

    /// <summary>What a link opens; null where it is none of ours, or its time is over, or it is to another file.</summary>
    internal async Task<(AccountId Account, SymmetricKey Key)?> Read(string token, Guid id, CancellationToken cancellation) =>
        await tokens.Read(token, TokenUse.Download, cancellation) is TokenReading.Valid { Token: { } link } && link.Session.Value == id
            ? (link.Account, SymmetricKey.Import(link.UnlockKey.Span)) : null;
}
