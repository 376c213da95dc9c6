using Diary.Domain;

namespace Diary.Projections.Vault;

/// <summary>One of the vault's tables: its key, in the order of its index, and what its records are bound to.</summary>
public sealed class VaultTable
{
    /// <summary>Capsules.</summary>
    public static readonly VaultTable EntryKeys = new("entry_keys", key =>
        VaultAad.EntryKey(new AccountId((Guid)key[0]), new EntryId((Guid)key[1]), (int)key[2]),
        ("account_id", "uuid"), ("entry_id", "uuid"), ("version", "int"));

    /// <summary>Key slots.</summary>
    public static readonly VaultTable KeySlots = new("key_slots", key =>
        VaultAad.Slot(new AccountId((Guid)key[0]), new SlotId((SlotKind)(short)key[1], (Guid)key[2], (int)key[3])),
        ("account_id", "uuid"), ("kind", "smallint"), ("slot_id", "uuid"), ("generation", "int"));

    /// <summary>The server's own secrets.</summary>
    public static readonly VaultTable ServerKeys = new("server_keys", key =>
        VaultAad.ServerKey((string)key[0], (Guid)key[1]), ("purpose", "text"), ("key_id", "uuid"));

    /// <summary>Every table of the vault that holds records.</summary>
    public static readonly IReadOnlyList<VaultTable> All = [ServerKeys, KeySlots, EntryKeys];

    private readonly Func<object[], byte[]> _aad;

    private VaultTable(string name, Func<object[], byte[]> aad, params (string Name, string Type)[] key)
    {
        (Name, _aad) = (name, aad);
        var columns = string.Join(", ", key.Select(k => k.Name));
        KeyLength = key.Length;
        First = $"SELECT {columns}, record FROM vault.{name} ORDER BY {columns} LIMIT $1";
        Next = $"SELECT {columns}, record FROM vault.{name} WHERE ({columns}) > ({string.Join(", ", key.Select((_, i) => $"${i + 2}"))}) "
            + $"ORDER BY {columns} LIMIT $1";
        Replace = $"UPDATE vault.{name} t SET record = w.fresh "
            + $"FROM unnest({string.Join(", ", key.Select((k, i) => $"${i + 3}::{k.Type}[]"))}, $1::bytea[], $2::bytea[]) "
            + $"w({columns}, stale, fresh) "
            + $"WHERE t.record = w.stale AND {string.Join(" AND ", key.Select(k => $"t.{k.Name} = w.{k.Name}"))}";
    }

    /// <summary>Its name in the schema <c>vault</c>.</summary>
    public string Name { get; }

    internal int KeyLength { get; }

    internal string First { get; }

    internal string Next { get; }

    internal string Replace { get; }

    internal VaultRow Row(object[] key, byte[] record) => new(key, record, _aad(key));
}

/// <summary>A record of the vault, wherever it lies.</summary>
/// <param name="Key">Its key in its table.</param>
/// <param name="Record">The sealed bytes.</param>
/// <param name="Aad">What it is bound to.</param>
public sealed record VaultRow(IReadOnlyList<object> Key, byte[] Record, byte[] Aad);
