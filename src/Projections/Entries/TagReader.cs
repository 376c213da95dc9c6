using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Events;
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

    /// <summary>At most <paramref name="limit"/> entries that carry a tag, also in the trash, behind one of them.</summary>
    public async Task<IReadOnlyList<TagCarrier>> Carriers(
        AccountId account, Bytes token, TagCarrier? after, int limit, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT entry_id, in_trash, entry_date, sealed_name FROM read.entry_tags
            WHERE account_id = $1 AND token = $2 AND (in_trash, entry_date, entry_id) > ($3, $4, $5)
            ORDER BY in_trash, entry_date, entry_id LIMIT $6
            """,
            account.Value, token.ToArrayUnsafe(), after?.InTrash ?? false, after?.EntryDate ?? DateOnly.MinValue,
            after?.Entry.Value ?? Guid.Empty, limit);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var carriers = new List<TagCarrier>();
        while (await row.ReadAsync(cancellation))
        {
            carriers.Add(new TagCarrier(
                new EntryId(row.GetGuid(0)), row.GetBoolean(1), row.GetFieldValue<DateOnly>(2), new Bytes(row.GetFieldValue<byte[]>(3))));
        }

        return carriers;
    }

    /// <summary>The tags that entries were given from outside at these versions; a version that is no such is left out.</summary>
    public async Task<IReadOnlyDictionary<(EntryId Entry, int TaggedAt), ValueList<SealedTag>>> GivenAt(
        AccountId account, IReadOnlyCollection<(EntryId Entry, int TaggedAt)> versions, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT w.entry, w.at, e.bdata FROM unnest($2::uuid[], $3::text[], $4::int[]) w(entry, stream, at)
            JOIN events.mt_events e ON e.tenant_id = $1 AND e.stream_id = w.stream AND e.version = w.at WHERE e.type = $5
            """,
            account.ToString(), versions.Select(v => v.Entry.Value).ToArray(), versions.Select(v => StreamKey.Of(v.Entry).Value).ToArray(),
            versions.Select(v => v.TaggedAt).ToArray(), EventNames.All[typeof(EntryEvent.Tagged)]);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var given = new Dictionary<(EntryId, int), ValueList<SealedTag>>();
        while (await row.ReadAsync(cancellation))
        {
            var tagged = (EntryEvent.Tagged)EventEncoding.Instance.Deserialize(typeof(EntryEvent.Tagged), row.GetFieldValue<byte[]>(2));
            given[(new EntryId(row.GetGuid(0)), row.GetInt32(1))] = tagged.Tags;
        }

        return given;
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
