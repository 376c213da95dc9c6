using Diary.Domain;
using Npgsql;

namespace Diary.Projections.Entries;

/// <summary>Reads what happened to entries, and how they stood at any version: many entries in one statement.</summary>
public sealed class HistoryReader(NpgsqlDataSource database)
{
    private const string Columns =
        "h.entry_id, h.version, h.kind, h.recorded_at, h.session_id, h.sealed_at, h.entry_date, h.time_zone, h.tagged_at, h.media";

    // Written, edited, restored, media attached or detached, imported: the kinds that make a new version of what can be seen.
    private const string IsRevision = "h.kind IN (1, 2, 3, 5, 6, 10)";

    /// <summary>At most <paramref name="limit"/> events of each entry below version <paramref name="before"/>, newest first.</summary>
    public Task<ILookup<EntryId, EntryEventRow>> History(
        AccountId account, IReadOnlyCollection<EntryId> entries, int? before, int limit, CancellationToken cancellation) =>
        Newest("true", account, entries, before, limit, cancellation);

    /// <summary>The same for the versions of the content only.</summary>
    public Task<ILookup<EntryId, EntryEventRow>> Revisions(
        AccountId account, IReadOnlyCollection<EntryId> entries, int? before, int limit, CancellationToken cancellation) =>
        Newest(IsRevision, account, entries, before, limit, cancellation);

    /// <summary>
    /// At most <paramref name="limit"/> versions of one entry above version <paramref name="after"/>, oldest first: those of the content,
    /// and those that gave it other tags.
    /// </summary>
    public async Task<IReadOnlyList<EntryEventRow>> Versions(
        AccountId account, EntryId entry, int after, int limit, CancellationToken cancellation)
    {
        await using var command = database.Command(
            $"""
            SELECT {Columns} FROM read.entry_events h WHERE h.account_id = $1 AND h.entry_id = $2 AND h.version > $3
                AND ({IsRevision} OR h.kind = 4)
            ORDER BY h.version LIMIT $4
            """, account.Value, entry.Value, after, limit);
        return await Read(command, cancellation);
    }

    /// <summary>How many versions of the content each entry has.</summary>
    public async Task<IReadOnlyDictionary<EntryId, int>> CountRevisions(
        AccountId account, IReadOnlyCollection<EntryId> entries, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT h.entry_id, count(*)::int FROM read.entry_events h WHERE h.account_id = $1 AND h.entry_id = ANY ($2) "
            + $"AND {IsRevision} GROUP BY 1",
            account.Value, Ids(entries));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var counts = new Dictionary<EntryId, int>();
        while (await row.ReadAsync(cancellation))
        {
            counts[new EntryId(row.GetGuid(0))] = row.GetInt32(1);
        }

        return counts;
    }

    /// <summary>How entries stood at these versions; a version that none has is left out.</summary>
    public async Task<IReadOnlyList<EntryEventRow>> At(
        AccountId account, IReadOnlyCollection<(EntryId Entry, int Version)> versions, CancellationToken cancellation)
    {
        await using var command = database.Command(
            $"""
            SELECT {Columns} FROM unnest($2::uuid[], $3::int[]) w(entry, at)
            JOIN read.entry_events h ON h.account_id = $1 AND h.entry_id = w.entry AND h.version = w.at
            """,
            account.Value, versions.Select(v => v.Entry.Value).ToArray(), versions.Select(v => v.Version).ToArray());
        return await Read(command, cancellation);
    }

    private async Task<ILookup<EntryId, EntryEventRow>> Newest(
        string condition, AccountId account, IReadOnlyCollection<EntryId> entries, int? before, int limit, CancellationToken cancellation)
    {
        await using var command = database.Command(
            $"""
            SELECT {Columns} FROM unnest($2::uuid[]) w(entry) CROSS JOIN LATERAL (
                SELECT * FROM read.entry_events h WHERE h.account_id = $1 AND h.entry_id = w.entry AND h.version < $3 AND {condition}
                ORDER BY h.version DESC LIMIT $4
            ) h
            """,
            account.Value, Ids(entries), before ?? int.MaxValue, limit);
        return (await Read(command, cancellation)).ToLookup(e => e.Entry);
    }

    private static Guid[] Ids(IReadOnlyCollection<EntryId> entries) => [.. entries.Select(e => e.Value)];

    private static async Task<IReadOnlyList<EntryEventRow>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<EntryEventRow>();
        while (await row.ReadAsync(cancellation))
        {
            rows.Add(new EntryEventRow(
                new EntryId(row.GetGuid(0)), row.GetInt32(1), (EntryEventKind)row.GetInt16(2), row.GetFieldValue<DateTimeOffset>(3),
                row.IsDBNull(4) ? null : new SessionId(row.GetGuid(4)), row.GetInt32(5), row.GetFieldValue<DateOnly>(6), row.GetString(7),
                row.IsDBNull(8) ? null : row.GetInt32(8), EntryRows.Media(row, 9)));
        }

        return rows;
    }
}
