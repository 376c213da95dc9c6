using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;

namespace Diary.GraphQL.Sessions;

/// <summary>The signed-in session of one request, with its account open.</summary>
public sealed class DiarySession(SessionToken token, UnlockedAccount keys) : IRequestSession
{
    private readonly Lock _gate = new();
    private readonly List<UnlockedAccount> _held = [keys];

    /// <summary>Whose session it is.</summary>
    public AccountId Account => token.Account;

    /// <summary>The session.</summary>
    public SessionId Id => token.Session;

    /// <summary>What the request was signed with.</summary>
    internal SessionToken Token => token;

    /// <summary>The account's open keys, good until the request ends.</summary>
    public UnlockedAccount Keys
    {
        get
        {
            lock (_gate)
            {
                return _held[^1];
            }
        }
    }

    Guid IRequestSession.AccountId => token.Account.Value;

    Guid IRequestSession.SessionId => token.Session.Value;

    DateTimeOffset IRequestSession.ExpiresAt => token.ExpiresAt;

    /// <summary>
    /// Opens the account anew where it was opened under an earlier master key than something that this request met; a rotation began
    /// meanwhile, and what was written since is wrapped by the next one.
    /// </summary>
    /// <param name="epoch">The epoch that was met.</param>
    /// <param name="accounts">Where accounts are opened.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UnavailableException">The session ended meanwhile.</exception>
    public async Task<UnlockedAccount> KeysOf(int epoch, UnlockedAccounts accounts, CancellationToken cancellation) =>
        Keys.Tier == Tier.E2E || epoch <= Keys.Epoch ? Keys : await Reopen(accounts, cancellation);

    /// <summary>Opens the account anew, as it stands now: what this request still has to do goes by that.</summary>
    /// <exception cref="UnavailableException">The session ended meanwhile.</exception>
    public async Task<UnlockedAccount> Reopen(UnlockedAccounts accounts, CancellationToken cancellation)
    {
        accounts.Forget(token.Session.Value);
        var fresh = await accounts.Open(token, cancellation) ?? throw new UnavailableException(TimeSpan.FromSeconds(1));
        lock (_gate)
        {
            _held.Add(fresh);
        }

        return fresh;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _held.ForEach(k => k.Release());
        }
    }
}
