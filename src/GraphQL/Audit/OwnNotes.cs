using Diary.Domain.Accounts;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Audit;

/// <summary>
/// Opens notes for their owner, while the owner is signed in and the account's keys are kept. Of an E2E account the server opens none.
/// </summary>
public sealed class OwnNotes(SealedVault vault)
{
    /// <summary>The notes, each null where it does not open: those of an E2E account, and those of another.</summary>
    public async Task<IReadOnlyList<byte[]?>> Open(UnlockedAccount owner, IReadOnlyList<byte[]> notes, CancellationToken cancellation) =>
        notes.Count > 0 && owner.Tier == Tier.Uce && await vault.Open(owner.Id, new SlotId(SlotKind.Keys), cancellation) is not null
            ? [.. notes.Select(n => owner.OpenNote(n))]
            : new byte[]?[notes.Count];
}
