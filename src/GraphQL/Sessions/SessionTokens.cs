using System.Buffers.Text;
using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Diary.GraphQL.Sessions;

/// <summary>Writes and reads tokens: a JWT signed with HS256 inside a JWE (dir, A256CBC-HS512), RFC 7519 and 7516.</summary>
public sealed class SessionTokens(ServerKeys keys, TimeProvider clock)
{
    /// <summary>How long an access token lives.</summary>
    public static readonly TimeSpan AccessPeriod = TimeSpan.FromMinutes(15);

    /// <summary>How long a refresh token lives.</summary>
    public static readonly TimeSpan RefreshPeriod = TimeSpan.FromDays(30);

    private const string Issuer = "personal-diary";
    private const int LongestToken = 4096;

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A token that only this server can read.</summary>
    public async ValueTask<string> Write(TokenUse use, SessionToken token, CancellationToken cancellation)
    {
        var key = await keys.Current(cancellation);
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = use.ToString(),
            IssuedAt = clock.GetUtcNow().UtcDateTime,
            Expires = token.ExpiresAt.UtcDateTime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["sub"] = token.Account.Value.ToString("N"),
                ["sid"] = token.Session.Value.ToString("N"),
                ["gen"] = token.Generation,
                ["key"] = Base64Url.EncodeToString(token.UnlockKey.Span),
            },
            SigningCredentials = new SigningCredentials(key.Signing, SecurityAlgorithms.HmacSha256),
            EncryptingCredentials = new EncryptingCredentials(
                key.Encrypting, JwtConstants.DirectKeyUseAlg, SecurityAlgorithms.Aes256CbcHmacSha512),
        });
    }

    /// <summary>Reads a token; hostile text is <see cref="TokenReading.Invalid"/> and never throws.</summary>
    public async ValueTask<TokenReading> Read(string text, TokenUse use, CancellationToken cancellation)
    {
        if (text.Length > LongestToken || !_handler.CanReadToken(text) || KeyId(text) is not { } id
            || await keys.Find(id, cancellation) is not { } key)
        {
            return new TokenReading.Invalid();
        }

        var result = await _handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = use.ToString(),
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256, SecurityAlgorithms.Aes256CbcHmacSha512, JwtConstants.DirectKeyUseAlg],
            IssuerSigningKey = key.Signing,
            TokenDecryptionKey = key.Encrypting,
            RequireSignedTokens = true,
            LifetimeValidator = (_, expires, _, _) => expires is { } end && clock.GetUtcNow() < new DateTimeOffset(end, TimeSpan.Zero),
        });
        return result.IsValid ? Claims((JsonWebToken)result.SecurityToken)
            : result.Exception is SecurityTokenInvalidLifetimeException ? new TokenReading.Expired()
            : new TokenReading.Invalid();
    }

    private static TokenReading Claims(JsonWebToken jwt) =>
        jwt.TryGetPayloadValue<string>("sub", out var account) && Guid.TryParseExact(account, "N", out var accountId)
        && jwt.TryGetPayloadValue<string>("sid", out var session) && Guid.TryParseExact(session, "N", out var sessionId)
        && jwt.TryGetPayloadValue<int>("gen", out var generation)
        && jwt.TryGetPayloadValue<string>("key", out var key) && Base64Url.IsValid(key, out var length) && length == SymmetricKey.Size
            ? new TokenReading.Valid(new SessionToken(new AccountId(accountId), new SessionId(sessionId), generation,
                new Bytes(Base64Url.DecodeFromChars(key)), new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero)))
            : new TokenReading.Invalid();

    private static string? KeyId(string text)
    {
        try
        {
            return new JsonWebToken(text).Kid;
        }
        catch (ArgumentException)
        {
            return null; // what looks like a token by its dots need not be one
        }
    }
}
