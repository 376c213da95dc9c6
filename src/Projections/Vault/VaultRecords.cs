using Npgsql;

namespace Diary.Projections.Vault;

/// <summary>
/// All records of the vault, table by table in the order of their keys, for sealing them again. They belong to all accounts: no client
/// is served from here.
/// </summary>
public sealed class VaultRecords(NpgsqlDataSource database)
{
    /// <summary>At most <paramref name="limit"/> records behind a key; from the beginning where it is null.</summary>
    public async Task<IReadOnlyList<VaultRow>> Read(
        VaultTable table, IReadOnlyList<object>? after, int limit, CancellationToken cancellation)
    {
        await using var command = database.Command(after is null ? table.First : table.Next, [limit, .. after ?? []]);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<VaultRow>();
        while (await reader.ReadAsync(cancellation))
        {
            var key = new object[table.KeyLength];
            for (var i = 0; i < key.Length; i++)
            {
                key[i] = reader.GetValue(i);
            }

            rows.Add(table.Row(key, reader.GetFieldValue<byte[]>(key.Length)));
        }

        return rows;
    }

    /// <summary>
    /// Puts fresh records in the place of those that were read, in one statement. What was destroyed or written anew since then is
    /// left as it is.
    /// </summary>
    /// <returns>How many took their place.</returns>
    public async Task<int> Replace(
        VaultTable table, IReadOnlyList<(VaultRow Row, byte[] Fresh)> records, CancellationToken cancellation)
    {
        var keys = Enumerable.Range(0, table.KeyLength).Select(column =>
        {
            var values = Array.CreateInstance(records[0].Row.Key[column].GetType(), records.Count);
            for (var i = 0; i < records.Count; i++)
            {
                values.SetValue(records[i].Row.Key[column], i);
            }

            return values;
        });
        await using var command = database.Command(
            table.Replace, [records.Select(r => r.Row.Record).ToArray(), records.Select(r => r.Fresh).ToArray(), .. keys]);
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
