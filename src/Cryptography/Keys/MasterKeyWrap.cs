using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Diary.Cryptography;

// slot's public key (32) | 0x01 | nonce (12) | AES-256-GCM(wrapping key, master key) (48)         made by who holds the secret
// slot's public key (32) | 0x02 | HPKE base mode (80), info "diary.v1.master-key"                 made by who does not
// slot's pair: X25519, private key = HKDF(wrapping key, "diary.v1.slot", 32)

/// <summary>
/// A master key as one slot keeps it: under a password's or recovery code's wrapping half, or a session's unlock key. The slot's public
/// key lies beside it, so that the next master key can be sealed to the slot while its secret is elsewhere: who knew the key before
/// learns nothing of the next one.
/// </summary>
public static class MasterKeyWrap
{
    /// <summary>The length of a wrap that <see cref="Wrap"/> makes.</summary>
    public const int WrappedLength = X25519PublicKey.Size + KeyWrap.Overhead + SymmetricKey.Size;

    /// <summary>The length of a wrap that <see cref="TryRenew"/> makes.</summary>
    public const int SealedLength = X25519PublicKey.Size + 1 + Hpke.Overhead + SymmetricKey.Size;

    private const byte SealedForm = 0x02;

    /// <summary>Whether bytes have the length of a wrap.</summary>
    public static bool HasLength(int length) => length is WrappedLength or SealedLength;

    /// <summary>Wraps a master key by the slot's own secret.</summary>
    /// <param name="wrappingKey">The slot's secret.</param>
    /// <param name="masterKey">What is wrapped.</param>
    /// <param name="aad">What it is bound to: see <see cref="WrapAad"/>.</param>
    public static byte[] Wrap(SymmetricKey wrappingKey, SymmetricKey masterKey, ReadOnlySpan<byte> aad)
    {
        using var pair = PairOf(wrappingKey);
        return [.. pair.PublicKey.AsSpan(), .. KeyWrap.Wrap(wrappingKey, masterKey, aad)];
    }

    /// <summary>Seals another master key to the same slot, without its secret; <c>false</c> where the bytes are no wrap.</summary>
    public static bool TryRenew(
        ReadOnlySpan<byte> wrap, SymmetricKey masterKey, ReadOnlySpan<byte> aad, [NotNullWhen(true)] out byte[]? renewed)
    {
        renewed = null;
        if (!HasLength(wrap.Length) || !X25519PublicKey.TryImport(wrap[..X25519PublicKey.Size], out var slot))
        {
            return false;
        }

        using var copy = new Scratch(stackalloc byte[SymmetricKey.Size]);
        masterKey.CopyTo(copy.Bytes);
        renewed = [.. slot.AsSpan(), SealedForm, .. Hpke.Seal(slot, Labels.MasterKey, aad, copy.Bytes)];
        return true;
    }

    /// <summary>Gives the master key, or <c>false</c>: another secret, another AAD, or bytes that were never a wrap.</summary>
    public static bool TryUnwrap(
        SymmetricKey wrappingKey, ReadOnlySpan<byte> wrap, ReadOnlySpan<byte> aad, [NotNullWhen(true)] out SymmetricKey? masterKey)
    {
        masterKey = null;
        if (wrap.Length == WrappedLength)
        {
            return KeyWrap.TryUnwrap(wrappingKey, wrap[X25519PublicKey.Size..], aad, out masterKey);
        }

        if (wrap.Length != SealedLength || wrap[X25519PublicKey.Size] != SealedForm)
        {
            return false;
        }

        using var pair = PairOf(wrappingKey);
        if (!Hpke.TryOpen(pair, Labels.MasterKey, aad, wrap[(X25519PublicKey.Size + 1)..], out var bytes))
        {
            return false;
        }

        masterKey = SymmetricKey.Import(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return true;
    }

    private static X25519PrivateKey PairOf(SymmetricKey wrappingKey)
    {
        using var seed = wrappingKey.Derive(Labels.Slot);
        using var copy = new Scratch(stackalloc byte[SymmetricKey.Size]);
        seed.CopyTo(copy.Bytes);
        return X25519PrivateKey.Import(copy.Bytes);
    }
}
