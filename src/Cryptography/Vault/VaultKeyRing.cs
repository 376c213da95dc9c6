using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Diary.Cryptography;

// record: 0x01 | key id (4) | salt (12, random) | nonce (12, random) | ciphertext | tag (16)
// record key = HKDF(vault key, "diary.v1.vault" | salt, 32); AES-256-GCM (NIST SP 800-38D)
// AAD: the record's first 29 bytes | the caller's; key id: first 4 bytes of SHA-256("diary.v1.vault-key-id" | key)
// Limits: two records are in danger only where salt and nonce both meet, 192 random bits: after 2^40 records under one
// vault key, that has happened with probability 2^-113. A bare random nonce would allow 2^32 records.

/// <summary>
/// The server's vault keys, in memory: seals the records of the vault under the current one and opens them under any. Where
/// the keys lie outside the database is not this room's business. The keys can be replaced while others use the ring: it is
/// safe for use from many threads.
/// </summary>
public sealed class VaultKeyRing : IDisposable
{
    /// <summary>What sealing adds to a plaintext's length in bytes.</summary>
    public const int Overhead = HeaderLength + Aead.TagSize;

    private const byte Version = 0x01;
    private const int SaltSize = 12;
    private const int SaltStart = 1 + sizeof(uint);
    private const int NonceStart = SaltStart + SaltSize;
    private const int HeaderLength = NonceStart + Aead.NonceSize;

    private volatile Keys held;

    /// <summary>Takes the keys, which are the ring's to dispose from now on.</summary>
    /// <param name="current">Seals.</param>
    /// <param name="earlier">Only open: those that records not yet sealed again may lie under.</param>
    /// <exception cref="ArgumentException">Two keys have one id: the same key twice, or a chance of 1 in 4 billion; make
    /// another.</exception>
    public VaultKeyRing(SymmetricKey current, params IEnumerable<SymmetricKey> earlier) => held = Keys.Of(current, earlier);

    /// <summary>The id of the key that seals.</summary>
    public uint CurrentKeyId => held.CurrentId;

    /// <summary>The ids of all keys, the current one first.</summary>
    public IReadOnlyCollection<uint> KeyIds => held.ById.Keys;

    /// <summary>
    /// Called with the id of a key that a record names and the ring does not have: whoever watches the place of the keys may
    /// <see cref="Replace"/> them before it returns, and the record is then tried again.
    /// </summary>
    public Action<uint>? Missing { get; set; }

    /// <summary>
    /// Takes other keys in the place of those that it has, and zeroes those. What is sealing or opening meanwhile goes on with the new
    /// ones.
    /// </summary>
    /// <param name="current">Seals.</param>
    /// <param name="earlier">Only open.</param>
    /// <exception cref="ArgumentException">Two keys have one id; the ring stays as it was.</exception>
    public void Replace(SymmetricKey current, params IEnumerable<SymmetricKey> earlier)
    {
        var before = held;
        held = Keys.Of(current, earlier);
        before.Dispose();
    }

    /// <summary>The id of a vault key: the first 4 bytes, big-endian, of SHA-256("diary.v1.vault-key-id" | key).</summary>
    public static uint IdOf(SymmetricKey key)
    {
        using var input = new Scratch(stackalloc byte[Labels.VaultKeyId.Length + SymmetricKey.Size]);
        Labels.VaultKeyId.CopyTo(input.Bytes);
        key.CopyTo(input.Bytes[Labels.VaultKeyId.Length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input.Bytes, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    /// <summary>The key that a record lies under, or <c>false</c> for what is no record. For finding what is to be sealed again.</summary>
    public static bool TryReadKeyId(ReadOnlySpan<byte> record, out uint keyId)
    {
        var isRecord = record.Length >= Overhead && record[0] == Version;
        keyId = isRecord ? BinaryPrimitives.ReadUInt32BigEndian(record[1..]) : 0;
        return isRecord;
    }

    /// <summary>Seals a record under the current key.</summary>
    /// <param name="plaintext">Any length.</param>
    /// <param name="aad">What it is bound to: the table, the account, the record's id. Each part of a fixed length, or with it.</param>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> aad)
    {
        var record = new byte[Overhead + plaintext.Length];
        record[0] = Version;
        RandomNumberGenerator.Fill(record.AsSpan(SaltStart, SaltSize + Aead.NonceSize));

        using var key = new Scratch(stackalloc byte[Aead.KeySize]);
        Keys keys;
        do
        {
            keys = held;
            BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(1), keys.CurrentId);
        }
        while (!TryDerive(keys, keys.ById[keys.CurrentId], record, key.Bytes));
        Aead.Encrypt(
            AeadCipher.Aes256Gcm,
            key.Bytes,
            record.AsSpan(NonceStart, Aead.NonceSize),
            plaintext,
            [.. record.AsSpan(0, HeaderLength), .. aad],
            record.AsSpan(HeaderLength));
        return record;
    }

    /// <summary>
    /// Opens a record under whichever key it names, or <c>false</c>: an unknown key, another AAD, or bytes that are not as they were
    /// sealed.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public bool TryOpen(ReadOnlySpan<byte> record, ReadOnlySpan<byte> aad, [NotNullWhen(true)] out byte[]? plaintext)
    {
        plaintext = null;
        using var key = new Scratch(stackalloc byte[Aead.KeySize]);
        if (!TryReadKeyId(record, out var keyId) || !TryDerive(keyId, record, key.Bytes))
        {
            return false;
        }

        var opened = new byte[record.Length - Overhead];
        if (Aead.TryDecrypt(
            AeadCipher.Aes256Gcm,
            key.Bytes,
            record.Slice(NonceStart, Aead.NonceSize),
            record[HeaderLength..],
            [.. record[..HeaderLength], .. aad],
            opened))
        {
            plaintext = opened;
        }

        return plaintext is not null;
    }

    /// <summary>Zeroes every key. Every later use throws.</summary>
    public void Dispose() => held.Dispose();

    private bool TryDerive(uint keyId, ReadOnlySpan<byte> record, Span<byte> recordKey)
    {
        if (!held.ById.ContainsKey(keyId))
        {
            Missing?.Invoke(keyId);
        }

        for (var keys = held; keys.ById.TryGetValue(keyId, out var key); keys = held)
        {
            if (TryDerive(keys, key, record, recordKey))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>False where the keys were replaced, and so zeroed, meanwhile. A key never runs with zeros: it throws.</summary>
    private bool TryDerive(Keys keys, SymmetricKey vaultKey, ReadOnlySpan<byte> record, Span<byte> recordKey)
    {
        Span<byte> info = stackalloc byte[Labels.Vault.Length + SaltSize];
        Labels.Vault.CopyTo(info);
        record.Slice(SaltStart, SaltSize).CopyTo(info[Labels.Vault.Length..]);
        using var copy = new Scratch(stackalloc byte[SymmetricKey.Size]);
        try
        {
            vaultKey.CopyTo(copy.Bytes);
        }
        catch (ObjectDisposedException) when (keys != held)
        {
            return false;
        }

        Hkdf.Derive(copy.Bytes, info, recordKey);
        return true;
    }

    private sealed record Keys(uint CurrentId, OrderedDictionary<uint, SymmetricKey> ById) : IDisposable
    {
        public static Keys Of(SymmetricKey current, IEnumerable<SymmetricKey> earlier)
        {
            var byId = new OrderedDictionary<uint, SymmetricKey> { [IdOf(current)] = current };
            foreach (var key in earlier)
            {
                if (!byId.TryAdd(IdOf(key), key))
                {
                    throw new ArgumentException("Two vault keys have one id.", nameof(earlier));
                }
            }

            return new Keys(IdOf(current), byId);
        }

        public void Dispose()
        {
            foreach (var key in ById.Values)
            {
                key.Dispose();
            }
        }
    }
}
