using Npgsql;

namespace Diary.Projections.Rebuild;

/// <summary>The statements of a verification: each yields one id a row that is wrong.</summary>
internal static class VerificationSql
{
    private const string Capsules = "SELECT account_id, entry_id, version FROM vault.entry_keys";

    /// <summary>
    /// Versions that the log and the stream table do not agree on, or that have a gap. Of a purged entry the purge alone may be left.
    /// </summary>
    public const string BrokenStreams = $"""
        SELECT tenant_id || '/' || stream_id
        FROM (
            SELECT tenant_id, stream_id, count(*) AS events, min(version) AS first, max(version) AS last,
                count(*) = 1 AND bool_and(type = 'entry_purged') AS scrubbed
            FROM {EventStore.Schema}.mt_events WHERE type <> '{EventReplay.Tombstone}' GROUP BY tenant_id, stream_id
        ) log
        FULL JOIN (
            SELECT tenant_id, id AS stream_id, version FROM {EventStore.Schema}.mt_streams WHERE id <> 'mt_tombstone'
        ) streams USING (tenant_id, stream_id)
        WHERE (scrubbed IS NOT TRUE AND (first IS DISTINCT FROM 1 OR last IS DISTINCT FROM events)) OR last IS DISTINCT FROM version
        """;

    /// <summary>Rows of the live table that a replay does not make, or makes otherwise.</summary>
    public static string Differences(string schema, ReadModelTable table)
    {
        var (live, replayed) = ($"{ReadModelProjection.Live}.{table.Name}", $"{schema}.{table.Name}");
        var id = table.Key.Replace(", quarter", "", StringComparison.Ordinal)
            .Replace(", token", "", StringComparison.Ordinal); // a keyed hash of what the user wrote is no id
        return $"""
            SELECT concat_ws('/', {id}) FROM (
                SELECT DISTINCT {table.Key} FROM (
                    (TABLE {live} EXCEPT TABLE {replayed}) UNION ALL (TABLE {replayed} EXCEPT TABLE {live})
                ) different
            ) keys
            """;
    }

    /// <summary>Contents that nobody can open any more.</summary>
    public static string MissingCapsules(string schema) =>
        $"SELECT concat_ws('/', account_id, entry_id, version) FROM ({Contents(schema)} EXCEPT {Capsules}) missing "
        + "WHERE account_id NOT IN (SELECT account_id FROM vault.erasures)"; // whose entries are about to be deleted

    /// <summary>Capsules of what was purged or never written.</summary>
    public static string LeftoverCapsules(string schema) =>
        $"SELECT concat_ws('/', account_id, entry_id, version) FROM ({Capsules} EXCEPT {Contents(schema)}) stray";

    /// <summary>Runs statements that return nothing, however long they take.</summary>
    public static async Task Execute(this NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // made of constants of this folder
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // The versions that brought a content of their own; a restored or redated one stands on an earlier content.
    private static string Contents(string schema) =>
        $"SELECT account_id, entry_id, version FROM {schema}.entry_events WHERE sealed_at = version";
}
