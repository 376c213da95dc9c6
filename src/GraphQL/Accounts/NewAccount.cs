using System.Security.Cryptography;
using System.Text;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Grains.Accounts;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Accounts;

/// <summary>All that an account begins with; UCE: its master key is open until disposed.</summary>
internal sealed class NewAccount : IDisposable
{
    private const int FirstEpoch = 1;

    private NewAccount(AccountId id, X25519PublicKey publicKey, SymmetricKey? masterKey, RecoveryCodeSet codes, AccountSlots slots) =>
        (Id, PublicKey, MasterKey, Codes, Slots) = (id, publicKey, masterKey, codes, slots);

    public AccountId Id { get; }

    public X25519PublicKey PublicKey { get; }

    /// <summary>E2E: null, since the client has the keys.</summary>
    public SymmetricKey? MasterKey { get; }

    public int Epoch => MasterKey is null ? 0 : FirstEpoch;

    public RecoveryCodeSet Codes { get; }

    public AccountSlots Slots { get; }

    /// <summary>The keys of a UCE account, which the server makes.</summary>
    public static async Task<NewAccount> Uce(
        AccountId id, SignUpInput input, SealedVault vault, PasswordQueue passwords, PasswordCosts costs, CancellationToken cancellation)
    {
        var parameters = costs.WithFreshSalt();
        using var password = await passwords.Derive(input.Credential.Password!, parameters, cancellation);
        using var privateKey = X25519PrivateKey.Generate();
        using var indexRoot = SymmetricKey.Generate();
        var masterKey = SymmetricKey.Generate();
        using var tree = AccountKeys.Of(masterKey);
        var codes = RecoveryCodeSet.Make(vault, id, masterKey, FirstEpoch);
        var keys = KeySlots.Keys(FirstEpoch,
            KeyWrap.Wrap(tree.IdentityWrap, privateKey.AsSpan(), WrapAad.For(WrapPurpose.Identity, id.Value, FirstEpoch)),
            KeyWrap.Wrap(tree.IndexRootWrap, indexRoot, WrapAad.For(WrapPurpose.IndexRoot, id.Value, FirstEpoch)));
        return new NewAccount(id, privateKey.PublicKey, masterKey, codes, new AccountSlots(
            Password: PasswordSlots.Of(vault, id, password, parameters, masterKey, FirstEpoch), Recovery: codes.Slots,
            Keys: vault.Seal(id, new SlotId(SlotKind.Keys), keys), Email: Email(vault, id, input)));
    }

    /// <summary>What the client of an E2E account made, of checked shape.</summary>
    public static NewAccount E2E(AccountId id, SignUpInput input, SealedVault vault)
    {
        var keys = input.Keys!;
        var codes = RecoveryCodeSet.Take(vault, id, keys.RecoveryCodes);
        return new NewAccount(
            id, X25519PublicKey.TryImport(keys.PublicKey, out var key) ? key : throw new CryptographicException("A public key is none."),
            masterKey: null, codes, new AccountSlots(
                Password: PasswordSlots.Of(vault, id, input.Credential.AuthKey!), Recovery: codes.Slots, Email: Email(vault, id, input),
                Bundle: keys.KeyBundle is { } bundle ? vault.Seal(id, new SlotId(SlotKind.Bundle), bundle) : Bytes.Empty));
    }

    /// <summary>The command that begins it.</summary>
    public AccountCommand.SignUp Command(Bytes emailIndex, string timeZone) => new(
        Id, MasterKey is null ? Domain.Accounts.Tier.E2E : Domain.Accounts.Tier.Uce, emailIndex,
        new Bytes(PublicKey.AsSpan().ToArray()), Epoch, Codes.Ids, timeZone);

    public void Dispose() => MasterKey?.Dispose();

    private static Bytes Email(SealedVault vault, AccountId id, SignUpInput input) =>
        vault.Seal(id, new SlotId(SlotKind.Email), Encoding.UTF8.GetBytes(input.Email.Trim()));
}
