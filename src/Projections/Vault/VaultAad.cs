using System.Buffers.Binary;
using System.Text;
using Diary.Domain;

namespace Diary.Projections.Vault;

/// <summary>
/// What a vault record is bound to when it is sealed: its table and its key, so that no record can stand in another's place.
/// </summary>
public static class VaultAad
{
    /// <summary>Of a capsule.</summary>
    public static byte[] EntryKey(AccountId account, EntryId entry, int version) =>
        Bind("entry_keys", account.Value, entry.Value, 0, version);

    /// <summary>Of a key slot.</summary>
    public static byte[] Slot(AccountId account, SlotId slot) => Bind("key_slots", account.Value, slot.Id, (int)slot.Kind, slot.Generation);

    /// <summary>Of one of the server's own secrets.</summary>
    public static byte[] ServerKey(string purpose, Guid keyId) =>
        [.. Encoding.ASCII.GetBytes($"server_keys|{purpose}|"), .. keyId.ToByteArray(bigEndian: true)];

    private static byte[] Bind(string table, Guid account, Guid record, int kind, int version)
    {
        var aad = new byte[table.Length + 40];
        Encoding.ASCII.GetBytes(table, aad);
        account.TryWriteBytes(aad.AsSpan(table.Length), bigEndian: true, out _);
        record.TryWriteBytes(aad.AsSpan(table.Length + 16), bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(aad.AsSpan(table.Length + 32), kind);
        BinaryPrimitives.WriteInt32BigEndian(aad.AsSpan(table.Length + 36), version);
        return aad;
    }
}
