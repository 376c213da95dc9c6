using System.Data;
using Diary.Projections.Schema;
using Npgsql;

namespace Diary.Projections.Rebuild;

/// <summary>What one check found.</summary>
/// <param name="Check">A table's name, or what was looked at.</param>
/// <param name="Count">How many rows or events are not as they should be.</param>
/// <param name="Ids">Ids of the first few of them, and nothing else of theirs.</param>
public sealed record Finding(string Check, long Count, IReadOnlyList<string> Ids)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Count == 0 ? $"{Check}: ok" : $"{Check}: {Count} wrong ({string.Join(", ", Ids)}{(Count > Ids.Count ? ", …" : "")})";
}

/// <summary>
/// Replays all events aside and compares, in one snapshot: each commit has its events and its rows in it, so that silos may write
/// meanwhile and nothing is locked. The transaction is rolled back at the end, and with it whatever was made for the comparison.
/// </summary>
public sealed class Verification(NpgsqlDataSource database)
{
    private const int MostIds = 5;

    /// <summary>One finding a check, always the same checks in the same order; all is well where every count is 0.</summary>
    public async Task<IReadOnlyList<Finding>> Run(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var schema = $"read_verify_{connection.ProcessID}";
        await DiarySchema.ApplyReadModels(connection, schema, cancellation);
        var unreadable = await Replay(new EventReplay(connection, schema, ReadModel.All), transaction, cancellation);
        await connection.Execute(
            string.Concat(ReadModel.All.SelectMany(m => m.Tables).Select(t => $"ANALYZE {schema}.{t.Name};")), cancellation);

        var findings = new List<Finding>();
        foreach (var table in ReadModel.All.SelectMany(m => m.Tables))
        {
            findings.Add(await Find(connection, table.Name, VerificationSql.Differences(schema, table), cancellation));
        }

        findings.Add(await Find(connection, "streams", VerificationSql.BrokenStreams, cancellation));
        findings.Add(new Finding("events", unreadable.Count, [.. unreadable.Take(MostIds)]));
        findings.Add(await Find(connection, "capsules missing", VerificationSql.MissingCapsules(schema), cancellation));
        findings.Add(await Find(connection, "capsules left over", VerificationSql.LeftoverCapsules(schema), cancellation));
        await transaction.RollbackAsync(cancellation);
        return findings;
    }

    /// <summary>Replays what can be, and names what cannot.</summary>
    private static async Task<List<string>> Replay(EventReplay replay, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        const string savepoint = "before";
        var unreadable = new List<string>();
        long after = 0;
        while (await replay.Read(after, long.MaxValue, cancellation) is { Count: > 0 } read)
        {
            after = read[^1].Number;
            for (var events = read; events.Count > 0;)
            {
                await transaction.SaveAsync(savepoint, cancellation);
                try
                {
                    await replay.Apply(events, cancellation);
                    events = [];
                }
                catch (ReplayException e)
                {
                    await transaction.RollbackAsync(savepoint, cancellation);
                    unreadable.Add(e.Event.Place);
                    events = [.. events.Where(x => x != e.Event)];
                }

                await transaction.ReleaseAsync(savepoint, cancellation);
            }
        }

        return unreadable;
    }

    private static async Task<Finding> Find(NpgsqlConnection connection, string check, string idsSql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // made of constants of this folder
        await using var command = new NpgsqlCommand(
            $"SELECT count(*), coalesce((array_agg(DISTINCT id))[1:{MostIds}], array[]::text[]) FROM ({idsSql}) wrong(id)", connection)
        { CommandTimeout = 0 };
#pragma warning restore CA2100
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new Finding(check, row.GetInt64(0), row.GetFieldValue<string[]>(1));
    }
}
