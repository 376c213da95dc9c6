using Diary.Domain;
using Npgsql;

namespace Diary.Projections.Vault;

/// <summary>
/// Accounts that were deleted, and entries that were purged: what was destroyed with them, and what of them is still to be deleted.
/// </summary>
public sealed class ErasureStore(NpgsqlDataSource database)
{
    /// <summary>The name under which the vault refuses keys of an account that was deleted.</summary>
    public const string AccountIsErased = "account_is_erased";

    // Those that are worked off by their own sweep, and the list itself.
    private const string TablesOfAccounts = """
        SELECT format('%I.%I', table_schema, table_name) FROM information_schema.columns
        WHERE column_name = 'account_id' AND table_schema IN ('read', 'read_rebuild', 'vault')
            AND (table_schema, table_name) NOT IN (('vault', 'erasures'), ('vault', 'ended_sessions'))
        ORDER BY table_schema DESC, table_name
        """;

    /// <summary>How many keys an account has now: capsules and slots. What is destroyed at last is counted when it is.</summary>
    public async Task<int> CountKeys(AccountId account, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT ((SELECT count(*) FROM vault.key_slots WHERE account_id = $1)
                + (SELECT count(*) FROM vault.entry_keys WHERE account_id = $1))::int
            """, account.Value);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>How an account was deleted; null where it was not.</summary>
    public async Task<Erasure?> Find(AccountId account, CancellationToken cancellation)
    {
        await using var command = database.Command($"{Columns} WHERE account_id = $1", account.Value);
        return await Read(command, cancellation) is [var erasure] ? erasure : null;
    }

    /// <summary>Deleted accounts of which something may be left, oldest first.</summary>
    public async Task<IReadOnlyList<Erasure>> Unfinished(int limit, CancellationToken cancellation)
    {
        await using var command = database.Command($"{Columns} WHERE finished_at IS NULL ORDER BY at LIMIT $1", limit);
        return await Read(command, cancellation);
    }

    /// <summary>
    /// Destroys what the vault keeps of deleted accounts that the rest was not deleted of yet. There is nothing, unless an old backup
    /// brought it back.
    /// </summary>
    public async Task DestroyKeys(CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            WITH due AS (SELECT account_id FROM vault.erasures WHERE erased_at IS NULL AND finished_at IS NULL),
            slots AS (DELETE FROM vault.key_slots s USING due WHERE s.account_id = due.account_id RETURNING s.*),
            capsules AS (DELETE FROM vault.entry_keys k USING due WHERE k.account_id = due.account_id),
            told AS (DELETE FROM vault.audit_log l USING due WHERE l.account_id = due.account_id)
            INSERT INTO vault.ended_sessions (session_id, account_id) SELECT DISTINCT slot_id, account_id FROM slots WHERE kind = 3
            ON CONFLICT DO NOTHING
            """);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // States that grains keep, each one blob: what names the account holds its id's bytes. Sessions are forgotten by their own list, and
    // without them few are left, which a partial index of the same condition finds. They are not looked for by their grains' ids: those of
    // jobs are hashes of an account and an epoch, and whoever adds another kind of state must not be able to forget this place.
    internal const string GrainStates = """
        DELETE FROM orleans.grainstate
        WHERE graintypestring NOT LIKE '%session%' AND (position($1 IN payloadbinary) > 0 OR position($2 IN payloadbinary) > 0)
        """;

    /// <summary>
    /// Deletes an account's rows from every table of ours that names it. Its events are not among them.
    /// </summary>
    public async Task DeleteRows(AccountId account, CancellationToken cancellation)
    {
        var tables = new List<string>();
        await using (var listing = database.Command(TablesOfAccounts))
        {
            await using var row = await listing.ExecuteReaderAsync(cancellation);
            while (await row.ReadAsync(cancellation))
            {
                tables.Add(row.GetString(0));
            }
        }

        foreach (var table in tables)
        {
            await using var command = database.Command($"DELETE FROM {table} WHERE account_id = $1", account.Value);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await using var search = database.Command("SELECT to_regclass('orleans.grainstate') IS NOT NULL");
        if ((bool)(await search.ExecuteScalarAsync(cancellation))!)
        {
            await using var states = database.Command(
                GrainStates, account.Value.ToByteArray(), account.Value.ToByteArray(bigEndian: true));
            states.CommandTimeout = 0;
            await states.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>The rest was deleted; said a second time, nothing is left to do.</summary>
    public async Task Advance(AccountId account, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            UPDATE vault.erasures SET erased_at = coalesce(erased_at, $2), finished_at = CASE WHEN erased_at IS NOT NULL THEN $2 END
            WHERE account_id = $1 AND finished_at IS NULL
            """, account.Value, now);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Deletes the events before the purge of entries that were purged, a batch of entries; how many entries that were.</summary>
    public async Task<int> ScrubPurged(int limit, CancellationToken cancellation)
    {
        await using var command = database.Command(
            $"""
            WITH due AS (SELECT account_id, entry_id FROM vault.purges LIMIT $1 FOR UPDATE SKIP LOCKED),
            ends AS (
                SELECT e.tenant_id, e.stream_id, e.version FROM due JOIN {EventStore.Schema}.mt_events e
                ON e.tenant_id = due.account_id::text AND e.stream_id = due.entry_id::text AND e.type = 'entry_purged'),
            gone AS (
                DELETE FROM {EventStore.Schema}.mt_events e USING ends
                WHERE e.tenant_id = ends.tenant_id AND e.stream_id = ends.stream_id AND e.version < ends.version),
            indexed AS (
                DELETE FROM {EventStore.Schema}.mt_events e USING ends
                WHERE e.tenant_id = ends.tenant_id AND e.stream_id = 'index-' || ends.stream_id),
            streams AS (
                DELETE FROM {EventStore.Schema}.mt_streams s USING ends
                WHERE s.tenant_id = ends.tenant_id AND s.id = 'index-' || ends.stream_id)
            DELETE FROM vault.purges p USING due WHERE p.account_id = due.account_id AND p.entry_id = due.entry_id
            """, limit);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private const string Columns = "SELECT account_id, at, keys_destroyed, erased_at FROM vault.erasures";

    private static async Task<IReadOnlyList<Erasure>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var erasures = new List<Erasure>();
        while (await row.ReadAsync(cancellation))
        {
            erasures.Add(new Erasure(new AccountId(row.GetGuid(0)), row.GetFieldValue<DateTimeOffset>(1), row.GetInt32(2),
                row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3)));
        }

        return erasures;
    }
}

/// <summary>How an account was deleted.</summary>
/// <param name="Account">Its id, which is never given again.</param>
/// <param name="At">When its keys were destroyed.</param>
/// <param name="KeysDestroyed">How many capsules and key slots.</param>
/// <param name="ErasedAt">When the rest was deleted for the first time; null where it was not yet.</param>
public sealed record Erasure(AccountId Account, DateTimeOffset At, int KeysDestroyed, DateTimeOffset? ErasedAt);
