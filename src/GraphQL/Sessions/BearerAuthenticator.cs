using Diary.GraphQL.Archives;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Jobs;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Search;
using Microsoft.Extensions.Primitives;

namespace Diary.GraphQL.Sessions;

/// <summary>Reads the access token of the <c>Authorization: Bearer</c> header (RFC 6750) and opens its account.</summary>
public sealed class BearerAuthenticator(SessionTokens tokens, UnlockedAccounts accounts, KeyRotations rotations, UnindexedTexts unindexed,
    Exports exports) : IRequestAuthenticator
{
    private const string Scheme = "Bearer ";

    /// <inheritdoc/>
    public async ValueTask<AuthenticationOutcome> Authenticate(StringValues authorization, CancellationToken cancellation)
    {
        if (authorization.Count == 0)
        {
            return new AuthenticationOutcome.Anonymous();
        }

        if (authorization is not [{ } value] || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return new AuthenticationOutcome.Refused("The Authorization header must be 'Bearer' and one access token.");
        }

        return await tokens.Read(value[Scheme.Length..].Trim(), TokenUse.Access, cancellation) switch
        {
            TokenReading.Valid valid => await accounts.Open(valid.Token, cancellation) is { } account
                ? Session(valid.Token, account)
                : new AuthenticationOutcome.Refused("The session has ended. Sign in again.", valid.Token.Account.Value),
            TokenReading.Expired => new AuthenticationOutcome.Refused("The access token has expired. Refresh the session."),
            _ => new AuthenticationOutcome.Refused("The access token is not valid."),
        };
    }

    private AuthenticationOutcome.Authenticated Session(SessionToken token, UnlockedAccount account)
    {
        rotations.Continue(account);
        unindexed.Continue(account);
        exports.Offer(account);
        return new AuthenticationOutcome.Authenticated(new DiarySession(token, account));
    }
}
