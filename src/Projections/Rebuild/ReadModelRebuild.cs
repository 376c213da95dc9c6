using Diary.Projections.Schema;
using Npgsql;

namespace Diary.Projections.Rebuild;

/// <summary>
/// Makes read models anew from events while silos run. Events are replayed into tables aside, in rounds, until few are left; one short
/// transaction then keeps writers waiting, replays these few, and puts the new tables in the place of the old ones, under their names.
/// Whatever ends a rebuild before that transaction commits leaves the live tables as they were, and the next rebuild starts afresh.
/// </summary>
public sealed class ReadModelRebuild(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Where the new tables grow.</summary>
    internal const string Shadow = "read_rebuild";

    private const long LockKey = 0x44_49_41_52_59_02; // "DIARY", 2
    private const int FewEvents = 500;
    private const int MostRounds = 50;
    private const int MostSwaps = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Called when all but the last few events are replayed, before each try to swap: for tests.</summary>
    internal Func<Task> BeforeSwap { get; init; } = () => Task.CompletedTask;

    /// <summary>Rebuilds.</summary>
    /// <param name="models">Which.</param>
    /// <param name="cancellation">Gives up; the live tables stay.</param>
    /// <returns>How many events were replayed.</returns>
    /// <exception cref="RebuildException">Another rebuild runs, or the live tables could not be had for a moment.</exception>
    /// <exception cref="ReplayException">An event cannot be replayed.</exception>
    public async Task<long> Run(IReadOnlyCollection<ReadModel> models, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (!await TryLock(connection, cancellation))
        {
            throw new RebuildException("Another rebuild is running.");
        }

        try
        {
            return await Run(connection, models, cancellation);
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await connection.Execute(
                    $"DROP SCHEMA IF EXISTS {Shadow} CASCADE; SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
            }
        }
    }

    private async Task<long> Run(NpgsqlConnection connection, IReadOnlyCollection<ReadModel> models, CancellationToken cancellation)
    {
        // A killed one's remains go first.
        await connection.Execute($"DROP SCHEMA IF EXISTS {Shadow} CASCADE; SET synchronous_commit = off", cancellation);
        await DiarySchema.ApplyReadModels(connection, Shadow, cancellation);
        var replay = new EventReplay(connection, Shadow, models);
        var tables = models.SelectMany(m => m.Tables).Select(t => t.Name).ToList();
        long settled = 0, all = 0;
        for (var round = 1; ; round++)
        {
            var upTo = await EventNumbers.Settled(connection, clock, cancellation);
            var replayed = await Replay(replay, settled, upTo, cancellation);
            (settled, all) = (upTo, all + replayed);
            if (replayed <= FewEvents || round == MostRounds)
            {
                break;
            }
        }

        await connection.Execute(string.Concat(tables.Select(t => $"ANALYZE {Shadow}.{t};")), cancellation);
        for (var attempt = 1; ; attempt++)
        {
            await BeforeSwap();
            try
            {
                return all + await Swap(connection, replay, tables, settled, cancellation);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                if (attempt == MostSwaps)
                {
                    throw new RebuildException("The tables are in use for too long: a query or a backup holds them. Try again later.", e);
                }

                await Task.Delay(Pause, clock, cancellation);
            }
        }
    }

    private static async Task<long> Swap(
        NpgsqlConnection connection, EventReplay replay, List<string> tables, long settled, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Writers append their event first. With the event table locked, those that are under way end and others wait, holding nothing
        // that is locked next: no deadlock. A reader that takes too long makes us give way, so that nobody waits behind us for it.
        await connection.Execute(
            $"""
            SET LOCAL lock_timeout = '2s';
            SET LOCAL synchronous_commit = on;
            LOCK TABLE {EventStore.Schema}.mt_events IN SHARE ROW EXCLUSIVE MODE;
            LOCK TABLE {string.Join(", ", tables.Select(t => $"{ReadModelProjection.Live}.{t}"))} IN ACCESS EXCLUSIVE MODE;
            """, cancellation);
        var replayed = await Replay(replay, settled, long.MaxValue, cancellation);
        await connection.Execute(
            string.Concat(tables.Select(t =>
                $"DROP TABLE {ReadModelProjection.Live}.{t}; ALTER TABLE {Shadow}.{t} SET SCHEMA {ReadModelProjection.Live};")),
            cancellation);
        await transaction.CommitAsync(cancellation);
        return replayed;
    }

    private static async Task<long> Replay(EventReplay replay, long after, long upTo, CancellationToken cancellation)
    {
        long count = 0;
        while (await replay.Read(after, upTo, cancellation) is { Count: > 0 } events)
        {
            await replay.Apply(events, cancellation);
            (after, count) = (events[^1].Number, count + events.Count);
        }

        return count;
    }

    private static async Task<bool> TryLock(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({LockKey})", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}

/// <summary>A rebuild that did not take place; the message is one line for the operator.</summary>
public sealed class RebuildException(string message, Exception? inner = null) : Exception(message, inner);
