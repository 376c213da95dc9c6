using System.Buffers.Binary;

namespace Diary.GraphQL.Erasure;

/// <summary>What an erasure receipt says. Its bytes are what is signed (docs/receipts.md).</summary>
/// <param name="Account">Whose keys were destroyed.</param>
/// <param name="Entry">The entry that was purged; null where the whole account was deleted.</param>
/// <param name="KeysDestroyed">How many keys.</param>
/// <param name="At">When they were gone from the running system; whole milliseconds.</param>
/// <param name="VaultTurnsAt">When they will be gone from every earlier copy of it; whole milliseconds.</param>
public sealed record ErasureStatement(Guid Account, Guid? Entry, int KeysDestroyed, DateTimeOffset At, DateTimeOffset VaultTurnsAt)
{
    /// <summary>The length in bytes.</summary>
    public const int Length = 16 + 16 + 16 + sizeof(int) + (2 * sizeof(long));

    /// <summary>
    /// "diary.v1.receipt" (ASCII) | account id (16) | entry id, or zeros (16) | keys destroyed (4) | at (8) | vault turns at (8): ids in
    /// RFC 9562 order, numbers big-endian, times in milliseconds since 1970.
    /// </summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        "diary.v1.receipt"u8.CopyTo(bytes);
        Account.TryWriteBytes(bytes.AsSpan(16), bigEndian: true, out _);
        (Entry ?? Guid.Empty).TryWriteBytes(bytes.AsSpan(32), bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(48), KeysDestroyed);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(52), At.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(60), VaultTurnsAt.ToUnixTimeMilliseconds());
        return bytes;
    }
}
