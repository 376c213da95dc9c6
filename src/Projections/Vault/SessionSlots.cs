using Diary.Domain;
using Npgsql;

namespace Diary.Projections.Vault;

/// <summary>
/// The slots of sessions, which are what keeps a session alive. Whoever ends sessions locks the row of the account's address, and whoever
/// renews one shares that lock: a session that ends while it is renewed leaves no successor behind.
/// </summary>
public sealed class SessionSlots(NpgsqlDataSource database)
{
    /// <summary>The most sessions that an account may have; another one ends the one that was not renewed for longest.</summary>
    public const int MostAnAccount = 100;

    /// <summary>The most slots that <see cref="Lives"/> is asked for.</summary>
    public const int MostInALook = 1000;

    private const string Live = "FROM vault.key_slots WHERE account_id = ? AND kind = 3 AND slot_id = ?";

    /// <summary>Begins a session at generation 1, and keeps its line of the audit log with it.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="session">Its id.</param>
    /// <param name="record">The record of its first slot.</param>
    /// <param name="expiresAt">When it ends unless it is renewed.</param>
    /// <param name="credential">The record of the password slot that was proved; empty: it does not matter whether it changed.</param>
    /// <param name="audit">The line.</param>
    /// <returns>False where the account is gone, or its credential was replaced meanwhile: nothing was kept.</returns>
    public async Task<bool> Begin(AccountId account, Guid session, Bytes record, DateTimeOffset expiresAt, Bytes credential,
        VaultWrite.AddAuditRecord audit)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, VaultSql.LockSessions(account));
        var kept = Add(batch, (
            """
            INSERT INTO vault.key_slots (account_id, kind, slot_id, generation, record, expires_at) SELECT ?, 3, ?, 1, ?, ?
            WHERE EXISTS (SELECT FROM vault.key_slots WHERE account_id = ? AND kind = 5)
                AND (? OR EXISTS (SELECT FROM vault.key_slots WHERE account_id = ? AND kind = 1 AND record = ?))
            ON CONFLICT (account_id, kind, slot_id, generation) DO UPDATE SET record = excluded.record, expires_at = excluded.expires_at
            """,
            [account.Value, session, record.ToArrayUnsafe(), expiresAt, account.Value, credential.IsEmpty, account.Value,
                credential.ToArrayUnsafe()]));
        Add(batch, (
            $"""
            WITH surplus AS (
                SELECT slot_id FROM vault.key_slots WHERE account_id = ? AND kind = 3 AND slot_id <> ?
                GROUP BY slot_id ORDER BY max(expires_at) DESC, slot_id OFFSET {MostAnAccount - 1}),
            gone AS (
                DELETE FROM vault.key_slots WHERE account_id = ? AND kind = 3 AND slot_id IN (SELECT slot_id FROM surplus)
                    AND EXISTS (SELECT {Live}) RETURNING slot_id, account_id)
            INSERT INTO vault.ended_sessions (session_id, account_id) SELECT DISTINCT slot_id, account_id FROM gone ON CONFLICT DO NOTHING
            """,
            [account.Value, session, account.Value, account.Value, session]));
        Add(batch, (
            $"""
            INSERT INTO vault.audit_log (account_id, at, record_id, action, session_id, note) SELECT ?, ?, ?, ?, ?, ?
            WHERE EXISTS (SELECT {Live}) ON CONFLICT DO NOTHING
            """,
            [account.Value, audit.At.Milliseconds(), audit.RecordId, (short)audit.Action, session, audit.Note, account.Value, session]));
        Add(batch, VaultSql.TrimAudit(account));
        await batch.ExecuteNonQueryAsync();
        return kept.RecordsAffected == 1;
    }

    /// <summary>
    /// Keeps the slot of the next generation, and destroys those before <paramref name="generation"/>, if the slot of that one is still
    /// what the successor was made of.
    /// </summary>
    /// <param name="account">Whose.</param>
    /// <param name="session">The session.</param>
    /// <param name="generation">The current generation.</param>
    /// <param name="from">The record of its slot, as it was read.</param>
    /// <param name="record">The record of the next.</param>
    /// <param name="expiresAt">When the next one ends.</param>
    public async Task<SlotAdvance> Advance(
        AccountId account, Guid session, int generation, Bytes from, Bytes record, DateTimeOffset expiresAt)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, ("SELECT FROM vault.key_slots WHERE account_id = ? AND kind = 5 FOR SHARE", [account.Value]));
        var kept = Add(batch, (
            $"""
            INSERT INTO vault.key_slots (account_id, kind, slot_id, generation, record, expires_at)
            SELECT account_id, kind, slot_id, generation + 1, ?, ? {Live} AND generation = ? AND record = ?
            ON CONFLICT (account_id, kind, slot_id, generation) DO UPDATE SET record = excluded.record, expires_at = excluded.expires_at
            """,
            [record.ToArrayUnsafe(), expiresAt, account.Value, session, generation, from.ToArrayUnsafe()]));
        Add(batch, (
            $"DELETE {Live} AND generation < ? AND EXISTS (SELECT {Live} AND generation = ? AND record = ?)",
            [account.Value, session, generation, account.Value, session, generation, from.ToArrayUnsafe()]));
        await batch.ExecuteNonQueryAsync();
        return kept.RecordsAffected == 1 ? SlotAdvance.Kept
            : await Has(account, session, generation) ? SlotAdvance.Changed
            : SlotAdvance.Gone;
    }

    /// <summary>Whether a generation's slot is there.</summary>
    public async Task<bool> Has(AccountId account, Guid session, int generation)
    {
        await using var command = database.Command(
            Sql.Numbered($"SELECT EXISTS (SELECT {Live} AND generation = ?)"), account.Value, session, generation);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// What became of slots of sessions of many accounts, in their order: for the silo's own look after what is connected to it, never for
    /// a client. At most <see cref="MostInALook"/> at once.
    /// </summary>
    public async Task<IReadOnlyList<SlotLife>> Lives(
        IReadOnlyList<(AccountId Account, Guid Session, int Generation)> slots, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT CASE
                WHEN EXISTS (SELECT FROM vault.key_slots k WHERE k.account_id = w.account AND k.kind = 3 AND k.slot_id = w.session
                    AND k.generation = w.generation) THEN 1
                WHEN EXISTS (SELECT FROM vault.key_slots k WHERE k.account_id = w.account AND k.kind = 3 AND k.slot_id = w.session) THEN 2
                ELSE 3 END
            FROM unnest($1::uuid[], $2::uuid[], $3::int[]) WITH ORDINALITY w(account, session, generation, place) ORDER BY place
            """,
            slots.Select(s => s.Account.Value).ToArray(), slots.Select(s => s.Session).ToArray(),
            slots.Select(s => s.Generation).ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var lives = new List<SlotLife>(slots.Count);
        while (await row.ReadAsync(cancellation))
        {
            lives.Add((SlotLife)row.GetInt32(0));
        }

        return lives;
    }

    /// <summary>Ends a session; false where the account has none of this id, and then no line is kept.</summary>
    public async Task<bool> End(AccountId account, Guid session, VaultWrite.AddAuditRecord? audit) =>
        (await End(account, "slot_id = ?", session, audit)).Count == 1;

    /// <summary>Ends every session of an account but one; those that ended. The line is kept where there were any.</summary>
    public Task<IReadOnlyList<Guid>> EndOthers(AccountId account, Guid kept, VaultWrite.AddAuditRecord? audit) =>
        End(account, "slot_id <> ?", kept, audit);

    /// <summary>The sessions of an account that have not expired, each by its newest slot.</summary>
    public async Task<IReadOnlyList<SessionSlotRow>> Of(AccountId account, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT DISTINCT ON (slot_id) slot_id, generation, record, expires_at FROM vault.key_slots
            WHERE account_id = $1 AND kind = 3 AND expires_at > $2 ORDER BY slot_id, generation DESC
            """, account.Value, now);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var sessions = new List<SessionSlotRow>();
        while (await row.ReadAsync(cancellation))
        {
            sessions.Add(new SessionSlotRow(
                row.GetGuid(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<DateTimeOffset>(3)));
        }

        return sessions;
    }

    /// <summary>Sessions of all accounts whose slots were destroyed: for the silo's own sweep, never for a client.</summary>
    public async Task<IReadOnlyList<(AccountId Owner, Guid Session)>> Ended(int limit)
    {
        await using var command = database.Command("SELECT account_id, session_id FROM vault.ended_sessions LIMIT $1", limit);
        await using var row = await command.ExecuteReaderAsync();
        var ended = new List<(AccountId, Guid)>();
        while (await row.ReadAsync())
        {
            ended.Add((new AccountId(row.GetGuid(0)), row.GetGuid(1)));
        }

        return ended;
    }

    /// <summary>Strikes sessions off that list.</summary>
    public async Task Forget(IEnumerable<Guid> ended)
    {
        await using var command = database.Command("DELETE FROM vault.ended_sessions WHERE session_id = ANY ($1)", ended.ToArray());
        await command.ExecuteNonQueryAsync();
    }

    private async Task<IReadOnlyList<Guid>> End(AccountId account, string which, Guid session, VaultWrite.AddAuditRecord? audit)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, VaultSql.LockSessions(account));
        Add(batch, (
            $"""
            WITH gone AS (DELETE FROM vault.key_slots WHERE account_id = ? AND kind = 3 AND {which} RETURNING slot_id, account_id),
            told AS (
                INSERT INTO vault.audit_log (account_id, at, record_id, action, session_id, note)
                SELECT ?, ?, ?, ?, NULLIF(?, '00000000-0000-0000-0000-000000000000'::uuid), ?
                WHERE ? AND EXISTS (SELECT FROM gone) ON CONFLICT DO NOTHING)
            INSERT INTO vault.ended_sessions (session_id, account_id) SELECT DISTINCT slot_id, account_id FROM gone
            ON CONFLICT (session_id) DO UPDATE SET account_id = excluded.account_id RETURNING session_id
            """,
            [account.Value, session, account.Value, (audit?.At ?? DateTimeOffset.UnixEpoch).Milliseconds(), audit?.RecordId ?? Guid.Empty,
                audit is null ? (short)0 : (short)audit.Action, audit?.Session?.Value ?? Guid.Empty, audit?.Note ?? [],
                audit is not null]));
        await using var row = await batch.ExecuteReaderAsync();
        var ended = new List<Guid>();
        while (await row.ReadAsync())
        {
            ended.Add(row.GetGuid(0));
        }

        return ended;
    }

    private static NpgsqlBatchCommand Add(NpgsqlBatch batch, (string Sql, object[] Parameters) statement)
    {
        var command = new NpgsqlBatchCommand(Sql.Numbered(statement.Sql));
        command.Parameters.Bind(statement.Parameters);
        batch.BatchCommands.Add(command);
        return command;
    }
}

/// <summary>What became of a session's next generation.</summary>
public enum SlotAdvance
{
    /// <summary>Its slot is kept.</summary>
    Kept = 1,

    /// <summary>The current slot is another than the successor was made of: make it anew.</summary>
    Changed = 2,

    /// <summary>The session has ended.</summary>
    Gone = 3,
}

/// <summary>What became of a slot.</summary>
public enum SlotLife
{
    /// <summary>It is there.</summary>
    There = 1,

    /// <summary>The session was renewed, twice, and goes on with slots of its own.</summary>
    Replaced = 2,

    /// <summary>The session has ended.</summary>
    Gone = 3,
}

/// <summary>The newest slot of a session.</summary>
/// <param name="Session">The session.</param>
/// <param name="Generation">The slot's generation.</param>
/// <param name="Record">Sealed under the vault key.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record SessionSlotRow(Guid Session, int Generation, byte[] Record, DateTimeOffset ExpiresAt);
