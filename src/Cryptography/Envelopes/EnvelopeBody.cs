using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Diary.Cryptography;

// HKDF(content key, "diary.v1.body" | the body's first 40 bytes, 76) = key (32) | nonce (12) | commitment (32)
// AAD: the body's first 72 bytes. Cipher: AES-256-GCM in suite 1 (NIST SP 800-38D), ChaCha20-Poly1305 in 2 and 3 (RFC 8439).
// A content key seals one body, so that its nonce is used once. The commitment makes the opening key unique: neither cipher
// commits to its key by itself (Albertini et al., "How to Abuse and Fix Authenticated Encryption Without Key Commitment", 2022).

/// <summary>The body of an envelope, alike in every suite but for the cipher.</summary>
internal static class EnvelopeBody
{
    private const int DerivedLength = Aead.KeySize + Aead.NonceSize + EnvelopeHeader.CommitmentLength;

    public static byte[] Seal(EnvelopeHeader header, ReadOnlySpan<byte> contentKey, ReadOnlySpan<byte> plaintext)
    {
        if (plaintext.Length > ContentSealer.MaxPlaintextLength)
        {
            throw new ArgumentException("A body is at most 1 MiB.", nameof(plaintext));
        }

        var padded = Padding.PaddedLength(plaintext.Length);
        var body = new byte[EnvelopeHeader.Length + padded + Aead.TagSize];
        header.WriteTo(body);

        using var derived = new Scratch(stackalloc byte[DerivedLength]);
        Derive(contentKey, body, derived.Bytes);
        Commitment(derived.Bytes).CopyTo(body.AsSpan(EnvelopeHeader.ContextLength));

        var text = body.AsSpan(EnvelopeHeader.Length, padded);
        Padding.Pad(plaintext, text);
        Aead.Encrypt(
            CipherOf(header.Suite),
            Key(derived.Bytes),
            Nonce(derived.Bytes),
            text,
            body.AsSpan(0, EnvelopeHeader.Length),
            body.AsSpan(EnvelopeHeader.Length));
        return body;
    }

    /// <summary>Opens a body whose header has been read and compared.</summary>
    public static bool TryOpen(
        EnvelopeSuite suite, ReadOnlySpan<byte> contentKey, ReadOnlySpan<byte> body, [NotNullWhen(true)] out byte[]? plaintext)
    {
        plaintext = null;
        using var derived = new Scratch(stackalloc byte[DerivedLength]);
        Derive(contentKey, body, derived.Bytes);
        var claimed = body[EnvelopeHeader.ContextLength..EnvelopeHeader.Length];
        if (!CryptographicOperations.FixedTimeEquals(Commitment(derived.Bytes), claimed))
        {
            return false;
        }

        var padded = new byte[body.Length - EnvelopeHeader.Length - Aead.TagSize];
        var opened = Aead.TryDecrypt(
            CipherOf(suite),
            Key(derived.Bytes),
            Nonce(derived.Bytes),
            body[EnvelopeHeader.Length..],
            body[..EnvelopeHeader.Length],
            padded);
        if (opened && Padding.TryUnpad(padded, out var length))
        {
            plaintext = padded.AsSpan(0, length).ToArray();
        }

        CryptographicOperations.ZeroMemory(padded);
        return plaintext is not null;
    }

    private static void Derive(ReadOnlySpan<byte> contentKey, ReadOnlySpan<byte> body, Span<byte> derived)
    {
        Span<byte> info = stackalloc byte[Labels.Body.Length + EnvelopeHeader.ContextLength];
        Labels.Body.CopyTo(info);
        body[..EnvelopeHeader.ContextLength].CopyTo(info[Labels.Body.Length..]);
        Hkdf.Derive(contentKey, info, derived);
    }

    private static Span<byte> Key(Span<byte> derived) => derived[..Aead.KeySize];

    private static Span<byte> Nonce(Span<byte> derived) => derived.Slice(Aead.KeySize, Aead.NonceSize);

    private static Span<byte> Commitment(Span<byte> derived) => derived[(Aead.KeySize + Aead.NonceSize)..];

    private static AeadCipher CipherOf(EnvelopeSuite suite) =>
        suite is EnvelopeSuite.Uce ? AeadCipher.Aes256Gcm : AeadCipher.ChaCha20Poly1305;
}
