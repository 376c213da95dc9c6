using Diary.Cryptography;
using Diary.Domain.Accounts;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Audit;

/// <summary>Opens notes for their owner, while the owner is signed in. Of an E2E account the server opens none.</summary>
public sealed class OwnNotes(SealedVault vault)
{
    /// <summary>The notes, each null where it does not open: those of an E2E account, and those of another.</summary>
    public async Task<IReadOnlyList<byte[]?>> Open(UnlockedAccount owner, IReadOnlyList<byte[]> notes, CancellationToken cancellation)
    {
        if (notes.Count == 0 || owner.Tier != Tier.Uce
            || await vault.Open(owner.Id, new SlotId(SlotKind.Keys), cancellation) is not { } keys)
        {
            return new byte[]?[notes.Count];
        }

        var (epoch, wrapped, _) = KeySlots.ReadKeys(keys);
        using var tree = AccountKeys.Of(owner.MasterKey);
        if (!KeyWrap.TryUnwrapPrivateKey(
            tree.IdentityWrap, wrapped, WrapAad.For(WrapPurpose.Identity, owner.Id.Value, epoch), out var privateKey))
        {
            throw new InvalidOperationException("An account's private key does not open under its master key.");
        }

        using (privateKey)
        {
            return [.. notes.Select(n => SealedNote.TryOpen(privateKey, owner.Id.Value, n, out var note) ? note : null)];
        }
    }
}
