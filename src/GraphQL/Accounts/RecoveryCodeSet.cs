using Diary.Cryptography;
using Diary.Domain;
using Diary.Grains.Accounts;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Accounts;

/// <summary>Ten recovery codes, as the vault keeps them and as they are shown once.</summary>
/// <param name="Slots">The vault's records, each under an id of its own.</param>
/// <param name="Printed">UCE: the codes themselves. E2E: null, since the client made them.</param>
internal sealed record RecoveryCodeSet(ValueList<RecoverySlot> Slots, IReadOnlyList<string>? Printed)
{
    /// <summary>What the account's events know of the codes.</summary>
    public ValueList<Guid> Ids => ValueList.From(Slots.Select(s => s.CodeId));

    /// <summary>UCE: fresh codes, each of which opens the master key.</summary>
    public static RecoveryCodeSet Make(SealedVault vault, AccountId account, SymmetricKey masterKey, int epoch)
    {
        var made = Enumerable.Range(0, CredentialChecks.RecoveryCodes).Select(_ => MakeOne(vault, account, masterKey, epoch)).ToList();
        return new RecoveryCodeSet(ValueList.From(made.Select(m => m.Slot)), [.. made.Select(m => m.Printed)]);
    }

    /// <summary>E2E: codes that the client made, of checked shape.</summary>
    public static RecoveryCodeSet Take(SealedVault vault, AccountId account, IReadOnlyList<RecoveryCodeInput> codes) =>
        new(ValueList.From(codes.Select(c => TakeOne(vault, account, c))), null);

    private static (RecoverySlot Slot, string Printed) MakeOne(SealedVault vault, AccountId account, SymmetricKey masterKey, int epoch)
    {
        using var code = RecoveryCode.Generate();
        using var verifier = code.Verifier(account.Value);
        using var wrapping = code.WrappingKey(account.Value);
        var id = Guid.CreateVersion7();
        var wrap = MasterKeyWrap.Wrap(wrapping, masterKey, WrapAad.For(WrapPurpose.Recovery, account.Value, id));
        return (Slot(vault, account, id, new RecoverySlotContent(epoch, StoredVerifier.Of(verifier), wrap)), code.Print());
    }

    private static RecoverySlot TakeOne(SealedVault vault, AccountId account, RecoveryCodeInput code)
    {
        using var verifier = SymmetricKey.Import(code.Verifier);
        return Slot(vault, account, Guid.CreateVersion7(), new RecoverySlotContent(0, StoredVerifier.Of(verifier), code.KeyBundle));
    }

    private static RecoverySlot Slot(SealedVault vault, AccountId account, Guid id, RecoverySlotContent content) =>
        new(id, vault.Seal(account, new SlotId(SlotKind.Recovery, id), KeySlots.Recovery(content)));
}
