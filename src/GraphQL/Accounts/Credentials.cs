using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Audit;
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
    private static readonly RecoverySlotContent NoCode = new(0, new byte[StoredVerifier.Size], []);

    /// <summary>The credential with what it opens, to be disposed; null where it is wrong.</summary>
    /// <param name="account">Whose it should be; null where nobody has the address.</param>
    /// <param name="credential">A password of acceptable form, or a key of 32 bytes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<ProvenCredential?> Check(AccountRow? account, CredentialInput credential, CancellationToken cancellation)
    {
        var slot = await vault.Read(account?.Id ?? default, new SlotId(SlotKind.Password), cancellation);
        var (kept, record) = slot is { } found ? (KeySlots.ReadPassword(found.Content), found.Record) : (_nobody, Bytes.Empty);
        return credential.Password is { } password
            ? await CheckPassword(account, account?.Tier == Domain.Accounts.Tier.Uce ? kept : _nobody, record, password, cancellation)
            : CheckKey(account, account?.Tier == Domain.Accounts.Tier.E2E ? kept : _nobody, record, credential.AuthKey!.Key);
    }

    /// <summary>The recovery code with what it opens, to be disposed; null where it is wrong or spent.</summary>
    /// <param name="account">Whose it should be; null where nobody has the address.</param>
    /// <param name="proof">A code as it was typed, or a verifier of 32 bytes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<ProvenRecovery?> Check(AccountRow? account, RecoveryProofInput proof, CancellationToken cancellation)
    {
        var id = account?.Id ?? default;
        var kept = await vault.OpenAll(id, SlotKind.Recovery, cancellation);
        using var code = proof.Code is { } text && RecoveryCode.TryParse(text, out var parsed) ? parsed : null;
        using var verifier = code?.Verifier(id.Value) ?? SymmetricKey.Import(proof.Verifier ?? new byte[SymmetricKey.Size]);
        var tier = proof.Code is null ? Domain.Accounts.Tier.E2E : Domain.Accounts.Tier.Uce;
        (Guid Id, RecoverySlotContent Content)? match = null;
        for (var i = 0; i < CredentialChecks.RecoveryCodes; i++)
        {
            // All are compared, also after the match, and as many where there are fewer: which one it is shows in no time.
            var (slot, content) = i < kept.Count ? (kept[i].Slot.Id, KeySlots.ReadRecovery(kept[i].Content)) : (Guid.Empty, NoCode);
            match = StoredVerifier.Matches(verifier, content.Verifier) ? (slot, content) : match;
        }

        if (account is null || account.Tier != tier || match is not { } found)
        {
            return null;
        }

        using var wrapping = code?.WrappingKey(id.Value);
        SymmetricKey? masterKey = null;
        return wrapping is null || MasterKeyWrap.TryUnwrap(
            wrapping, found.Content.Wrap, WrapAad.For(WrapPurpose.Recovery, id.Value, found.Id), out masterKey)
            ? new ProvenRecovery(account, found.Id, found.Content, masterKey)
            : null;
    }

    private async Task<ProvenCredential?> CheckPassword(
        AccountRow? account, PasswordSlot kept, Bytes record, string password, CancellationToken cancellation)
    {
        var keys = await passwords.Derive(password, kept.Costs, cancellation);
        if (keys.Matches(kept.Verifier) && account is not null && MasterKeyWrap.TryUnwrap(
            keys.Wrapping, kept.Wrap, WrapAad.For(WrapPurpose.Password, account.Id.Value, kept.Epoch), out var masterKey))
        {
            return new ProvenCredential(account, kept, record, keys, masterKey);
        }

        keys.Dispose();
        return null;
    }

    private static ProvenCredential? CheckKey(AccountRow? account, PasswordSlot kept, Bytes record, byte[] presented)
    {
        using var key = SymmetricKey.Import(presented);
        return StoredVerifier.Matches(key, kept.Verifier) && account is not null
            ? new ProvenCredential(account, kept, record, password: null, masterKey: null)
            : null;
    }
}

/// <summary>A credential that was right, and what it opens until disposed.</summary>
public sealed class ProvenCredential : IDisposable
{
    internal ProvenCredential(AccountRow account, PasswordSlot kept, Bytes record, PasswordKeys? password, SymmetricKey? masterKey) =>
        (Account, Kept, Record, Password, MasterKey) = (account, kept, record, password, masterKey);

    /// <summary>The account as it stood before the check: a command on it expects this version.</summary>
    public AccountRow Account { get; }

    /// <summary>UCE: the master key of <see cref="Epoch"/>. E2E: null.</summary>
    public SymmetricKey? MasterKey { get; }

    /// <summary>The master key's epoch; 0 for E2E.</summary>
    public int Epoch => Kept.Epoch;

    /// <summary>The vault record that it was checked against: whatever changes the credential changes this.</summary>
    public Bytes Record { get; }

    /// <summary>What notes and device names are sealed to.</summary>
    public X25519PublicKey PublicKey => AuditNotes.KeyOf(Account);

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

/// <summary>A recovery code that was right and is not spent, and what it opens until disposed.</summary>
public sealed class ProvenRecovery : IDisposable
{
    internal ProvenRecovery(AccountRow account, Guid code, RecoverySlotContent kept, SymmetricKey? masterKey) =>
        (Account, Code, Kept, MasterKey) = (account, code, kept, masterKey);

    /// <summary>The account as it stood before the check: a command on it expects this version.</summary>
    public AccountRow Account { get; }

    /// <summary>The code's id.</summary>
    public Guid Code { get; }

    /// <summary>UCE: the master key of <see cref="Epoch"/>. E2E: null.</summary>
    public SymmetricKey? MasterKey { get; }

    /// <summary>The master key's epoch; 0 for E2E.</summary>
    public int Epoch => Kept.Epoch;

    /// <summary>What the vault keeps of it.</summary>
    internal RecoverySlotContent Kept { get; }

    /// <inheritdoc/>
    public void Dispose() => MasterKey?.Dispose();
}
