using Diary.Domain;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;

namespace Diary.GraphQL.Sessions;

/// <summary>The signed-in session of one request, with its account open.</summary>
public sealed class DiarySession(SessionToken token, UnlockedAccount keys) : IRequestSession
{
    /// <summary>Whose session it is.</summary>
    public AccountId Account => token.Account;

    /// <summary>The session.</summary>
    public SessionId Id => token.Session;

    /// <summary>What the request was signed with.</summary>
    internal SessionToken Token => token;

    /// <summary>The account's open keys, good until the request ends.</summary>
    public UnlockedAccount Keys => keys;

    Guid IRequestSession.AccountId => token.Account.Value;

    Guid IRequestSession.SessionId => token.Session.Value;

    /// <inheritdoc/>
    public void Dispose() => keys.Release();
}
