using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Diary.Cryptography;

// 0x01 | nonce (12, random) | ciphertext (as long as the secret) | tag (16): AES-256-GCM, NIST SP 800-38D
// A wrapped key of 32 bytes is 61. Random nonces: fewer than 2^32 wraps under one wrapping key.

/// <summary>Keeps one secret under another. What is wrapped under one AAD does not unwrap under a different one.</summary>
public static class KeyWrap
{
    /// <summary>What a wrap adds to the secret's length: version, nonce and tag.</summary>
    public const int Overhead = 1 + Aead.NonceSize + Aead.TagSize;

    /// <summary>The longest secret that is taken, in bytes.</summary>
    public const int MaxSecretSize = 1024;

    private const byte Version = 0x01;

    /// <summary>Wraps a key of 32 bytes into 61.</summary>
    /// <param name="wrappingKey">The key that opens it again.</param>
    /// <param name="secret">What is wrapped.</param>
    /// <param name="aad">What it is bound to: see <see cref="WrapAad"/>.</param>
    public static byte[] Wrap(SymmetricKey wrappingKey, SymmetricKey secret, ReadOnlySpan<byte> aad)
    {
        using var copy = new Scratch(stackalloc byte[SymmetricKey.Size]);
        secret.CopyTo(copy.Bytes);
        return Wrap(wrappingKey, copy.Bytes, aad);
    }

    /// <summary>Wraps 1 to 1024 bytes into <see cref="Overhead"/> more.</summary>
    /// <exception cref="ArgumentException">The secret is empty or longer.</exception>
    public static byte[] Wrap(SymmetricKey wrappingKey, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> aad)
    {
        if (secret.Length is 0 or > MaxSecretSize)
        {
            throw new ArgumentException("A secret is 1 to 1024 bytes.", nameof(secret));
        }

        var wrapped = new byte[Overhead + secret.Length];
        wrapped[0] = Version;
        RandomNumberGenerator.Fill(wrapped.AsSpan(1, Aead.NonceSize));
        using var key = new Scratch(stackalloc byte[SymmetricKey.Size]);
        wrappingKey.CopyTo(key.Bytes);
        Aead.Encrypt(
            AeadCipher.Aes256Gcm, key.Bytes, wrapped.AsSpan(1, Aead.NonceSize), secret, aad, wrapped.AsSpan(1 + Aead.NonceSize));
        return wrapped;
    }

    /// <summary>Gives the key back, or <c>false</c>: a wrong key, a different AAD, another length or bytes that were never a wrap.</summary>
    public static bool TryUnwrap(
        SymmetricKey wrappingKey, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> aad, [NotNullWhen(true)] out SymmetricKey? secret)
    {
        using var copy = new Scratch(stackalloc byte[SymmetricKey.Size]);
        secret = TryUnwrap(wrappingKey, wrapped, aad, copy.Bytes) ? SymmetricKey.Import(copy.Bytes) : null;
        return secret is not null;
    }

    /// <summary>Gives a private key back, or <c>false</c> as above.</summary>
    public static bool TryUnwrapPrivateKey(
        SymmetricKey wrappingKey, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> aad, [NotNullWhen(true)] out X25519PrivateKey? secret)
    {
        using var copy = new Scratch(stackalloc byte[X25519PrivateKey.Size]);
        secret = TryUnwrap(wrappingKey, wrapped, aad, copy.Bytes) ? X25519PrivateKey.Import(copy.Bytes) : null;
        return secret is not null;
    }

    /// <summary>Unwraps into <paramref name="secret"/>, whose length is the secret's. On <c>false</c> it is of no use.</summary>
    public static bool TryUnwrap(SymmetricKey wrappingKey, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> aad, Span<byte> secret)
    {
        if (wrapped.Length != Overhead + secret.Length || wrapped[0] != Version)
        {
            return false;
        }

        using var key = new Scratch(stackalloc byte[SymmetricKey.Size]);
        wrappingKey.CopyTo(key.Bytes);
        return Aead.TryDecrypt(
            AeadCipher.Aes256Gcm, key.Bytes, wrapped.Slice(1, Aead.NonceSize), wrapped[(1 + Aead.NonceSize)..], aad, secret);
    }
}
