using Diary.Domain;
using Diary.Domain.Entries;
using Npgsql;

namespace Diary.Projections.Entries;

/// <summary>Reads entries by their owner, without opening anything.</summary>
public sealed class EntryReader(NpgsqlDataSource database)
{
    internal const string Columns =
        "e.entry_id, e.version, e.sealed_at, e.entry_date, e.time_zone, e.source, e.created_at, e.updated_at, e.deleted_at, e.purge_at, "
        + "e.media";

    /// <summary>The entries of these ids that the account has, in no order; also those in the trash.</summary>
    public Task<IReadOnlyList<EntryRow>> Find(AccountId account, IReadOnlyCollection<EntryId> ids, CancellationToken cancellation) =>
        Query(
            $"SELECT {Columns} FROM read.entries e WHERE e.account_id = $1 AND e.entry_id = ANY ($2)",
            [account.Value, ids.Select(i => i.Value).ToArray()],
            cancellation);

    /// <summary>At most <paramref name="limit"/> entries of these days outside of the trash, newest day first.</summary>
    public Task<IReadOnlyList<EntryRow>> OnDays(
        AccountId account, IReadOnlyCollection<DateOnly> days, int limit, CancellationToken cancellation) =>
        Query(
            $"""
            SELECT {Columns} FROM unnest($2::date[]) w(day) CROSS JOIN LATERAL (
                SELECT * FROM read.entries e WHERE e.account_id = $1 AND e.deleted_at IS NULL AND e.entry_date = w.day
                ORDER BY e.entry_id DESC LIMIT $3
            ) e ORDER BY e.entry_date DESC, e.entry_id DESC LIMIT $3
            """,
            [account.Value, days.ToArray(), limit],
            cancellation);

    /// <summary>At most <paramref name="limit"/> entries behind a position, in the order asked for.</summary>
    public async Task<IReadOnlyList<EntryRow>> Page(
        AccountId account, EntryQuery query, EntryPosition? after, int limit, CancellationToken cancellation)
    {
        var selection = new EntrySelection(account, await RarestTagFirst(account, query, cancellation));
        return await Query(selection.Page(Columns, after, limit), selection.Parameters, cancellation);
    }

    /// <summary>The next <paramref name="limit"/> entries that an import brought, by id; also those in the trash.</summary>
    public Task<IReadOnlyList<EntryRow>> OfImport(
        AccountId account, Guid import, EntryId after, int limit, CancellationToken cancellation) =>
        Query(
            $"""
            SELECT {Columns} FROM read.entries e WHERE e.account_id = $1 AND e.import_id = $2 AND e.entry_id > $3
            ORDER BY e.entry_id LIMIT $4
            """, [account.Value, import, after.Value, limit], cancellation);

    /// <summary>The next <paramref name="limit"/> of all entries, by id; also those in the trash.</summary>
    public Task<IReadOnlyList<EntryRow>> All(AccountId account, EntryId after, int limit, CancellationToken cancellation) =>
        Query(
            $"SELECT {Columns} FROM read.entries e WHERE e.account_id = $1 AND e.entry_id > $2 ORDER BY e.entry_id LIMIT $3",
            [account.Value, after.Value, limit], cancellation);

    /// <summary>
    /// Which of these texts the account has already on the same day, outside the trash and not by <paramref name="import"/> itself.
    /// </summary>
    public async Task<HashSet<(DateOnly Day, Bytes Fingerprint)>> Duplicates(AccountId account, Guid import,
        IReadOnlyCollection<(DateOnly Day, Bytes Fingerprint)> texts, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT DISTINCT w.day, w.fingerprint FROM unnest($2::date[], $3::bytea[]) w(day, fingerprint)
            JOIN read.entries e ON e.account_id = $1 AND e.deleted_at IS NULL AND e.entry_date = w.day
                AND e.fingerprint = w.fingerprint AND e.import_id IS DISTINCT FROM $4
            """, account.Value, texts.Select(t => t.Day).ToArray(), texts.Select(t => t.Fingerprint.ToArrayUnsafe()).ToArray(), import);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var found = new HashSet<(DateOnly, Bytes)>();
        while (await row.ReadAsync(cancellation))
        {
            found.Add((row.GetFieldValue<DateOnly>(0), new Bytes(row.GetFieldValue<byte[]>(1))));
        }

        return found;
    }

    /// <summary>How many entries there are.</summary>
    public async Task<int> Count(AccountId account, EntryQuery query, CancellationToken cancellation)
    {
        var selection = new EntrySelection(account, await RarestTagFirst(account, query, cancellation));
        await using var command = database.Command(selection.Count(), selection.Parameters);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>
    /// Entries of all accounts whose time in the trash is over, oldest first: for the silo's own sweep, never for a client.
    /// </summary>
    public async Task<IReadOnlyList<(AccountId Owner, EntryId Entry)>> Expired(
        DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT account_id, entry_id FROM read.entries WHERE purge_at <= $1 ORDER BY purge_at LIMIT $2", [now, limit]);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var expired = new List<(AccountId, EntryId)>();
        while (await row.ReadAsync(cancellation))
        {
            expired.Add((new AccountId(row.GetGuid(0)), new EntryId(row.GetGuid(1))));
        }

        return expired;
    }

    /// <summary>
    /// The same query with the tag ahead that the fewest entries carry: each of these is looked at. Up to where it matters they are
    /// counted.
    /// </summary>
    private async Task<EntryQuery> RarestTagFirst(AccountId account, EntryQuery query, CancellationToken cancellation)
    {
        if (query.Tags.Count < 2)
        {
            return query;
        }

        await using var command = database.Command(
            """
            SELECT w.token FROM unnest($2::bytea[]) w(token) ORDER BY (
                SELECT count(*) FROM (
                    SELECT FROM read.entry_tags t WHERE t.account_id = $1 AND t.token = w.token AND t.in_trash = $3 LIMIT 1000
                ) carrying
            ) LIMIT 1
            """, account.Value, query.Tags.Select(t => t.ToArrayUnsafe()).ToArray(), query.InTrash);
        var rarest = new Bytes((byte[])(await command.ExecuteScalarAsync(cancellation))!);
        return query with { Tags = [rarest, .. query.Tags.Where(t => t != rarest)] };
    }

    private Task<IReadOnlyList<EntryRow>> Query(string sql, IReadOnlyList<object> parameters, CancellationToken cancellation) =>
        Query(database, sql, parameters, cancellation);

    internal static async Task<IReadOnlyList<EntryRow>> Query(
        NpgsqlDataSource database, string sql, IReadOnlyList<object> parameters, CancellationToken cancellation)
    {
        await using var command = database.Command(sql, parameters);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await Rows(row, cancellation);
    }

    /// <summary>All rows of a result that has <see cref="Columns"/>.</summary>
    internal static async Task<IReadOnlyList<EntryRow>> Rows(NpgsqlDataReader row, CancellationToken cancellation)
    {
        var rows = new List<EntryRow>();
        while (await row.ReadAsync(cancellation))
        {
            rows.Add(new EntryRow(
                new EntryId(row.GetGuid(0)), row.GetInt32(1), row.GetInt32(2), row.GetFieldValue<DateOnly>(3), row.GetString(4),
                (EntrySource)row.GetInt16(5), row.GetFieldValue<DateTimeOffset>(6), row.GetFieldValue<DateTimeOffset>(7), Time(row, 8),
                Time(row, 9), EntryRows.Media(row, 10)));
        }

        return rows;
    }

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
