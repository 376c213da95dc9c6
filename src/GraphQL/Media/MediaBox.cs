using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Keys;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Media;

// The content of a file's slot: 0x01 | form (1: UCE, 2: E2E) | bytes (8, big-endian) | length (2) of the note | the note, which holds the
// content key, sealed to the account's public key | the facts as JSON, sealed under the content key. E2E: no note, and plain facts.
// Of a part's slot: 0x01 | blob id (16) | bytes (8).

/// <summary>What the vault has of a file: nothing of it but the size opens without its content key.</summary>
public sealed record SealedMedia(bool IsE2E, long SizeBytes, byte[] Note, byte[] Facts);

/// <summary>Where a part of a file lies.</summary>
/// <param name="Blob">Names the blob, and is the id that it is sealed under.</param>
/// <param name="SizeBytes">Of what its owner sent.</param>
internal readonly record struct MediaPart(Guid Blob, long SizeBytes);

/// <summary>Makes and reads the vault's records of files and their parts.</summary>
public sealed class MediaBox(SealedVault vault)
{
    private const byte Version = 1;
    private const byte Uce = 1;
    private const byte E2E = 2;
    private const int NoteAt = 2 + sizeof(long) + sizeof(ushort);
    private const int PartLength = 1 + 16 + sizeof(long);

    /// <summary>A file's record.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="media">Which.</param>
    /// <param name="sizeBytes">Its bytes.</param>
    /// <param name="facts">What is known of it.</param>
    /// <param name="contentKey">Its key; null for E2E.</param>
    internal Bytes Seal(AccountRow account, MediaId media, long sizeBytes, MediaFacts facts, MediaKey? contentKey)
    {
        var note = contentKey is null ? [] : SealedNote.Seal(AuditNotes.KeyOf(account), account.Id.Value, contentKey.Bytes);
        return Seal(account.Id, media, sizeBytes, note, facts, contentKey);
    }

    /// <summary>A record that says the same of a file but for the facts.</summary>
    internal Bytes Seal(AccountId account, MediaId media, SealedMedia before, MediaFacts facts, MediaKey contentKey) =>
        Seal(account, media, before.SizeBytes, before.Note, facts, contentKey);

    private Bytes Seal(AccountId account, MediaId media, long sizeBytes, byte[] note, MediaFacts facts, MediaKey? contentKey)
    {
        var json = PlainJson.Encode(facts, MediaFactsJson.Default.MediaFacts);
        var rest = contentKey is null ? json : SealedMediaFacts.Seal(contentKey.Symmetric, account.Value, media.Value, json);
        var content = new byte[NoteAt + note.Length + rest.Length];
        (content[0], content[1]) = (Version, contentKey is null ? E2E : Uce);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(2), sizeBytes);
        BinaryPrimitives.WriteUInt16BigEndian(content.AsSpan(NoteAt - sizeof(ushort)), (ushort)note.Length);
        note.CopyTo(content, NoteAt);
        rest.CopyTo(content, NoteAt + note.Length);
        var record = vault.Seal(account, Slot(media), content);
        CryptographicOperations.ZeroMemory(json);
        CryptographicOperations.ZeroMemory(content);
        return record;
    }

    /// <summary>What a record says.</summary>
    internal SealedMedia Open(AccountId account, MediaId media, ReadOnlySpan<byte> record)
    {
        var content = vault.Open(account, Slot(media), record);
        if (content.Length < NoteAt || content[0] != Version || content[1] is not (Uce or E2E))
        {
            throw new InvalidDataException("A file's slot is of another form.");
        }

        var end = NoteAt + BinaryPrimitives.ReadUInt16BigEndian(content.AsSpan(NoteAt - sizeof(ushort)));
        return new SealedMedia(
            content[1] == E2E, BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(2)), content[NoteAt..end], content[end..]);
    }

    /// <summary>A file's key, the caller's to dispose; null for E2E.</summary>
    /// <exception cref="CryptographicException">The note does not open for its owner.</exception>
    internal static MediaKey? KeyOf(SealedMedia media, UnlockedAccount owner) => media.IsE2E ? null
        : MediaKey.Take(owner.OpenNote(media.Note) ?? throw new CryptographicException("A file's key does not open for its owner."));

    /// <summary>What is known of a file.</summary>
    /// <exception cref="CryptographicException">The key is another's.</exception>
    internal static MediaFacts FactsOf(SealedMedia media, AccountId account, MediaId id, MediaKey? contentKey)
    {
        if (contentKey is null)
        {
            return JsonSerializer.Deserialize(media.Facts, MediaFactsJson.Default.MediaFacts)!;
        }

        if (!SealedMediaFacts.TryOpen(contentKey.Symmetric, account.Value, id.Value, media.Facts, out var json))
        {
            throw new CryptographicException("A file's facts do not open under its key.");
        }

        var facts = JsonSerializer.Deserialize(json, MediaFactsJson.Default.MediaFacts)!;
        CryptographicOperations.ZeroMemory(json);
        return facts;
    }

    /// <summary>A part's record.</summary>
    internal Bytes Seal(AccountId account, MediaId media, int number, MediaPart part)
    {
        var content = new byte[PartLength];
        content[0] = Version;
        part.Blob.TryWriteBytes(content.AsSpan(1), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(17), part.SizeBytes);
        return vault.Seal(account, PartSlot(media.Value, number), content);
    }

    /// <summary>What a part's record says.</summary>
    internal MediaPart Open(AccountId account, SlotId slot, ReadOnlySpan<byte> record) => Part(vault.Open(account, slot, record));

    /// <summary>The same of a part that is known by its number.</summary>
    internal MediaPart Open(AccountId account, MediaId media, int number, ReadOnlySpan<byte> record) =>
        Open(account, PartSlot(media.Value, number), record);

    /// <summary>The blobs that an account's files lie in.</summary>
    internal async Task<IEnumerable<Guid>> BlobsOf(AccountId account, CancellationToken cancellation) =>
        (await vault.OpenAll(account, SlotKind.MediaPart, cancellation)).Select(s => Part(s.Content).Blob);

    private static MediaPart Part(ReadOnlySpan<byte> content) => content.Length == PartLength && content[0] == Version
        ? new MediaPart(new Guid(content[1..17], bigEndian: true), BinaryPrimitives.ReadInt64BigEndian(content[17..]))
        : throw new InvalidDataException("A part's slot is of another form.");

    private static SlotId Slot(MediaId media) => new(SlotKind.Media, media.Value);

    private static SlotId PartSlot(Guid media, int number) => new(SlotKind.MediaPart, media, number);
}
