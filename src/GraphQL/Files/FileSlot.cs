using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Diary.GraphQL.Files;

/// <summary>
/// The content of a file's slot: 0x01 | purpose (1) | protection (1) | bytes (8, big-endian) | SHA-256 (32) | blob id (16) | the content
/// key (32), or the note that holds it.
/// </summary>
internal static class FileSlot
{
    private const byte Version = 1;
    private const int HashAt = 3 + sizeof(long);
    private const int BlobAt = HashAt + SHA256.HashSizeInBytes;
    private const int Head = BlobAt + 16;

    public static byte[] Write(FileFacts facts, Guid blob, ReadOnlySpan<byte> key)
    {
        var slot = new byte[Head + key.Length];
        (slot[0], slot[1], slot[2]) = (Version, (byte)facts.Purpose, (byte)facts.Protection);
        BinaryPrimitives.WriteInt64BigEndian(slot.AsSpan(3), facts.SizeBytes);
        facts.Sha256.CopyTo(slot, HashAt);
        blob.TryWriteBytes(slot.AsSpan(BlobAt), bigEndian: true, out _);
        key.CopyTo(slot.AsSpan(Head));
        return slot;
    }

    public static (FileFacts Facts, Guid Blob, byte[] Key) Read(ReadOnlySpan<byte> slot, DateTimeOffset expiresAt) =>
        slot.Length > Head && slot[0] == Version
            ? (new FileFacts((FilePurpose)slot[1], (FileProtection)slot[2], BinaryPrimitives.ReadInt64BigEndian(slot[3..]),
                slot[HashAt..BlobAt].ToArray(), expiresAt), new Guid(slot[BlobAt..Head], bigEndian: true), slot[Head..].ToArray())
            : throw new InvalidDataException("A file's slot is of another form.");
}
