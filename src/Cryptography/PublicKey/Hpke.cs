using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Diary.Cryptography;

// HPKE: RFC 9180, single-shot (section 6.1), modes base and PSK
// DHKEM(X25519, HKDF-SHA256) 0x0020, HKDF-SHA256 0x0001, ChaCha20Poly1305 0x0003
// sealed: enc (32, the ephemeral public key) | ciphertext | tag (16)
// Refused: a shared secret of zero (section 7.1.4), in which every point of low order ends. PSKs are 32 random bytes (9.5).

/// <summary>Seals to a public key. Base mode says nothing of the sender; PSK mode shows that the sender holds the pre-shared key.</summary>
public static class Hpke
{
    /// <summary>What sealing adds to a plaintext's length in bytes.</summary>
    public const int Overhead = X25519PublicKey.Size + Aead.TagSize;

    /// <summary>SealBase, or SealPSK where a <paramref name="psk"/> is given.</summary>
    /// <param name="recipient">Who can open it.</param>
    /// <param name="info">What it is for: a label.</param>
    /// <param name="aad">What it is bound to.</param>
    /// <param name="plaintext">Any length.</param>
    /// <param name="psk">A key that both sides hold, or none.</param>
    /// <param name="pskId">Which key that is: empty exactly where there is none.</param>
    /// <exception cref="ArgumentException">A PSK without an id, or an id without a PSK.</exception>
    public static byte[] Seal(
        X25519PublicKey recipient,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> plaintext,
        SymmetricKey? psk = null,
        ReadOnlySpan<byte> pskId = default)
    {
        using var ephemeral = X25519PrivateKey.Generate();
        return Seal(ephemeral, recipient, info, aad, plaintext, psk, pskId);
    }

    /// <summary>OpenBase, or OpenPSK where a <paramref name="psk"/> is given; <c>false</c> for whatever was not sealed just so.</summary>
    /// <exception cref="ArgumentException">A PSK without an id, or an id without a PSK.</exception>
    /// <exception cref="ObjectDisposedException">A key is disposed.</exception>
    public static bool TryOpen(
        X25519PrivateKey recipient,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> sealedBytes,
        [NotNullWhen(true)] out byte[]? plaintext,
        SymmetricKey? psk = null,
        ReadOnlySpan<byte> pskId = default)
    {
        plaintext = null;
        Verify(psk, pskId);
        if (sealedBytes.Length < Overhead)
        {
            return false;
        }

        var enc = sealedBytes[..X25519PublicKey.Size];
        using var dh = new Scratch(stackalloc byte[X25519PublicKey.Size]);
        if (!recipient.TryAgree(enc, dh.Bytes))
        {
            return false;
        }

        using var key = new Scratch(stackalloc byte[Aead.KeySize]);
        using var nonce = new Scratch(stackalloc byte[Aead.NonceSize]);
        Schedule(dh.Bytes, enc, recipient.PublicKey, info, psk, pskId, key.Bytes, nonce.Bytes);
        var opened = new byte[sealedBytes.Length - Overhead];
        var ciphertext = sealedBytes[X25519PublicKey.Size..];
        plaintext = Aead.TryDecrypt(AeadCipher.ChaCha20Poly1305, key.Bytes, nonce.Bytes, ciphertext, aad, opened) ? opened : null;
        return plaintext is not null;
    }

    /// <summary>With a named ephemeral key, for the RFC's vectors. A second message under one ephemeral key would repeat a nonce.</summary>
    internal static byte[] Seal(
        X25519PrivateKey ephemeral,
        X25519PublicKey recipient,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> plaintext,
        SymmetricKey? psk,
        ReadOnlySpan<byte> pskId)
    {
        Verify(psk, pskId);
        using var dh = new Scratch(stackalloc byte[X25519PublicKey.Size]);
        if (!ephemeral.TryAgree(recipient.AsSpan(), dh.Bytes))
        {
            throw new CryptographicException("A public key of low order came past its import.");
        }

        var sealedBytes = new byte[Overhead + plaintext.Length];
        var enc = ephemeral.PublicKey.AsSpan();
        enc.CopyTo(sealedBytes);
        using var key = new Scratch(stackalloc byte[Aead.KeySize]);
        using var nonce = new Scratch(stackalloc byte[Aead.NonceSize]);
        Schedule(dh.Bytes, enc, recipient, info, psk, pskId, key.Bytes, nonce.Bytes);
        Aead.Encrypt(
            AeadCipher.ChaCha20Poly1305, key.Bytes, nonce.Bytes, plaintext, aad, sealedBytes.AsSpan(X25519PublicKey.Size));
        return sealedBytes;
    }

    private static void Schedule(
        ReadOnlySpan<byte> dh,
        ReadOnlySpan<byte> enc,
        X25519PublicKey recipient,
        ReadOnlySpan<byte> info,
        SymmetricKey? psk,
        ReadOnlySpan<byte> pskId,
        Span<byte> key,
        Span<byte> nonce)
    {
        using var shared = new Scratch(stackalloc byte[SymmetricKey.Size]);
        HpkeSchedule.SharedSecret(dh, enc, recipient.AsSpan(), shared.Bytes);
        using var copy = new Scratch(stackalloc byte[SymmetricKey.Size]);
        psk?.CopyTo(copy.Bytes);
        HpkeSchedule.KeyAndNonce(shared.Bytes, info, psk is null ? [] : copy.Bytes, pskId, key, nonce);
    }

    private static void Verify(SymmetricKey? psk, ReadOnlySpan<byte> pskId)
    {
        if (psk is null != pskId.IsEmpty)
        {
            throw new ArgumentException("A PSK and its id come together.", nameof(pskId));
        }
    }
}
