namespace Diary.GraphQL.Execution;

/// <summary>What the authenticator made of a request.</summary>
public abstract record AuthenticationOutcome
{
    private AuthenticationOutcome() { }

    /// <summary>The request shows no token: only fields open to all answer.</summary>
    public sealed record Anonymous : AuthenticationOutcome;

    /// <summary>The token is good; the endpoint disposes <paramref name="Session"/>.</summary>
    public sealed record Authenticated(IRequestSession Session) : AuthenticationOutcome;

    /// <summary>
    /// The request shows a token that is malformed, expired or revoked. Fields open to all still answer, since a client that renews its
    /// session may well send the spent token along; every other field says UNAUTHENTICATED.
    /// </summary>
    /// <param name="Reason">A sentence for the client, such as "The access token has expired."</param>
    /// <param name="EndedAccount">Whose session it was, where the token is ours and in force and only its session has ended; it opens
    /// nothing but fields that say <see cref="AllowEndedAttribute"/>.</param>
    public sealed record Refused(string Reason, Guid? EndedAccount = null) : AuthenticationOutcome;
}
