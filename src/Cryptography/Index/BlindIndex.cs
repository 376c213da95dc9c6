using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Diary.Cryptography;

// HMAC-SHA-256: RFC 2104, FIPS 198-1; keys of 32 bytes, each HKDF(index root, label, 32)
// term: first 9 bytes as 12 characters of base64url; tag and mood: first 16 bytes; fingerprint, repeat digest, media: all 32
// Equality is all that a token tells, and only under one key: of one quarter and source for terms, of the account for the rest.

/// <summary>
/// Makes the tokens by which an account's sealed entries are found and compared. Keys are derived once and kept until
/// <see cref="Dispose"/>. Safe for use from many threads.
/// </summary>
public sealed class BlindIndex : IDisposable
{
    /// <summary>The bytes of a tag's or a mood's token.</summary>
    public const int TokenSize = 16;

    /// <summary>The characters of a search term's token.</summary>
    public const int TermLength = 12;

    /// <summary>The bytes of <see cref="CopyImportKeys"/>.</summary>
    public const int ImportKeysSize = 3 * SymmetricKey.Size;

    private const int MostWords = 1 << 24; // more than a body may have letters

    private static readonly string[] ImportLabels = [Labels.Tag, Labels.TagName, Labels.Fingerprint];

    private static readonly SearchValues<char> SourceCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private readonly Dictionary<string, SymmetricKey> keys = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly SymmetricKey? indexRoot;
    private bool disposed;

    /// <summary>All keys of an account.</summary>
    /// <param name="indexRoot">32 random bytes of the account's own; stays the caller's to dispose, and must outlive this.</param>
    public BlindIndex(SymmetricKey indexRoot) => this.indexRoot = indexRoot;

    /// <summary>
    /// Some keys of an account: those that tag what an archive brings, and that recognise what is here already. Whatever needs another
    /// key throws.
    /// </summary>
    /// <param name="importKeys">What <see cref="CopyImportKeys"/> wrote; the caller zeroes its own.</param>
    /// <exception cref="ArgumentException">Not <see cref="ImportKeysSize"/> bytes.</exception>
    public BlindIndex(ReadOnlySpan<byte> importKeys)
    {
        if (importKeys.Length != ImportKeysSize)
        {
            throw new ArgumentException("An import has three keys.", nameof(importKeys));
        }

        for (var i = 0; i < ImportLabels.Length; i++)
        {
            keys[ImportLabels[i]] = SymmetricKey.Import(importKeys.Slice(i * SymmetricKey.Size, SymmetricKey.Size));
        }
    }

    /// <summary>The keys of tags, of their names and of fingerprints: a guess of a whole text is confirmed by them, none read.</summary>
    /// <param name="destination"><see cref="ImportKeysSize"/> bytes, which the caller zeroes.</param>
    public void CopyImportKeys(Span<byte> destination)
    {
        for (var i = 0; i < ImportLabels.Length; i++)
        {
            KeyOf(ImportLabels[i]).CopyTo(destination.Slice(i * SymmetricKey.Size, SymmetricKey.Size));
        }
    }

    /// <summary>Seals the vocabulary's words (<see cref="SealedName"/>). "diary.v1.vocabulary". Disposed with this.</summary>
    public SymmetricKey VocabularyKey => KeyOf(Labels.Vocabulary);

    /// <summary>Seals the names of tags and moods (<see cref="SealedName"/>). "diary.v1.tag-name". Disposed with this.</summary>
    public SymmetricKey TagNameKey => KeyOf(Labels.TagName);

    /// <summary>A tag's token: first 16 bytes of HMAC(tag key, name), the name NFKC, case-folded and trimmed.</summary>
    public byte[] TagToken(string name) => Hmac(Labels.Tag, FoldedText.OfName(name)).AsSpan(0, TokenSize).ToArray();

    /// <summary>A mood's token: as a tag's, with "mood:" before the folded name.</summary>
    public byte[] MoodToken(string name) =>
        Hmac(Labels.Tag, [.. Labels.MoodPrefix, .. FoldedText.OfName(name)]).AsSpan(0, TokenSize).ToArray();

    /// <summary>
    /// Recognises an imported text that is already here: HMAC(fingerprint key, body), the body NFKC with white space folded; 32 bytes.
    /// </summary>
    public byte[] Fingerprint(string body) => Hmac(Labels.Fingerprint, FoldedText.OfBody(body));

    /// <summary>A search term's token: first 9 bytes of HMAC(key of source and quarter, field | 0x00 | stem) as base64url.</summary>
    /// <param name="source">Where the entry is from, as "DIARY" or "FACEBOOK": capital letters, digits and underscores.</param>
    /// <param name="quarter">The quarter of the entry's day.</param>
    /// <param name="field">Title or body.</param>
    /// <param name="stem">The word as the stemmer left it; taken as it is.</param>
    /// <exception cref="ArgumentException">The source has other characters, or none.</exception>
    public string SearchTerm(string source, Quarter quarter, SearchField field, string stem)
    {
        Span<byte> token = stackalloc byte[TermTokens.Size];
        Terms(source, quarter).Term(field, stem, token);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>What makes the terms of a source and quarter, for many words at once.</summary>
    /// <exception cref="ArgumentException">The source has other characters than <see cref="SearchTerm"/> allows, or none.</exception>
    public TermTokens Terms(string source, Quarter quarter) => source.Length == 0 || source.AsSpan().ContainsAnyExcept(SourceCharacters)
        ? throw new ArgumentException("A source is capital letters, digits and underscores.", nameof(source))
        : new TermTokens(KeyOf($"{Labels.IndexPrefix}{source}.{quarter}"));

    /// <summary>The token by which the account's vocabulary knows a language that its entries are in; 9 bytes.</summary>
    /// <param name="code">The language's code, such as "en".</param>
    public byte[] LanguageToken(string code) => Hmac(Labels.Language, Encoding.UTF8.GetBytes(code)).AsSpan(0, TermTokens.Size).ToArray();

    /// <summary>
    /// Hides how many words a content has, which would tell its size: the number, 4 bytes, XOR the first 4 of
    /// HMAC("diary.v1.word-count" key, entry id | version (4)).
    /// </summary>
    /// <param name="entryId">The entry.</param>
    /// <param name="version">The version that the content is sealed at.</param>
    /// <param name="count">From 0 on.</param>
    public byte[] SealCount(Guid entryId, int version, int count)
    {
        var sealedCount = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(sealedCount, count ^ CountMask(entryId, version));
        return sealedCount;
    }

    /// <summary>What <see cref="SealCount"/> hid; 0 where the bytes are of another entry or version, or none of its.</summary>
    public int OpenCount(Guid entryId, int version, ReadOnlySpan<byte> sealedCount)
    {
        var count = sealedCount.Length == sizeof(int)
            ? BinaryPrimitives.ReadInt32BigEndian(sealedCount) ^ CountMask(entryId, version)
            : 0;
        return count is >= 0 and <= MostWords ? count : 0;
    }

    private int CountMask(Guid entryId, int version)
    {
        Span<byte> place = stackalloc byte[GuidBytes.Size + sizeof(int)];
        entryId.WriteTo(place);
        BinaryPrimitives.WriteInt32BigEndian(place[GuidBytes.Size..], version);
        return BinaryPrimitives.ReadInt32BigEndian(Hmac(Labels.WordCount, place));
    }

    /// <summary>
    /// Recognises a repeated command, whose ciphertext differs because it was sealed afresh: HMAC("diary.v1.repeat" key, entry id |
    /// version (4) | plaintext), 32 bytes. Equal texts of other entries or versions give other digests.
    /// </summary>
    public byte[] RepeatDigest(Guid entryId, int version, ReadOnlySpan<byte> plaintext)
    {
        Span<byte> start = stackalloc byte[GuidBytes.Size + sizeof(int)];
        entryId.WriteTo(start);
        BinaryPrimitives.WriteInt32BigEndian(start[GuidBytes.Size..], version);

        using var key = new Scratch(stackalloc byte[SymmetricKey.Size]);
        KeyOf(Labels.Repeat).CopyTo(key.Bytes);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Bytes);
        hmac.AppendData(start);
        hmac.AppendData(plaintext);
        return hmac.GetHashAndReset();
    }

    /// <summary>Recognises a file that is here already: HMAC("diary.v1.media-content" key, SHA-256 | bytes (8)), 32 bytes.</summary>
    /// <param name="sha256">The hash of its plaintext.</param>
    /// <param name="sizeBytes">The length of its plaintext.</param>
    public byte[] MediaToken(ReadOnlySpan<byte> sha256, long sizeBytes)
    {
        Span<byte> size = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(size, sizeBytes);
        return Hmac(Labels.MediaContent, [.. sha256, .. size]);
    }

    /// <summary>Zeroes every derived key. Every later use throws.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            foreach (var key in keys.Values)
            {
                key.Dispose();
            }

            keys.Clear();
        }
    }

    private byte[] Hmac(string label, ReadOnlySpan<byte> message)
    {
        using var key = new Scratch(stackalloc byte[SymmetricKey.Size]);
        KeyOf(label).CopyTo(key.Bytes);
        return HMACSHA256.HashData(key.Bytes, message);
    }

    private SymmetricKey KeyOf(string label)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return keys.TryGetValue(label, out var key) ? key
                : keys[label] = indexRoot?.Derive(label) ?? throw new InvalidOperationException("An import has no such key.");
        }
    }
}
