using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Diary.Cryptography;

// 0x01 | suite | 0x00 0x00 | account id (16) | media id (16) | 0x00000001 | commitment (32), then chunks of 65,536 bytes of plaintext,
// each with a tag (16). HKDF(content key, "diary.v1.media" | the first 40 bytes, 76) = key (32) | 12 bytes unused | commitment (32);
// nonce = chunk index (11) | 1 on the last chunk, else 0; AAD: the first 72 bytes. Suite 1: AES-256-GCM (NIST SP 800-38D); 2 and 3:
// ChaCha20-Poly1305 (RFC 8439). Chunked as in Hoang et al., "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015.

/// <summary>The keyed chunks of one sealed file: each opens at its own place only.</summary>
internal sealed class MediaChunks : IDisposable
{
    public const int PlainSize = 65_536;
    public const int SealedSize = PlainSize + Aead.TagSize;

    public const int Version = 1;
    private const int DerivedLength = Aead.KeySize + Aead.NonceSize + EnvelopeHeader.CommitmentLength;

    private readonly EnvelopeSuite _suite;
    private readonly byte[] _header = new byte[EnvelopeHeader.Length];
    private readonly byte[] _key = GC.AllocateUninitializedArray<byte>(Aead.KeySize, pinned: true);

    public MediaChunks(EnvelopeSuite suite, Guid accountId, Guid mediaId, SymmetricKey contentKey)
    {
        _suite = suite;
        new EnvelopeHeader(suite, new EnvelopeContext(accountId, mediaId, Version)).WriteTo(_header);
        Span<byte> info = stackalloc byte[Labels.Media.Length + EnvelopeHeader.ContextLength];
        Labels.Media.CopyTo(info);
        _header.AsSpan(0, EnvelopeHeader.ContextLength).CopyTo(info[Labels.Media.Length..]);
        using var key = new Scratch(stackalloc byte[SymmetricKey.Size]);
        contentKey.CopyTo(key.Bytes);
        using var derived = new Scratch(stackalloc byte[DerivedLength]);
        Hkdf.Derive(key.Bytes, info, derived.Bytes);
        derived.Bytes[..Aead.KeySize].CopyTo(_key);
        derived.Bytes[(Aead.KeySize + Aead.NonceSize)..].CopyTo(_header.AsSpan(EnvelopeHeader.ContextLength));
    }

    /// <summary>72 bytes.</summary>
    public ReadOnlySpan<byte> Header => _header;

    public void Seal(long index, bool isLast, ReadOnlySpan<byte> plaintext, Span<byte> sealedChunk)
    {
        Span<byte> nonce = stackalloc byte[Aead.NonceSize];
        Nonce(index, isLast, nonce);
        Aead.Encrypt(Cipher, _key, nonce, plaintext, _header, sealedChunk);
    }

    public bool TryOpen(long index, bool isLast, ReadOnlySpan<byte> sealedChunk, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[Aead.NonceSize];
        Nonce(index, isLast, nonce);
        return Aead.TryDecrypt(Cipher, _key, nonce, sealedChunk, _header, plaintext);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private AeadCipher Cipher => _suite is EnvelopeSuite.Uce ? AeadCipher.Aes256Gcm : AeadCipher.ChaCha20Poly1305;

    private static void Nonce(long index, bool isLast, Span<byte> nonce)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], index);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
    }
}
