using Diary.Domain;
using Npgsql;

namespace Diary.Projections.Entries;

/// <summary>Finds entries that came from elsewhere, by what they are recognised by.</summary>
public sealed class OriginReader(NpgsqlDataSource database)
{
    private const string Columns =
        """
        SELECT o.entry_id, e.version, o.item, o.match, o.seen, o.posted_at, o.removed_at
        FROM read.entry_origins o JOIN read.entries e USING (account_id, entry_id)
        """;

    /// <summary>Those that have one of these items, or match one of these.</summary>
    public Task<IReadOnlyList<OriginRow>> Known(
        AccountId account, IReadOnlyCollection<Bytes> items, IReadOnlyCollection<Bytes> matches, CancellationToken cancellation) =>
        Query($"{Columns} WHERE o.account_id = $1 AND o.item = ANY ($2) UNION {Columns} WHERE o.account_id = $1 AND o.match = ANY ($3)",
            [account.Value, Raw(items), Raw(matches)], cancellation);

    /// <summary>
    /// Those that the platform itself showed, posted after <paramref name="after"/> and not after <paramref name="upTo"/>, of which it is
    /// not known that they are gone there.
    /// </summary>
    public Task<IReadOnlyList<OriginRow>> Shown(
        AccountId account, DateTimeOffset after, DateTimeOffset upTo, int limit, CancellationToken cancellation) =>
        Query(
            $"""
            {Columns} WHERE o.account_id = $1 AND o.seen IS NOT NULL AND o.posted_at > $2 AND o.posted_at <= $3 AND o.removed_at IS NULL
            ORDER BY o.posted_at DESC LIMIT $4
            """, [account.Value, after, upTo, limit], cancellation);

    /// <summary>Those of some entries.</summary>
    public Task<IReadOnlyList<OriginRow>> Of(
        AccountId account, IReadOnlyCollection<EntryId> entries, CancellationToken cancellation) =>
        Query($"{Columns} WHERE o.account_id = $1 AND o.entry_id = ANY ($2)",
            [account.Value, entries.Select(e => e.Value).ToArray()], cancellation);

    private async Task<IReadOnlyList<OriginRow>> Query(string sql, IReadOnlyList<object> parameters, CancellationToken cancellation)
    {
        await using var command = database.Command(sql, parameters);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<OriginRow>();
        while (await row.ReadAsync(cancellation))
        {
            rows.Add(new OriginRow(new EntryId(row.GetGuid(0)), row.GetInt32(1), new Bytes(row.GetFieldValue<byte[]>(2)),
                Bytes(row, 3), Bytes(row, 4), row.GetFieldValue<DateTimeOffset>(5),
                await row.IsDBNullAsync(6, cancellation) ? null : row.GetFieldValue<DateTimeOffset>(6)));
        }

        return rows;
    }

    private static Bytes Bytes(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? Domain.Bytes.Empty : new Bytes(row.GetFieldValue<byte[]>(column));

    private static byte[][] Raw(IEnumerable<Bytes> tokens) => [.. tokens.Where(t => !t.IsEmpty).Select(t => t.ToArrayUnsafe())];
}

/// <summary>Where an entry came from.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Version">Its version.</param>
/// <param name="Item">Of its id there, or of all that an archive has of it.</param>
/// <param name="Match">Of its second and its text; empty where there is none.</param>
/// <param name="Seen">Of all that the platform showed of it; empty where an archive brought it.</param>
/// <param name="PostedAt">When it was posted there.</param>
/// <param name="RemovedAt">Since when it is gone there; null where that is not known.</param>
public sealed record OriginRow(
    EntryId Entry, int Version, Bytes Item, Bytes Match, Bytes Seen, DateTimeOffset PostedAt, DateTimeOffset? RemovedAt);
