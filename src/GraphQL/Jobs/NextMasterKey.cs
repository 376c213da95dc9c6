using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Grains.Accounts;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Jobs;

/// <summary>
/// Makes an account's next master key, and all slots that it goes into. Password, recovery codes and sessions are sealed to without their
/// secrets, by the public key that lies in each; who has the key before learns nothing of the next.
/// </summary>
public sealed class NextMasterKey(VaultStore store, SealedVault vault)
{
    /// <summary>The slots as they are to be; the key itself is in no other place once this returns.</summary>
    /// <param name="keys">The account, open under its present master key.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal async Task<AccountSlots> Slots(UnlockedAccount keys, CancellationToken cancellation)
    {
        using var next = SymmetricKey.Generate();
        using var tree = AccountKeys.Of(next);
        var (id, epoch) = (keys.Id, keys.Epoch + 1);
        return new AccountSlots(
            Password: await Password(id, epoch, next, cancellation),
            Recovery: await Recovery(id, epoch, next, cancellation),
            Keys: vault.Seal(id, new SlotId(SlotKind.Keys), KeySlots.Keys(epoch,
                KeyWrap.Wrap(tree.IdentityWrap, keys.Identity.AsSpan(), WrapAad.For(WrapPurpose.Identity, id.Value, epoch)),
                KeyWrap.Wrap(tree.IndexRootWrap, keys.IndexRoot, WrapAad.For(WrapPurpose.IndexRoot, id.Value, epoch)))),
            Sessions: await Sessions(id, epoch, next, cancellation),
            Retiring: vault.Seal(id, new SlotId(SlotKind.Retiring), KeySlots.Retiring(keys.Epoch,
                KeyWrap.Wrap(tree.RetiringWrap, keys.MasterKey, WrapAad.For(WrapPurpose.Retiring, id.Value, epoch)))));
    }

    private static byte[] Renew(byte[] wrap, SymmetricKey next, byte[] aad) => MasterKeyWrap.TryRenew(wrap, next, aad, out var renewed)
        ? renewed
        : throw new CryptographicException("A slot has no master key to replace.");

    private async Task<Bytes> Password(AccountId account, int epoch, SymmetricKey next, CancellationToken cancellation)
    {
        var id = new SlotId(SlotKind.Password);
        var slot = KeySlots.ReadPassword(await vault.Open(account, id, cancellation)
            ?? throw new InvalidOperationException("An account has no password slot."));
        var wrap = Renew(slot.Wrap, next, WrapAad.For(WrapPurpose.Password, account.Value, epoch));
        return vault.Seal(account, id, KeySlots.Password(slot with { Epoch = epoch, Wrap = wrap }));
    }

    private async Task<ValueList<RecoverySlot>> Recovery(AccountId account, int epoch, SymmetricKey next, CancellationToken cancellation) =>
        ValueList.From((await store.FindSlots(account, SlotKind.Recovery, cancellation)).Select(s =>
        {
            var slot = KeySlots.ReadRecovery(vault.Open(account, s.Slot, s.Record));
            var wrap = Renew(slot.Wrap, next, WrapAad.For(WrapPurpose.Recovery, account.Value, s.Slot.Id));
            return new RecoverySlot(
                s.Slot.Id, vault.Seal(account, s.Slot, KeySlots.Recovery(slot with { Epoch = epoch, Wrap = wrap })));
        }));

    private async Task<ValueList<SessionSlot>> Sessions(AccountId account, int epoch, SymmetricKey next, CancellationToken cancellation) =>
        ValueList.From((await store.FindSlots(account, SlotKind.Session, cancellation)).Select(s =>
        {
            var slot = KeySlots.ReadSession(vault.Open(account, s.Slot, s.Record));
            var wrap = Renew(slot.Proof, next, WrapAad.For(WrapPurpose.Session, account.Value, s.Slot.Id));
            return new SessionSlot(s.Slot.Id, s.Slot.Generation, new Bytes(s.Record),
                vault.Seal(account, s.Slot, KeySlots.Session(slot with { Epoch = epoch, Proof = wrap })));
        }));
}
