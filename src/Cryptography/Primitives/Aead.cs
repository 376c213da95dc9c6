using System.Security.Cryptography;

namespace Diary.Cryptography;

// AES-256-GCM: NIST SP 800-38D. ChaCha20-Poly1305: RFC 8439.
// key 32 bytes, nonce 12, tag 16 (behind the ciphertext); plaintext below 64 GiB, AAD any.
// Neither may ever see one nonce twice under one key. Every caller here has a key of its own for each message, except
// the wraps of keys under a long-lived key with a random nonce: below 2^32 wraps a key, which no account comes near.

internal enum AeadCipher
{
    Aes256Gcm,
    ChaCha20Poly1305,
}

/// <summary>Both authenticated ciphers behind one shape: ciphertext and tag are one run of bytes, a failed opening is <c>false</c>.</summary>
internal static class Aead
{
    public const int KeySize = 32;
    public const int NonceSize = 12;
    public const int TagSize = 16;

    /// <summary>Encrypts into <paramref name="sealedBytes"/>, which is the plaintext's length and 16 more; both may start at the same byte.</summary>
    public static void Encrypt(
        AeadCipher cipher,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> aad,
        Span<byte> sealedBytes)
    {
        var ciphertext = sealedBytes[..^TagSize];
        var tag = sealedBytes[^TagSize..];
        if (cipher is AeadCipher.Aes256Gcm)
        {
            using var aes = new AesGcm(key, TagSize);
            aes.Encrypt(nonce, plaintext, ciphertext, tag, aad);
        }
        else
        {
            using var chacha = new ChaCha20Poly1305(key);
            chacha.Encrypt(nonce, plaintext, ciphertext, tag, aad);
        }
    }

    /// <summary>Decrypts into <paramref name="plaintext"/>, which is 16 bytes shorter; on <c>false</c> it holds zeros.</summary>
    public static bool TryDecrypt(
        AeadCipher cipher,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> sealedBytes,
        ReadOnlySpan<byte> aad,
        Span<byte> plaintext)
    {
        var ciphertext = sealedBytes[..^TagSize];
        var tag = sealedBytes[^TagSize..];
        try
        {
            if (cipher is AeadCipher.Aes256Gcm)
            {
                using var aes = new AesGcm(key, TagSize);
                aes.Decrypt(nonce, ciphertext, tag, plaintext, aad);
            }
            else
            {
                using var chacha = new ChaCha20Poly1305(key);
                chacha.Decrypt(nonce, ciphertext, tag, plaintext, aad);
            }

            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            CryptographicOperations.ZeroMemory(plaintext);
            return false;
        }
    }
}
