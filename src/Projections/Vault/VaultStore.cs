using Diary.Domain;
using Npgsql;

namespace Diary.Projections.Vault;

/// <summary>
/// Reads the vault's records, and changes slots that no event goes with. Records are sealed: this class cannot open them.
/// </summary>
public sealed class VaultStore(NpgsqlDataSource database)
{
    /// <summary>One slot's record; null where it was destroyed or never was.</summary>
    public async Task<byte[]?> FindSlot(AccountId account, SlotId slot, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT record FROM vault.key_slots WHERE account_id = $1 AND kind = $2 AND slot_id = $3 AND generation = $4",
            account.Value, (short)slot.Kind, slot.Id, slot.Generation);
        return (byte[]?)await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>One slot's record, and when it expires; null where it was destroyed, never was, or has expired.</summary>
    public async Task<(byte[] Record, DateTimeOffset ExpiresAt)?> FindUnexpired(
        AccountId account, SlotId slot, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT record, expires_at FROM vault.key_slots
            WHERE account_id = $1 AND kind = $2 AND slot_id = $3 AND generation = $4 AND expires_at > $5
            """, account.Value, (short)slot.Kind, slot.Id, slot.Generation, now);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? (row.GetFieldValue<byte[]>(0), row.GetFieldValue<DateTimeOffset>(1)) : null;
    }

    /// <summary>Lets a slot live on; nothing where it was destroyed.</summary>
    public async Task Prolong(AccountId account, SlotId slot, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            UPDATE vault.key_slots SET expires_at = greatest(expires_at, $5)
            WHERE account_id = $1 AND kind = $2 AND slot_id = $3 AND generation = $4
            """, account.Value, (short)slot.Kind, slot.Id, slot.Generation, until);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Files, and keys that were lent to imports, of all accounts that have expired, oldest first: for the silo's own sweep, never for a
    /// client.
    /// </summary>
    public async Task<IReadOnlyList<(AccountId Owner, SlotId Slot)>> ExpiredFiles(
        DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT account_id, kind, slot_id FROM vault.key_slots WHERE kind IN (8, 9) AND expires_at <= $1 ORDER BY expires_at LIMIT $2
            """, now, limit);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var expired = new List<(AccountId, SlotId)>();
        while (await row.ReadAsync(cancellation))
        {
            expired.Add((new AccountId(row.GetGuid(0)), new SlotId((SlotKind)row.GetInt16(1), row.GetGuid(2))));
        }

        return expired;
    }

    /// <summary>The records of all of an account's slots of one kind, as they stood at one moment.</summary>
    public async Task<IReadOnlyList<(SlotId Slot, byte[] Record)>> FindSlots(
        AccountId account, SlotKind kind, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT slot_id, generation, record FROM vault.key_slots WHERE account_id = $1 AND kind = $2 ORDER BY slot_id, generation",
            account.Value, (short)kind);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var slots = new List<(SlotId, byte[])>();
        while (await row.ReadAsync(cancellation))
        {
            slots.Add((new SlotId(kind, row.GetGuid(0), row.GetInt32(1)), row.GetFieldValue<byte[]>(2)));
        }

        return slots;
    }

    /// <summary>The records of some of an account's slots of a kind that has one for each entry.</summary>
    public async Task<IReadOnlyList<(EntryId Entry, byte[] Record)>> FindSlots(
        AccountId account, SlotKind kind, IReadOnlyCollection<EntryId> entries, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT slot_id, record FROM vault.key_slots WHERE account_id = $1 AND kind = $2 AND slot_id = ANY ($3) AND generation = 0",
            account.Value, (short)kind, entries.Select(e => e.Value).ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var slots = new List<(EntryId, byte[])>();
        while (await row.ReadAsync(cancellation))
        {
            slots.Add((new EntryId(row.GetGuid(0)), row.GetFieldValue<byte[]>(1)));
        }

        return slots;
    }

    /// <summary>
    /// Takes a consent that is asked for out of the vault, and so can be taken once: whose it is, and its record. Null where there is none.
    /// </summary>
    public async Task<(AccountId Owner, byte[] Record)?> TakeConsent(Guid id, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "DELETE FROM vault.key_slots WHERE kind = 13 AND slot_id = $1 RETURNING account_id, record", id);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? (new AccountId(row.GetGuid(0)), row.GetFieldValue<byte[]>(1)) : null;
    }

    /// <summary>Sessions of all accounts that have expired, oldest first: for the silo's own sweep, never for a client.</summary>
    public async Task<IReadOnlyList<(AccountId Owner, Guid Session)>> ExpiredSessions(
        DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT account_id, slot_id FROM vault.key_slots WHERE kind = 3 AND expires_at <= $1
            GROUP BY account_id, slot_id ORDER BY min(expires_at) LIMIT $2
            """, now, limit);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var expired = new List<(AccountId, Guid)>();
        while (await row.ReadAsync(cancellation))
        {
            expired.Add((new AccountId(row.GetGuid(0)), row.GetGuid(1)));
        }

        return expired;
    }

    /// <summary>Drops lines of the audit log that are older than <paramref name="at"/>, of all accounts; how many.</summary>
    public async Task<int> DropAuditBefore(DateTimeOffset at, int limit)
    {
        await using var command = database.Command(
            "DELETE FROM vault.audit_log WHERE ctid = ANY (ARRAY (SELECT ctid FROM vault.audit_log WHERE at < $1 LIMIT $2))", at, limit);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Changes slots in one transaction.</summary>
    public Task Write(IReadOnlyList<VaultWrite> writes, CancellationToken cancellation) => Write(VaultSql.For(writes), cancellation);

    /// <summary>
    /// Adds a line to the audit log about what changes nothing, and drops what the account has too many of. False where the account is
    /// gone: nothing was kept.
    /// </summary>
    public async Task<bool> Tell(VaultWrite.AddAuditRecord line, CancellationToken cancellation)
    {
        // The row of the address is locked: an account that is deleted meanwhile leaves no line behind, and no two drop the same lines.
        var written = await Write(
            [
                (
                    """
                    INSERT INTO vault.audit_log (account_id, at, record_id, action, session_id, note)
                    SELECT account_id, ?, ?, ?, NULLIF(?, '00000000-0000-0000-0000-000000000000'::uuid), ? FROM vault.key_slots
                    WHERE account_id = ? AND kind = 5 FOR NO KEY UPDATE
                    """,
                    [line.At.Milliseconds(), line.RecordId, (short)line.Action, line.Session?.Value ?? Guid.Empty, line.Note,
                        line.Account.Value]),
                VaultSql.TrimAudit(line.Account),
            ], cancellation);
        return written[0] == 1;
    }

    /// <summary>Whether nothing was ever sealed under a vault key here.</summary>
    public async Task<bool> IsNew(CancellationToken cancellation)
    {
        await using var command = database.Command("SELECT NOT EXISTS (SELECT FROM vault.server_keys)");
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The server's own secrets of one purpose, newest first.</summary>
    public async Task<IReadOnlyList<ServerKeyRecord>> ServerKeys(string purpose, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT key_id, created_at, record FROM vault.server_keys WHERE purpose = $1 ORDER BY created_at DESC, key_id", purpose);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<ServerKeyRecord>();
        while (await reader.ReadAsync(cancellation))
        {
            keys.Add(new ServerKeyRecord(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<byte[]>(2)));
        }

        return keys;
    }

    /// <summary>The same for a caller that can only wait where it stands, oldest first.</summary>
    public IReadOnlyList<ServerKeyRecord> ReadServerKeys(string purpose)
    {
        using var command = database.Command(
            "SELECT key_id, created_at, record FROM vault.server_keys WHERE purpose = $1 ORDER BY created_at, key_id", purpose);
        using var reader = command.ExecuteReader();
        var keys = new List<ServerKeyRecord>();
        while (reader.Read())
        {
            keys.Add(new ServerKeyRecord(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<byte[]>(2)));
        }

        return keys;
    }

    /// <summary>Keeps one more secret, for a caller that can only wait where it stands.</summary>
    public void KeepServerKey(string purpose, ServerKeyRecord key)
    {
        using var command = database.Command(
            "INSERT INTO vault.server_keys (purpose, key_id, created_at, record) VALUES ($1, $2, $3, $4)",
            purpose, key.Id, key.CreatedAt, key.Record);
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Keeps a new secret unless one of its purpose was made after <paramref name="unlessMadeAfter"/>: of many silos that start or rotate
    /// at once, one wins and the others read what it made.
    /// </summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="key">The secret.</param>
    /// <param name="unlessMadeAfter">One that was made later serves still.</param>
    /// <param name="dropUntil">Those of the purpose that were made then or before are deleted; null: all are kept.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task AddServerKey(
        string purpose, ServerKeyRecord key, DateTimeOffset unlessMadeAfter, DateTimeOffset? dropUntil, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var locking = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext('vault.server_keys'))", connection, transaction);
        await locking.ExecuteNonQueryAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO vault.server_keys (purpose, key_id, created_at, record) SELECT $1, $2, $3, $4
            WHERE NOT EXISTS (SELECT FROM vault.server_keys WHERE purpose = $1 AND created_at > $5)
            """, connection, transaction);
        command.Parameters.Bind([purpose, key.Id, key.CreatedAt, key.Record, unlessMadeAfter]);
        await command.ExecuteNonQueryAsync(cancellation);
        if (dropUntil is { } until)
        {
            await using var drop = new NpgsqlCommand(
                "DELETE FROM vault.server_keys WHERE purpose = $1 AND created_at <= $2", connection, transaction);
            drop.Parameters.Bind([purpose, until]);
            await drop.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Runs statements in one transaction; how many rows each wrote.</summary>
    private async Task<IReadOnlyList<int>> Write(IEnumerable<(string Sql, object[] Parameters)> statements, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (sql, parameters) in statements)
        {
            var command = new NpgsqlBatchCommand(Sql.Numbered(sql));
            command.Parameters.Bind(parameters);
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellation); // a batch without an explicit transaction is one implicit transaction
        return [.. batch.BatchCommands.Cast<NpgsqlBatchCommand>().Select(c => c.RecordsAffected)];
    }
}

/// <summary>One of the server's own secrets, sealed under the vault key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Record">The sealed secret.</param>
public sealed record ServerKeyRecord(Guid Id, DateTimeOffset CreatedAt, byte[] Record);
