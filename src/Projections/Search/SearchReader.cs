using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Entries;
using Npgsql;

namespace Diary.Projections.Search;

/// <summary>
/// Finds entries by blind terms. A condition on terms is the text of a <c>tsquery</c> whose words are terms in quotes; whoever makes it
/// knows the words behind them, and the database does not.
/// </summary>
public sealed class SearchReader(NpgsqlDataSource database)
{
    /// <summary>
    /// The quarters that the account has entries in, newest first, each by a day of an entry in it: terms have other keys in each.
    /// </summary>
    /// <param name="account">Whose.</param>
    /// <param name="selection">Of its filters, those of days and of the trash.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<DateOnly>> Quarters(
        AccountId account, EntryQuery selection, int limit, CancellationToken cancellation)
    {
        // From each quarter's last entry to the last one before the quarter: a step down the index for each, whatever lies between.
        var rows = $"FROM read.entries WHERE account_id = $1 AND deleted_at IS {(selection.InTrash ? "NOT NULL" : "NULL")} "
            + "AND entry_date >= $2 AND entry_date";
        await using var command = database.Command(
            $"""
            WITH RECURSIVE newest(day) AS (
                (SELECT entry_date {rows} <= $3 ORDER BY entry_date DESC LIMIT 1)
                UNION ALL
                SELECT (SELECT entry_date {rows} < date_trunc('quarter', newest.day::timestamp)::date ORDER BY entry_date DESC LIMIT 1)
                FROM newest WHERE day IS NOT NULL)
            SELECT day FROM newest WHERE day IS NOT NULL LIMIT $4
            """,
            account.Value, selection.From ?? DateOnly.MinValue, selection.To ?? DateOnly.MaxValue, limit);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var days = new List<DateOnly>();
        while (await row.ReadAsync(cancellation))
        {
            days.Add(row.GetFieldValue<DateOnly>(0));
        }

        return days;
    }

    /// <summary>Where the account's entries are from; the diary itself always among them.</summary>
    public async Task<IReadOnlyList<EntrySource>> Sources(AccountId account, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT source FROM unnest(array[1, 2, 3]::smallint[]) s(source) WHERE source = 1 OR EXISTS (
                SELECT FROM read.entries e WHERE e.account_id = $1 AND e.source = s.source AND e.source <> 1)
            """, account.Value);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var sources = new List<EntrySource>();
        while (await row.ReadAsync(cancellation))
        {
            sources.Add((EntrySource)row.GetInt16(0));
        }

        return sources;
    }

    /// <summary>The newest entries whose terms match, by day and id, at most <paramref name="limit"/> behind a position.</summary>
    public Task<IReadOnlyList<EntryRow>> Newest(
        AccountId account, string terms, EntryQuery selection, EntryPosition? after, int limit, CancellationToken cancellation)
    {
        if (!IsPlain(selection))
        {
            return Page(new EntrySelection(account, selection).Matching(terms), after, limit, cancellation);
        }

        var parameters = new List<object> { account.Value };
        var matching = Matching(terms, selection, parameters);
        if (after is not null)
        {
            parameters.AddRange([after.EntryDate, after.Id.Value]);
            matching += $" AND (t.entry_date, t.entry_id) < (${parameters.Count - 1}, ${parameters.Count})";
        }

        parameters.Add(limit);
        return Run(
            $"""
            SELECT {EntryReader.Columns}
            FROM (SELECT t.account_id, t.entry_id {matching} ORDER BY t.entry_date DESC, t.entry_id DESC LIMIT ${parameters.Count}) m
            JOIN read.entries e ON e.account_id = m.account_id AND e.entry_id = m.entry_id
            ORDER BY e.entry_date DESC, e.entry_id DESC
            """,
            parameters, EntryReader.Rows, cancellation);
    }

    /// <summary>How many entries match, counted up to a bound.</summary>
    public async Task<int> Count(AccountId account, string terms, EntryQuery selection, int most, CancellationToken cancellation)
    {
        string sql;
        IReadOnlyList<object> parameters;
        if (IsPlain(selection))
        {
            var given = new List<object> { account.Value };
            sql = $"SELECT count(*)::int FROM (SELECT {Matching(terms, selection, given)} LIMIT ${given.Count + 1}) m";
            parameters = [.. given, most];
        }
        else
        {
            var matching = new EntrySelection(account, selection).Matching(terms);
            (sql, parameters) = (matching.Count(most), matching.Parameters);
        }

        return (await Run(sql, parameters, Numbers, cancellation))[0];
    }

    /// <summary>
    /// The newest entries whose terms do not match, in the order of their days; all where there is no condition.
    /// </summary>
    public Task<IReadOnlyList<EntryRow>> NewestWithout(
        AccountId account, string? terms, EntryQuery selection, int limit, CancellationToken cancellation)
    {
        var all = new EntrySelection(account, selection);
        return Page(terms is null ? all : all.NotMatching(terms), after: null, limit, cancellation);
    }

    /// <summary>How many entries outside the trash match each of some conditions, in their order; each counted up to a bound.</summary>
    public Task<IReadOnlyList<int>> Counts(
        AccountId account, IReadOnlyList<string> terms, int most, CancellationToken cancellation) => Run(
            """
            SELECT (SELECT count(*)::int FROM (
                SELECT FROM read.entry_terms t
                WHERE t.account_id IS NOT DISTINCT FROM $1 AND t.terms @@ q.terms::tsquery AND NOT t.in_trash LIMIT $3) m)
            FROM unnest($2::text[]) WITH ORDINALITY q(terms, number) ORDER BY q.number
            """,
            [account.Value, terms.ToArray(), most], Numbers, cancellation);

    /// <summary>
    /// Runs a statement that the index of terms is to serve. The planner thinks little of what it costs to read a row's terms, which lie
    /// apart, and much of looking up a hundred of them: left alone it reads all rows. So scans are off, and the account is compared in a
    /// way that no other index serves: terms are made under its own keys, and what they find is hardly ever another's.
    /// </summary>
    private async Task<IReadOnlyList<T>> Run<T>(string sql, IReadOnlyList<object> parameters,
        Func<NpgsqlDataReader, CancellationToken, Task<IReadOnlyList<T>>> read, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch(); // one transaction
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('enable_seqscan', 'off', true)"));
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Bind(parameters);
        batch.BatchCommands.Add(command);
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        await row.NextResultAsync(cancellation);
        return await read(row, cancellation);
    }

    private static async Task<IReadOnlyList<int>> Numbers(NpgsqlDataReader row, CancellationToken cancellation)
    {
        var numbers = new List<int>();
        while (await row.ReadAsync(cancellation))
        {
            numbers.Add(row.GetInt32(0));
        }

        return numbers;
    }

    /// <summary>Whether the terms' own table has all that is asked for.</summary>
    private static bool IsPlain(EntryQuery selection) => selection is { Source: null, Mood: null, Tags.Count: 0, HasMedia: null };

    private static string Matching(string terms, EntryQuery selection, List<object> parameters)
    {
        var matching = "FROM read.entry_terms t WHERE t.account_id IS NOT DISTINCT FROM $1 "
            + $"AND {(selection.InTrash ? "" : "NOT ")}t.in_trash";
        if (selection.From is { } first)
        {
            parameters.Add(first);
            matching += $" AND t.entry_date >= ${parameters.Count}";
        }

        if (selection.To is { } last)
        {
            parameters.Add(last);
            matching += $" AND t.entry_date <= ${parameters.Count}";
        }

        parameters.Add(terms);
        return $"{matching} AND t.terms @@ ${parameters.Count}::tsquery";
    }

    private Task<IReadOnlyList<EntryRow>> Page(
        EntrySelection selection, EntryPosition? after, int limit, CancellationToken cancellation)
    {
        var sql = selection.Page(EntryReader.Columns, after, limit);
        return Run(sql, selection.Parameters, EntryReader.Rows, cancellation);
    }
}
