using System.Text;
using Diary.Domain.Accounts;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Scalars;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Sessions;

/// <summary>The sessions of an account, out of the vault: no grain is asked.</summary>
public sealed class SessionList(SealedVault vault, SessionSlots slots, TimeProvider clock)
{
    /// <summary>The sessions, the caller's own first and then the last used.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="caller">The request's session; null, or of another account, in the answer to a sign-in: names stay closed then.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<SessionNode>> Of(AccountRow account, DiarySession? caller, CancellationToken cancellation)
    {
        var rows = await slots.Of(account.Id, clock.GetUtcNow(), cancellation);
        var contents = rows.Select(r => KeySlots.ReadSession(
            vault.Open(account.Id, new SlotId(SlotKind.Session, r.Session, r.Generation), r.Record))).ToList();
        var own = caller?.Account == account.Id ? caller : null;
        return
        [
            .. rows.Select((row, i) => new SessionNode(GlobalId.Format(row.Session), own?.Id.Value == row.Session,
                    own?.Keys.OpenNote(contents[i].Device) is { } name ? Encoding.UTF8.GetString(name) : "",
                    contents[i].BegunAt, contents[i].RenewedAt, row.ExpiresAt,
                    account.Tier == Tier.E2E ? contents[i].Device : null))
                .OrderByDescending(s => s.Current).ThenByDescending(s => s.LastUsedAt),
        ];
    }
}
