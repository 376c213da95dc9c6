using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Accounts;

/// <summary>The vault's records of a credential that is set.</summary>
internal static class PasswordSlots
{
    /// <summary>UCE: what proves the password, and the master key under it.</summary>
    public static Bytes Of(
        SealedVault vault, AccountId account, PasswordKeys password, Argon2idParameters costs, SymmetricKey masterKey, int epoch) =>
        Seal(vault, account, new PasswordSlot(epoch, costs, password.Verifier(),
            MasterKeyWrap.Wrap(password.Wrapping, masterKey, WrapAad.For(WrapPurpose.Password, account.Value, epoch))));

    /// <summary>E2E: what proves the key, and how the client derives it.</summary>
    public static Bytes Of(SealedVault vault, AccountId account, AuthKeyInput authKey)
    {
        using var key = SymmetricKey.Import(authKey.Key);
        var kdf = authKey.Kdf!;
        var costs = new Argon2idParameters(kdf.Salt, kdf.MemoryKiB, kdf.Iterations, kdf.Parallelism);
        return Seal(vault, account, new PasswordSlot(0, costs, StoredVerifier.Of(key), []));
    }

    private static Bytes Seal(SealedVault vault, AccountId account, PasswordSlot slot) =>
        vault.Seal(account, new SlotId(SlotKind.Password), KeySlots.Password(slot));
}
