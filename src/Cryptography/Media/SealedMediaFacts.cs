using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Diary.Cryptography;

// 0x01 | nonce (12, random) | AES-256-GCM(HKDF(content key, "diary.v1.media-facts", 32), facts) | tag (16)
// AAD: "diary.v1.media-facts" | account id (16) | media id (16)

/// <summary>What is known of a file, such as its name and type, sealed under the key that its content is sealed under.</summary>
public static class SealedMediaFacts
{
    /// <summary>What sealing adds to the length in bytes.</summary>
    public const int Overhead = 1 + Aead.NonceSize + Aead.TagSize;

    private const byte Version = 0x01;

    /// <summary>Seals facts, bound to the account and the file.</summary>
    public static byte[] Seal(SymmetricKey contentKey, Guid accountId, Guid mediaId, ReadOnlySpan<byte> facts)
    {
        var output = new byte[Overhead + facts.Length];
        output[0] = Version;
        var nonce = output.AsSpan(1, Aead.NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var key = contentKey.Derive(Labels.MediaFacts);
        using var copy = new Scratch(stackalloc byte[SymmetricKey.Size]);
        key.CopyTo(copy.Bytes);
        Aead.Encrypt(
            AeadCipher.Aes256Gcm, copy.Bytes, nonce, facts, Aad(accountId, mediaId), output.AsSpan(1 + Aead.NonceSize));
        return output;
    }

    /// <summary>Gives the facts, or <c>false</c>: another key, account or file, or bytes that are not as they were sealed.</summary>
    public static bool TryOpen(SymmetricKey contentKey, Guid accountId, Guid mediaId, ReadOnlySpan<byte> sealedFacts,
        [NotNullWhen(true)] out byte[]? facts)
    {
        facts = null;
        if (sealedFacts.Length < Overhead || sealedFacts[0] != Version)
        {
            return false;
        }

        using var key = contentKey.Derive(Labels.MediaFacts);
        using var copy = new Scratch(stackalloc byte[SymmetricKey.Size]);
        key.CopyTo(copy.Bytes);
        var opened = new byte[sealedFacts.Length - Overhead];
        facts = Aead.TryDecrypt(AeadCipher.Aes256Gcm, copy.Bytes, sealedFacts.Slice(1, Aead.NonceSize),
            sealedFacts[(1 + Aead.NonceSize)..], Aad(accountId, mediaId), opened) ? opened : null;
        return facts is not null;
    }

    private static byte[] Aad(Guid accountId, Guid mediaId)
    {
        var label = Encoding.ASCII.GetBytes(Labels.MediaFacts);
        var aad = new byte[label.Length + (2 * GuidBytes.Size)];
        label.CopyTo(aad, 0);
        accountId.WriteTo(aad.AsSpan(label.Length, GuidBytes.Size));
        mediaId.WriteTo(aad.AsSpan(label.Length + GuidBytes.Size));
        return aad;
    }
}
