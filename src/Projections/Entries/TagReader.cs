using Diary.Domain;
using Npgsql;

namespace Diary.Projections.Entries;

/// <summary>Reads tags, their names sealed.</summary>
public sealed class TagReader(NpgsqlDataSource database)
{
    /// <summary>
    /// All tags of the account that an entry outside the trash carries, most used first, each as the entry that changed last spells it.
    /// </summary>
    public async Task<IReadOnlyList<TagRow>> All(AccountId account, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            WITH counted AS (
                SELECT token, count(*)::int AS entries FROM read.entry_tags WHERE account_id = $1 AND NOT in_trash
                GROUP BY token ORDER BY entries DESC, token LIMIT 10000
            )
            SELECT token, sealed_name, entries FROM counted c CROSS JOIN LATERAL (
                SELECT sealed_name FROM read.entry_tags t WHERE t.account_id = $1 AND t.token = c.token AND NOT t.in_trash
                ORDER BY t.updated_at DESC, t.entry_id DESC LIMIT 1
            ) spelt ORDER BY entries DESC, token
            """, account.Value);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var tags = new List<TagRow>();
        while (await row.ReadAsync(cancellation))
        {
            tags.Add(new TagRow(new Bytes(row.GetFieldValue<byte[]>(0)), new Bytes(row.GetFieldValue<byte[]>(1)), row.GetInt32(2)));
        }

        return tags;
    }

    /// <summary>How many entries outside the trash carry each of these tags; one that none carries is left out.</summary>
    public async Task<IReadOnlyDictionary<Bytes, int>> Counts(
        AccountId account, IReadOnlyCollection<Bytes> tokens, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT token, count(*)::int FROM read.entry_tags WHERE account_id = $1 AND token = ANY ($2) AND NOT in_trash GROUP BY token",
            account.Value, tokens.Select(t => t.ToArrayUnsafe()).ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var counts = new Dictionary<Bytes, int>();
        while (await row.ReadAsync(cancellation))
        {
            counts[new Bytes(row.GetFieldValue<byte[]>(0))] = row.GetInt32(1);
        }

        return counts;
    }

    /// <summary>The tags of each of these entries, in the order in which they were given.</summary>
    public async Task<ILookup<EntryId, EntryTagRow>> Of(
        AccountId account, IReadOnlyCollection<EntryId> entries, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT entry_id, token, sealed_name FROM read.entry_tags WHERE account_id = $1 AND entry_id = ANY ($2) "
            + "ORDER BY entry_id, position",
            account.Value, entries.Select(e => e.Value).ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var tags = new List<(EntryId Entry, EntryTagRow Tag)>();
        while (await row.ReadAsync(cancellation))
        {
            tags.Add((new EntryId(row.GetGuid(0)),
                new EntryTagRow(new Bytes(row.GetFieldValue<byte[]>(1)), new Bytes(row.GetFieldValue<byte[]>(2)))));
        }

        return tags.ToLookup(t => t.Entry, t => t.Tag);
    }
}
