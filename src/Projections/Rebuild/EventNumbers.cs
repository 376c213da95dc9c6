using Npgsql;

namespace Diary.Projections.Rebuild;

/// <summary>
/// Up to which number events are settled. Numbers are drawn from a sequence before their transaction commits, so that a low one may appear
/// after a high one. Whoever draws keeps a lock on the sequence until the transaction ends: when all that held one after the sequence was
/// read have ended, no number up to there can still appear.
/// </summary>
internal static class EventNumbers
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private const string Holders = $"""
        FROM pg_locks WHERE locktype = 'relation' AND granted AND pid <> pg_backend_pid()
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND relation = '{EventStore.Schema}.mt_events_sequence'::regclass
        """;

    /// <summary>The highest number below and at which nothing is under way any more.</summary>
    public static async Task<long> Settled(NpgsqlConnection connection, TimeProvider clock, CancellationToken cancellation)
    {
        var number = await Scalar<long>(connection, $"SELECT last_value FROM {EventStore.Schema}.mt_events_sequence", [], cancellation);
        var drawing = await Scalar<string[]>(
            connection, $"SELECT coalesce(array_agg(virtualtransaction), array[]::text[]) {Holders}", [], cancellation);
        while (drawing.Length > 0
            && await Scalar<bool>(
                connection, $"SELECT EXISTS (SELECT {Holders} AND virtualtransaction = ANY ($1))", [drawing], cancellation))
        {
            await Task.Delay(Pause, clock, cancellation);
        }

        return number;
    }

    private static async Task<T> Scalar<T>(NpgsqlConnection connection, string sql, object[] parameters, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // constants of this file
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.Bind(parameters);
        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
