using Diary.Domain;
using Diary.Projections.Entries;
using Npgsql;

namespace Diary.Projections.Changes;

/// <summary>
/// Reads what happened to an account's entries in the order of the events' numbers, so that whoever goes on after the last number that it
/// saw misses nothing and sees nothing twice. Numbers are drawn before their transaction commits, so that a low one could appear after a
/// high one. Hence whoever draws shares a lock on the account until the commit, and a read takes it alone first: then all numbers that
/// were drawn for the account are settled, and all that will be are higher.
/// </summary>
public sealed class ChangeReader(NpgsqlDataSource database)
{
    // A commit takes milliseconds. One that hangs, as that of a silo which was stopped by a signal, must not hold up readers for ever, nor
    // the writers that queue behind them.
    private const string Patience = "SELECT set_config('lock_timeout', '2s', true)";

    // An entry's stream is named by its UUID and nothing else; names of other streams, and of Marten's tombstones, have other lengths.
    private const string OfEntries = "FROM events.mt_events e WHERE e.tenant_id = $1 AND length(e.stream_id) = 36";

    /// <summary>
    /// At most <paramref name="limit"/> changes with numbers above <paramref name="after"/>, lowest first; from 0 on, all that ever were.
    /// </summary>
    /// <exception cref="PostgresException"><c>lock_not_available</c>: a commit of this account hangs; try again.</exception>
    public Task<IReadOnlyList<ChangeRow>> After(AccountId account, long after, int limit, CancellationToken cancellation) => Read(
        account,
        $"SELECT e.seq_id, e.stream_id, e.version, e.type {OfEntries} AND e.seq_id > $2 ORDER BY e.seq_id LIMIT $3",
        [account.ToString(), after, limit],
        row => new ChangeRow(row.GetInt64(0), new EntryId(Guid.ParseExact(row.GetString(1), "D")), checked((int)row.GetInt64(2)),
            EntryEventKinds.Of(row.GetString(3))),
        cancellation);

    /// <summary>The number to go on after for whoever wants to know only what happens from now on.</summary>
    /// <exception cref="PostgresException"><c>lock_not_available</c>: a commit of this account hangs; try again.</exception>
    public async Task<long> Latest(AccountId account, CancellationToken cancellation) =>
        await Read(
            account, $"SELECT e.seq_id {OfEntries} ORDER BY e.seq_id DESC LIMIT 1", [account.ToString()], row => row.GetInt64(0),
            cancellation) is [var latest] ? latest : 0;

    /// <summary>One transaction: the last statement's snapshot comes after the lock.</summary>
    private async Task<IReadOnlyList<T>> Read<T>(
        AccountId account, string sql, object[] parameters, Func<NpgsqlDataReader, T> map, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Patience));
        var (take, key) = AccountLock.Take(account);
        Add(batch, Sql.Numbered(take), key);
        Add(batch, sql, parameters);
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        await row.NextResultAsync(cancellation);
        await row.NextResultAsync(cancellation);
        var rows = new List<T>();
        while (await row.ReadAsync(cancellation))
        {
            rows.Add(map(row));
        }

        return rows;
    }

    private static void Add(NpgsqlBatch batch, string sql, object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Bind(parameters);
        batch.BatchCommands.Add(command);
    }
}

/// <summary>One thing that happened to an entry.</summary>
/// <param name="Number">Its place among all events of all accounts; never told to clients as it is.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Version">The version that it made.</param>
/// <param name="Kind">What it was.</param>
public sealed record ChangeRow(long Number, EntryId Entry, int Version, EntryEventKind Kind);
