using Diary.Domain;
using Diary.Domain.Entries;
using Npgsql;

namespace Diary.Projections.Entries;

/// <summary>Reads entries by their owner, without opening anything.</summary>
public sealed class EntryReader(NpgsqlDataSource database)
{
    private const string Columns =
        "e.entry_id, e.version, e.sealed_at, e.entry_date, e.time_zone, e.source, e.created_at, e.updated_at, e.deleted_at, e.purge_at";

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
    public Task<IReadOnlyList<EntryRow>> Page(
        AccountId account, EntryQuery query, EntryPosition? after, int limit, CancellationToken cancellation)
    {
        var parameters = new List<object> { account.Value };
        var where = Where(query, parameters);
        var key = query.Order == EntryOrder.UpdatedAtDesc ? "updated_at" : "entry_date";
        var (sign, direction) = query.Order == EntryOrder.EntryDateAsc ? (">", "ASC") : ("<", "DESC");
        if (after is not null)
        {
            parameters.Add(query.Order == EntryOrder.UpdatedAtDesc ? after.UpdatedAt : after.EntryDate);
            parameters.Add(after.Id.Value);
            where += $" AND (e.{key}, e.entry_id) {sign} (${parameters.Count - 1}, ${parameters.Count})";
        }

        parameters.Add(limit);
        return Query(
            $"SELECT {Columns} FROM read.entries e {where} ORDER BY e.{key} {direction}, e.entry_id {direction} LIMIT ${parameters.Count}",
            parameters,
            cancellation);
    }

    /// <summary>How many entries there are.</summary>
    public async Task<int> Count(AccountId account, EntryQuery query, CancellationToken cancellation)
    {
        var parameters = new List<object> { account.Value };
        await using var command = database.Command($"SELECT count(*)::int FROM read.entries e {Where(query, parameters)}", parameters);
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

    private static string Where(EntryQuery query, List<object> parameters)
    {
        var where = $"WHERE e.account_id = $1 AND e.deleted_at IS {(query.InTrash ? "NOT NULL" : "NULL")}";
        Add("e.entry_date >= ", query.From);
        Add("e.entry_date <= ", query.To);
        Add("e.mood = ", query.Mood?.ToArrayUnsafe());
        if (query.Source is { } source)
        {
            Add(source == EntrySource.Diary ? "e.source = " : "e.source <> 1 AND e.source = ", (short)source); // <> 1: the partial index
        }

        foreach (var tag in query.Tags)
        {
            Add("EXISTS (SELECT FROM read.entry_tags t WHERE t.account_id = $1 AND t.entry_id = e.entry_id "
                + $"AND {(query.InTrash ? "" : "NOT ")}t.in_trash "
                + "AND t.token = ", tag.ToArrayUnsafe(), ")");
        }

        return where;

        void Add(string condition, object? value, string end = "")
        {
            if (value is not null)
            {
                parameters.Add(value);
                where += $" AND {condition}${parameters.Count}{end}";
            }
        }
    }

    private async Task<IReadOnlyList<EntryRow>> Query(string sql, IReadOnlyList<object> parameters, CancellationToken cancellation)
    {
        await using var command = database.Command(sql, parameters);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<EntryRow>();
        while (await row.ReadAsync(cancellation))
        {
            rows.Add(new EntryRow(
                new EntryId(row.GetGuid(0)), row.GetInt32(1), row.GetInt32(2), row.GetFieldValue<DateOnly>(3), row.GetString(4),
                (EntrySource)row.GetInt16(5), row.GetFieldValue<DateTimeOffset>(6), row.GetFieldValue<DateTimeOffset>(7), Time(row, 8),
                Time(row, 9)));
        }

        return rows;
    }

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
