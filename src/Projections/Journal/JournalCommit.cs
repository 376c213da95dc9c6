using Diary.Domain;
using Diary.Projections.Changes;
using Diary.Projections.Vault;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Diary.Projections.Journal;

/// <summary>
/// Commits a batch of appends. One that conflicts must not fail its neighbours: the batch is halved until the guilty one stands alone.
/// A commit whose reply was lost is tried again, and what its first try did is read from the stream, never guessed.
/// </summary>
public sealed partial class JournalCommit(
    IDocumentStore store, EventReader streams, ChangeHints hints, JournalOptions options, TimeProvider clock, ILogger<JournalCommit> log)
{
    /// <summary>Tells every caller how its append ended; false where the database did not answer, and they still wait.</summary>
    internal async Task<bool> Run(IReadOnlyList<Waiting> batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Commit(batch);
                return true;
            }
            catch (Exception e) when (Verdict(e) == Fault.Lost)
            {
                LogLost(batch.Count, attempt, e.GetType().Name);
                if (attempt == options.Attempts)
                {
                    return false;
                }

                await Task.Delay(options.RetryDelay * attempt, clock);
            }
            catch (Exception e)
            {
                // A bug, but not the end of this writer: appends that nobody takes would wait for ever.
                Tell(batch, w => w.TrySetException(e));
                return true;
            }
        }
    }

    private async Task Commit(IReadOnlyList<Waiting> batch)
    {
        try
        {
            await Save(batch);
            Tell(batch, w => w.TrySetResult(AppendOutcome.Done));
        }
        catch (Exception e) when (Verdict(e) is not Fault.Lost && batch.Count > 1)
        {
            var half = batch.Count / 2;
            await Commit([.. batch.Take(half)]);
            await Commit([.. batch.Skip(half)]);
        }
        catch (Exception e) when (Verdict(e) == Fault.Conflict)
        {
            var append = batch[0].Append;
            var isOurs = await streams.EventId(append.Account, append.Stream, append.ExpectedVersion + 1) == append.FirstEventId;
            var outcome = isOurs ? AppendOutcome.Done : Constraint(e) is { } name ? new AppendOutcome.Duplicate(name) : AppendOutcome.Stale;
            batch[0].Outcome.TrySetResult(outcome);
        }
        catch (Exception e) when (Verdict(e) == Fault.Refused)
        {
            batch[0].Outcome.TrySetException(e);
        }
    }

    private async Task Save(IReadOnlyList<Waiting> batch)
    {
        // Rows are locked in one order, so that two commits cannot wait for each other.
        var appends = batch.Select(w => w.Append).OrderBy(a => a.Account.Value)
            .ThenBy(a => a.Stream.Value, StringComparer.Ordinal).ToList();
        await using var session = store.LightweightSession(appends[0].Account.ToString());
        AccountId[] changed = [.. appends.Where(a => a.Stream.TryGetEntry(out _)).Select(a => a.Account).Distinct()];
        await Announce(session, changed);
        foreach (var append in appends)
        {
            var events = append.Events.Select(session.Events.BuildEvent).ToArray();
            events[0].Id = append.FirstEventId;
            session.ForTenant(append.Account.ToString()).Events.Append(
                append.Stream.Value, append.ExpectedVersion + append.Events.Count, events);
        }

        foreach (var (sql, parameters) in VaultSql.For([.. appends.SelectMany(a => a.Vault)]))
        {
            session.QueueSqlCommand(sql, parameters);
        }

        await session.SaveChangesAsync();
        hints.Tell(changed);
    }

    /// <summary>
    /// Shares the locks of the accounts whose entries change, before numbers are drawn: whoever takes such a lock knows which numbers were
    /// drawn (ChangeReader). A statement ahead of the session's own, since that one draws first, whatever else is queued before.
    /// </summary>
    private static async Task Announce(IDocumentSession session, AccountId[] accounts)
    {
        if (accounts.Length > 0)
        {
            await session.BeginTransactionAsync(CancellationToken.None);
            await using var command = session.Connection.CreateCommand();
            var (sql, parameters) = AccountLock.Share(accounts);
            command.CommandText = Sql.Numbered(sql);
            command.Parameters.Bind(parameters);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static void Tell(IReadOnlyList<Waiting> batch, Action<TaskCompletionSource<AppendOutcome>> tell)
    {
        foreach (var waiting in batch)
        {
            tell(waiting.Outcome);
        }
    }

    private enum Fault
    {
        Conflict,
        Refused,
        Lost,
    }

    /// <summary>
    /// Only what PostgreSQL says of the transaction itself is certain; all else, such as a shutdown or a broken connection, may hide a
    /// commit.
    /// </summary>
    private static Fault Verdict(Exception e) => e switch
    {
        EventStreamUnexpectedMaxEventIdException => Fault.Conflict,
        JasperFx.ConcurrencyException => Fault.Conflict,
        _ when Server(e) is { } p => p.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => Fault.Conflict,
            PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => Fault.Lost,
            _ when p.SqlState.StartsWith("22", StringComparison.Ordinal) || p.SqlState.StartsWith("23", StringComparison.Ordinal)
                || p.SqlState.StartsWith("42", StringComparison.Ordinal) => Fault.Refused,
            _ => Fault.Lost,
        },
        _ when Inner<NpgsqlException>(e) is not null || Inner<TimeoutException>(e) is not null
            || Inner<IOException>(e) is not null => Fault.Lost,
        _ => Fault.Refused,
    };

    /// <summary>A constraint of ours; a stream that exists is no constraint but a conflict.</summary>
    private static string? Constraint(Exception e) =>
        Server(e) is { SchemaName: not EventStore.Schema, ConstraintName: { } name } ? name : null;

    private static PostgresException? Server(Exception e) => Inner<PostgresException>(e);

    private static T? Inner<T>(Exception? e) where T : Exception => e as T ?? (e?.InnerException is { } inner ? Inner<T>(inner) : null);

    [LoggerMessage(
        EventId = 1001, Level = LogLevel.Warning, Message = "A commit of {Count} appends had no answer (attempt {Attempt}): {Error}")]
    private partial void LogLost(int count, int attempt, string error);
}
