using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Keys;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Accounts;

/// <summary>
/// Checks what someone presents against what the vault keeps of an account. Whoever is wrong is told nothing of why: an address that
/// nobody has, the other tier and a wrong secret take the same steps, one run of Argon2id where a password was given, none for a key.
/// </summary>
public sealed class Credentials(SealedVault vault, PasswordQueue passwords, PasswordCosts costs)
{
    // No SHA-256 that anyone could find a secret for, and costs that every password of the server's own rises to.
    private readonly PasswordSlot _nobody = new(0, costs.WithFreshSalt(), new byte[StoredVerifier.Size], []);

    /// <summary>The credential with what it opens, to be disposed; null where it is wrong.</summary>
    /// <param name="account">Whose it should be; null where nobody has the address.</param>
    /// <param name="credential">A password of acceptable form, or a key of 32 bytes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<ProvenCredential?> Check(AccountRow? account, CredentialInput credential, CancellationToken cancellation)
    {
        var slot = await vault.Read(account?.Id ?? default, new SlotId(SlotKind.Password), cancellation);
        var kept = slot is { } read ? KeySlots.ReadPassword(read.Content) : _nobody;
        var proven = credential.Password is { } password
            ? await CheckPassword(account, account?.Tier == Domain.Accounts.Tier.Uce ? kept : _nobody, password, cancellation)
            : CheckKey(account, account?.Tier == Domain.Accounts.Tier.E2E ? kept : _nobody, credential.AuthKey!.Key);
        proven?.Record = slot!.Value.Record;
        return proven;
    }

    private async Task<ProvenCredential?> CheckPassword(
        AccountRow? account, PasswordSlot kept, string password, CancellationToken cancellation)
    {
        var keys = await passwords.Derive(password, kept.Costs, cancellation);
        if (keys.Matches(kept.Verifier) && account is not null && MasterKeyWrap.TryUnwrap(
            keys.Wrapping, kept.Wrap, WrapAad.For(WrapPurpose.Password, account.Id.Value, kept.Epoch), out var masterKey))
        {
            return new ProvenCredential(account, kept, keys, masterKey);
        }

        keys.Dispose();
        return null;
    }

    private static ProvenCredential? CheckKey(AccountRow? account, PasswordSlot kept, byte[] presented)
    {
        using var key = SymmetricKey.Import(presented);
        return StoredVerifier.Matches(key, kept.Verifier) && account is not null
            ? new ProvenCredential(account, kept, password: null, masterKey: null)
            : null;
    }
}

/// <summary>A credential that was right, and what it opens until disposed.</summary>
public sealed class ProvenCredential : IDisposable
{
    internal ProvenCredential(AccountRow account, PasswordSlot kept, PasswordKeys? password, SymmetricKey? masterKey) =>
        (Account, Kept, Password, MasterKey) = (account, kept, password, masterKey);

    /// <summary>The account as it stood before the check: a command on it expects this version.</summary>
    public AccountRow Account { get; }

    /// <summary>UCE: the master key of <see cref="Epoch"/>. E2E: null.</summary>
    public SymmetricKey? MasterKey { get; }

    /// <summary>The master key's epoch; 0 for E2E.</summary>
    public int Epoch => Kept.Epoch;

    /// <summary>What notes and device names are sealed to.</summary>
    public X25519PublicKey PublicKey => X25519PublicKey.TryImport(Account.PublicKey.Span, out var key)
        ? key : throw new CryptographicException("An account's public key is none.");

    /// <summary>The vault record that it was checked against: whatever changes the credential changes this.</summary>
    public Bytes Record { get; internal set; }

    /// <summary>What the vault keeps of it.</summary>
    internal PasswordSlot Kept { get; }

    /// <summary>UCE: both halves of the password. E2E: null.</summary>
    internal PasswordKeys? Password { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Password?.Dispose();
        MasterKey?.Dispose();
    }
}
