using System.Text;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Grains.Accounts;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Accounts;

/// <summary>All keys that a UCE account begins with, open until disposed.</summary>
internal sealed class NewAccountKeys : IDisposable
{
    private const int RecoveryCodes = 10;

    private readonly AccountId _account;
    private readonly int _epoch;
    private readonly Argon2idParameters _costs;
    private readonly PasswordKeys _password;
    private readonly SymmetricKey _indexRoot = SymmetricKey.Generate();
    private readonly X25519PrivateKey _privateKey = X25519PrivateKey.Generate();

    private NewAccountKeys(AccountId account, int epoch, Argon2idParameters costs, PasswordKeys password)
    {
        (_account, _epoch, _costs, _password) = (account, epoch, costs, password);
        Recovery = [.. Enumerable.Range(0, RecoveryCodes).Select(_ => (Guid.CreateVersion7(), RecoveryCode.Generate()))];
    }

    public SymmetricKey MasterKey { get; } = SymmetricKey.Generate();

    public X25519PublicKey PublicKey => _privateKey.PublicKey;

    public IReadOnlyList<(Guid Id, RecoveryCode Code)> Recovery { get; }

    public static async Task<NewAccountKeys> Make(
        AccountId account, int epoch, string password, PasswordQueue passwords, CancellationToken cancellation)
    {
        var costs = Argon2idParameters.WithFreshSalt();
        return new NewAccountKeys(account, epoch, costs, await passwords.Derive(password, costs, cancellation));
    }

    /// <summary>The vault's records of all of them.</summary>
    public AccountSlots Seal(SealedVault vault, string email)
    {
        using var tree = AccountKeys.Of(MasterKey);
        return new AccountSlots(
            vault.Seal(_account, new SlotId(SlotKind.Password), KeySlots.Password(new PasswordSlot(_epoch, _costs, _password.Verifier(),
                MasterKeyWrap.Wrap(_password.Wrapping, MasterKey, WrapAad.For(WrapPurpose.Password, _account.Value, _epoch))))),
            ValueList.From(Recovery.Select(r => new RecoverySlot(r.Id, Seal(vault, r.Id, r.Code)))),
            vault.Seal(_account, new SlotId(SlotKind.Keys), KeySlots.Keys(_epoch,
                KeyWrap.Wrap(tree.IdentityWrap, _privateKey.AsSpan(), WrapAad.For(WrapPurpose.Identity, _account.Value, _epoch)),
                KeyWrap.Wrap(tree.IndexRootWrap, _indexRoot, WrapAad.For(WrapPurpose.IndexRoot, _account.Value, _epoch)))),
            vault.Seal(_account, new SlotId(SlotKind.Email), Encoding.UTF8.GetBytes(email)));
    }

    public void Dispose()
    {
        MasterKey.Dispose();
        _indexRoot.Dispose();
        _privateKey.Dispose();
        _password.Dispose();
        foreach (var (_, code) in Recovery)
        {
            code.Dispose();
        }
    }

    private Bytes Seal(SealedVault vault, Guid id, RecoveryCode code)
    {
        using var verifier = code.Verifier(_account.Value);
        using var wrapping = code.WrappingKey(_account.Value);
        return vault.Seal(_account, new SlotId(SlotKind.Recovery, id), KeySlots.Recovery(new RecoverySlotContent(
            _epoch, StoredVerifier.Of(verifier),
            MasterKeyWrap.Wrap(wrapping, MasterKey, WrapAad.For(WrapPurpose.Recovery, _account.Value, id)))));
    }
}
