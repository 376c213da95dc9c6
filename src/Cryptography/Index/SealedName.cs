using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Diary.Cryptography;

// 0x01 | nonce (12, random) | AES-256-GCM(key, name | 0x80 | zeros to a multiple of 32) | tag (16)
// AAD: "diary.v1.name" | account id (16) | token (as long as it is)
// Random nonces: fewer than 2^32 names under one key. The key hangs under the index root, so that a new epoch of the master
// key leaves names as they are.

/// <summary>A short text (the name of a tag or a mood, a word of the vocabulary) sealed beside its token.</summary>
public static class SealedName
{
    /// <summary>The longest name in UTF-8 bytes.</summary>
    public const int MaxNameBytes = 1023;

    private const byte Version = 0x01;
    private const int Block = 32;
    private const int Overhead = 1 + Aead.NonceSize + Aead.TagSize;
    private const byte Mark = 0x80;

    /// <summary>Seals a name as it was written, bound to the account and the token.</summary>
    /// <param name="key"><see cref="BlindIndex.TagNameKey"/> or <see cref="BlindIndex.VocabularyKey"/>.</param>
    /// <param name="accountId">The owner.</param>
    /// <param name="token">The token that it stands beside.</param>
    /// <param name="name">0 to 1,023 bytes in UTF-8.</param>
    /// <exception cref="ArgumentException">The name is longer.</exception>
    public static byte[] Seal(SymmetricKey key, Guid accountId, ReadOnlySpan<byte> token, string name)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        if (length > MaxNameBytes)
        {
            throw new ArgumentException("A name is at most 1,023 bytes.", nameof(name));
        }

        var padded = ((length / Block) + 1) * Block;
        var output = new byte[Overhead + padded];
        output[0] = Version;
        var nonce = output.AsSpan(1, Aead.NonceSize);
        RandomNumberGenerator.Fill(nonce);
        var text = output.AsSpan(1 + Aead.NonceSize, padded);
        Encoding.UTF8.GetBytes(name, text);
        text[length] = Mark;

        using var copy = new Scratch(stackalloc byte[SymmetricKey.Size]);
        key.CopyTo(copy.Bytes);
        Aead.Encrypt(AeadCipher.Aes256Gcm, copy.Bytes, nonce, text, Aad(accountId, token), output.AsSpan(1 + Aead.NonceSize));
        return output;
    }

    /// <summary>
    /// Whether bytes have the form of a sealed name: version, a padded length, and a ciphertext that does not read as UTF-8.
    /// </summary>
    public static bool HasForm(ReadOnlySpan<byte> sealedName) =>
        (sealedName.Length - Overhead) is >= Block and <= MaxNameBytes + 1 && (sealedName.Length - Overhead) % Block == 0
            && sealedName[0] == Version && !Utf8.IsValid(sealedName[(1 + Aead.NonceSize)..^Aead.TagSize]);

    /// <summary>Gives the name, or <c>false</c>: another key, account or token, or bytes that are not as they were sealed.</summary>
    public static bool TryOpen(
        SymmetricKey key,
        Guid accountId,
        ReadOnlySpan<byte> token,
        ReadOnlySpan<byte> sealedName,
        [NotNullWhen(true)] out string? name)
    {
        name = null;
        var padded = sealedName.Length - Overhead;
        if (padded is < Block or > MaxNameBytes + 1 || padded % Block != 0 || sealedName[0] != Version)
        {
            return false;
        }

        using var copy = new Scratch(stackalloc byte[SymmetricKey.Size]);
        key.CopyTo(copy.Bytes);
        using var text = new Scratch(stackalloc byte[padded]);
        var nonce = sealedName.Slice(1, Aead.NonceSize);
        if (!Aead.TryDecrypt(
            AeadCipher.Aes256Gcm, copy.Bytes, nonce, sealedName[(1 + Aead.NonceSize)..], Aad(accountId, token), text.Bytes))
        {
            return false;
        }

        var length = text.Bytes.LastIndexOfAnyExcept((byte)0);
        name = length >= padded - Block && text.Bytes[length] == Mark ? Encoding.UTF8.GetString(text.Bytes[..length]) : null;
        return name is not null;
    }

    private static byte[] Aad(Guid accountId, ReadOnlySpan<byte> token)
    {
        var aad = new byte[Labels.Name.Length + GuidBytes.Size + token.Length];
        Labels.Name.CopyTo(aad);
        accountId.WriteTo(aad.AsSpan(Labels.Name.Length, GuidBytes.Size));
        token.CopyTo(aad.AsSpan(Labels.Name.Length + GuidBytes.Size));
        return aad;
    }
}
