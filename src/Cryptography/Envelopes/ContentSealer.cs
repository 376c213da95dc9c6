using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Diary.Cryptography;

// Suite 1: a fresh content key (32) a message; body AES-256-GCM under keys derived from it;
// capsule = 0x01 | 0x01 | key epoch (2) | nonce (12, random) | AES-256-GCM(wrap key, content key) (48)
// Limits: plaintext 0 to 1,032,191 bytes (the most whose padded body fits 1 MiB); below 2^32 capsules under one wrap key.

/// <summary>Seals and opens contents of the UCE tier, at the edge, with a key that is open only while the user's token is in its hands.</summary>
public static class ContentSealer
{
    /// <summary>The longest plaintext in bytes: its padded length, header and tag are the most that 1 MiB holds.</summary>
    public const int MaxPlaintextLength = (1 << 20) - (1 << 14) - 1;

    /// <summary>Seals a plaintext under a content key of its own. Two calls never give the same bytes.</summary>
    /// <param name="context">Where it belongs; version at least 1.</param>
    /// <param name="wrapKey">The account's <see cref="AccountKeys.CapsuleWrap"/>.</param>
    /// <param name="keyEpoch">The epoch of the master key above <paramref name="wrapKey"/>.</param>
    /// <param name="plaintext">0 to <see cref="MaxPlaintextLength"/> bytes.</param>
    /// <exception cref="ArgumentException">The plaintext is longer.</exception>
    /// <exception cref="InvalidOperationException">The version is below 1, or the key disposed.</exception>
    public static SealedContentParts Seal(EnvelopeContext context, SymmetricKey wrapKey, ushort keyEpoch, ReadOnlySpan<byte> plaintext)
    {
        using var contentKey = new Scratch(stackalloc byte[Aead.KeySize]);
        RandomNumberGenerator.Fill(contentKey.Bytes);
        var body = EnvelopeBody.Seal(new EnvelopeHeader(EnvelopeSuite.Uce, context), contentKey.Bytes, plaintext);
        return new SealedContentParts(Wrap(wrapKey, keyEpoch, contentKey.Bytes, body), body);
    }

    /// <summary>Gives the plaintext, or <c>false</c> and never a reason: another account, entry, version, suite, epoch or key, or a byte that is not as it was sealed.</summary>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    public static bool TryOpen(
        EnvelopeContext expected,
        SymmetricKey wrapKey,
        ReadOnlySpan<byte> capsule,
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out byte[]? plaintext)
    {
        plaintext = null;
        using var contentKey = new Scratch(stackalloc byte[Aead.KeySize]);
        return EnvelopeHeader.TryRead(body, out var header)
            && header == new EnvelopeHeader(EnvelopeSuite.Uce, expected)
            && TryUnwrap(wrapKey, capsule, body, contentKey.Bytes)
            && EnvelopeBody.TryOpen(EnvelopeSuite.Uce, contentKey.Bytes, body, out plaintext);
    }

    /// <summary>Wraps the content key of a capsule again for a new epoch; the body stays as it is. <c>false</c> where the old key does not open it.</summary>
    /// <exception cref="ObjectDisposedException">A key is disposed.</exception>
    public static bool TryRewrap(
        EnvelopeContext expected,
        SymmetricKey oldWrapKey,
        SymmetricKey newWrapKey,
        ushort newKeyEpoch,
        ReadOnlySpan<byte> capsule,
        [NotNullWhen(true)] out byte[]? newCapsule)
    {
        newCapsule = null;
        Span<byte> bodyStart = stackalloc byte[EnvelopeHeader.ContextLength];
        new EnvelopeHeader(EnvelopeSuite.Uce, expected).WriteTo(bodyStart);
        using var contentKey = new Scratch(stackalloc byte[Aead.KeySize]);
        if (TryUnwrap(oldWrapKey, capsule, bodyStart, contentKey.Bytes))
        {
            newCapsule = Wrap(newWrapKey, newKeyEpoch, contentKey.Bytes, bodyStart);
        }

        return newCapsule is not null;
    }

    private static byte[] Wrap(SymmetricKey wrapKey, ushort keyEpoch, ReadOnlySpan<byte> contentKey, ReadOnlySpan<byte> body)
    {
        var capsule = new byte[CapsuleHeader.UceLength];
        new CapsuleHeader(EnvelopeSuite.Uce, keyEpoch).WriteTo(capsule);
        var nonce = capsule.AsSpan(CapsuleHeader.Length, Aead.NonceSize);
        RandomNumberGenerator.Fill(nonce);

        Span<byte> aad = stackalloc byte[CapsuleHeader.AadLength];
        CapsuleHeader.WriteAad(body, capsule, aad);
        using var key = new Scratch(stackalloc byte[SymmetricKey.Size]);
        wrapKey.CopyTo(key.Bytes);
        Aead.Encrypt(
            AeadCipher.Aes256Gcm, key.Bytes, nonce, contentKey, aad, capsule.AsSpan(CapsuleHeader.Length + Aead.NonceSize));
        return capsule;
    }

    private static bool TryUnwrap(SymmetricKey wrapKey, ReadOnlySpan<byte> capsule, ReadOnlySpan<byte> body, Span<byte> contentKey)
    {
        using var key = new Scratch(stackalloc byte[SymmetricKey.Size]);
        wrapKey.CopyTo(key.Bytes);
        if (!CapsuleHeader.TryRead(capsule, out var header) || header.Suite is not EnvelopeSuite.Uce)
        {
            return false;
        }

        Span<byte> aad = stackalloc byte[CapsuleHeader.AadLength];
        CapsuleHeader.WriteAad(body, capsule, aad);
        var nonce = capsule.Slice(CapsuleHeader.Length, Aead.NonceSize);
        return Aead.TryDecrypt(
            AeadCipher.Aes256Gcm, key.Bytes, nonce, capsule[(CapsuleHeader.Length + Aead.NonceSize)..], aad, contentKey);
    }
}
