using Diary.Domain;

namespace Diary.Projections.Vault;

/// <summary>The statements behind <see cref="VaultWrite"/>; <c>?</c> marks a parameter.</summary>
internal static class VaultSql
{
    /// <summary>
    /// The statements for many changes. The capsules go in one, ahead of the rest: what is destroyed in the same commit stays so.
    /// </summary>
    public static IEnumerable<(string Sql, object[] Parameters)> For(IReadOnlyCollection<VaultWrite> writes)
    {
        var keys = writes.OfType<VaultWrite.PutEntryKey>().ToList();
        if (keys.Count > 0)
        {
            yield return (
                "INSERT INTO vault.entry_keys (account_id, entry_id, version, record) SELECT * "
                    + "FROM unnest(?::uuid[], ?::uuid[], ?::int[], ?::bytea[])",
                [
                    keys.Select(k => k.Account.Value).ToArray(), keys.Select(k => k.Entry.Value).ToArray(),
                    keys.Select(k => k.Version).ToArray(), keys.Select(k => k.Record).ToArray(),
                ]);
        }

        foreach (var write in writes.Where(w => w is not VaultWrite.PutEntryKey))
        {
            if (AccountOfSessions(write) is { } account)
            {
                yield return LockSessions(account);
            }

            if (write is VaultWrite.DestroyAccount deletion)
            {
                yield return AccountLock.Take(deletion.Account); // every key that was added under way is seen and destroyed
            }

            yield return For(write);
            if (write is VaultWrite.RewrapSessions sessions)
            {
                yield return NoOtherSession(sessions);
            }
        }
    }

    /// <summary>
    /// Keeps sessions of an account from being renewed until the transaction ends, by a lock on the row of its address. It comes before the
    /// statement that destroys them, which else would not see a successor that is made meanwhile.
    /// </summary>
    public static (string Sql, object[] Parameters) LockSessions(AccountId account) => (
        "UPDATE vault.key_slots SET expires_at = expires_at WHERE account_id = ? AND kind = 5", [account.Value]);

    /// <summary>Drops the oldest lines of an account's log beyond <see cref="AuditReader.MostRecords"/>.</summary>
    public static (string Sql, object[] Parameters) TrimAudit(AccountId account) => (
        $"""
        DELETE FROM vault.audit_log WHERE account_id = ? AND (at, record_id) <= (
            SELECT at, record_id FROM vault.audit_log WHERE account_id = ?
            ORDER BY at DESC, record_id DESC OFFSET {AuditReader.MostRecords} LIMIT 1)
        """, [account.Value, account.Value]);

    private static AccountId? AccountOfSessions(VaultWrite write) => write switch
    {
        VaultWrite.RewrapSessions w => w.Account,
        VaultWrite.DestroySlots { Kind: SlotKind.Session } w => w.Account,
        VaultWrite.DestroySlot { Kind: SlotKind.Session } w => w.Account,
        VaultWrite.DestroyAccount w => w.Account,
        _ => null,
    };

    /// <summary>
    /// Inserts what is there already, which fails, for each slot that was not wrapped anew: one that came, or changed, since they were
    /// read. Its own statement sees what was committed until now, and the lock keeps others from coming until this commit ends.
    /// </summary>
    private static (string Sql, object[] Parameters) NoOtherSession(VaultWrite.RewrapSessions w) => (
        """
        INSERT INTO vault.key_slots (account_id, kind, slot_id, generation, record, expires_at)
        SELECT account_id, kind, slot_id, generation, record, expires_at FROM vault.key_slots
        WHERE account_id = ? AND kind = 3 AND record <> ALL (?)
        """,
        [w.Account.Value, w.Sessions.Select(s => s.Record).ToArray()]);

    private static (string Sql, object[] Parameters) For(VaultWrite write) => write switch
    {
        VaultWrite.DestroyEntryKeys w => (
            """
            WITH capsules AS (DELETE FROM vault.entry_keys WHERE account_id = ? AND entry_id = ?)
            INSERT INTO vault.purges (account_id, entry_id) VALUES (?, ?) ON CONFLICT DO NOTHING
            """,
            [w.Account.Value, w.Entry.Value, w.Account.Value, w.Entry.Value]),
        VaultWrite.PutSlot w => (
            """
            INSERT INTO vault.key_slots (account_id, kind, slot_id, generation, record, expires_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (account_id, kind, slot_id, generation) DO UPDATE SET record = excluded.record, expires_at = excluded.expires_at
            """,
            [w.Account.Value, (short)w.Slot.Kind, w.Slot.Id, w.Slot.Generation, w.Record, w.ExpiresAt ?? (object)DateTimeOffset.MaxValue]),
        VaultWrite.DestroySlot w => (
            "DELETE FROM vault.key_slots WHERE account_id = ? AND kind = ? AND slot_id = ? AND generation < ?",
            [w.Account.Value, (short)w.Kind, w.Id, w.Below]),
        VaultWrite.DestroySlots w => (
            """
            WITH gone AS (DELETE FROM vault.key_slots WHERE account_id = ? AND kind = ? AND (slot_id <> ? OR ?) RETURNING *)
            INSERT INTO vault.ended_sessions (session_id, account_id) SELECT DISTINCT slot_id, account_id FROM gone WHERE kind = 3
            ON CONFLICT DO NOTHING
            """,
            [w.Account.Value, (short)w.Kind, w.Except ?? Guid.Empty, w.Except is null]),
        VaultWrite.RenewSlot w => (
            "UPDATE vault.key_slots SET record = ? WHERE account_id = ? AND kind = ? AND slot_id = ? AND generation = ? AND record = ?",
            [w.Record, w.Account.Value, (short)w.Slot.Kind, w.Slot.Id, w.Slot.Generation, w.Current]),
        VaultWrite.RewrapSessions w => (
            """
            WITH given AS (SELECT * FROM unnest(?::uuid[], ?::int[], ?::bytea[], ?::bytea[]) g(slot_id, generation, before, after))
            UPDATE vault.key_slots k SET record = g.after FROM given g
            WHERE k.account_id = ? AND k.kind = 3 AND k.slot_id = g.slot_id AND k.generation = g.generation AND k.record = g.before
            """,
            [w.Sessions.Select(s => s.Session).ToArray(), w.Sessions.Select(s => s.Generation).ToArray(),
                w.Sessions.Select(s => s.From).ToArray(), w.Sessions.Select(s => s.Record).ToArray(), w.Account.Value]),
        VaultWrite.DestroyAccount w => (
            """
            WITH slots AS (DELETE FROM vault.key_slots WHERE account_id = ? RETURNING *),
                capsules AS (DELETE FROM vault.entry_keys WHERE account_id = ? RETURNING 1),
                told AS (DELETE FROM vault.audit_log WHERE account_id = ?),
                ended AS (
                    INSERT INTO vault.ended_sessions (session_id, account_id)
                    SELECT DISTINCT slot_id, account_id FROM slots WHERE kind = 3 ON CONFLICT DO NOTHING)
            INSERT INTO vault.erasures (account_id, at, keys_destroyed)
            SELECT ?, ?, (SELECT count(*) FROM slots) + (SELECT count(*) FROM capsules) ON CONFLICT DO NOTHING
            """,
            [w.Account.Value, w.Account.Value, w.Account.Value, w.Account.Value, w.At]),
        VaultWrite.ReserveMedia w => (
            $"SELECT vault.reserve_media(?, ?, ?, ?, {StorageStore.MostToArrive})",
            [w.Account.Value, w.Media.Value, w.SizeBytes, w.MostBytes]),
        VaultWrite.KeepMedia w => (
            "SELECT vault.keep_media(?, ?, nullif(?, ''::bytea), ?, nullif(?, '00000000-0000-0000-0000-000000000000'::uuid))",
            [w.Account.Value, w.Media.Value, w.Token, w.Parts.ToArray(), w.Holder?.Value ?? Guid.Empty]),
        VaultWrite.AttachMedia w => (
            "SELECT vault.attach_media(?, ?)", [w.Account.Value, w.Media.Select(m => m.Value).ToArray()]),
        VaultWrite.LoosenMedia w => (
            "INSERT INTO vault.loose_media (account_id, media_id) SELECT ?::uuid, unnest(?::uuid[]) ON CONFLICT DO NOTHING",
            [w.Account.Value, w.Media.Select(m => m.Value).ToArray()]),
        VaultWrite.DiscardMedia w => ("SELECT vault.discard_media(?, ?)", [w.Account.Value, w.Media.Value]),
        VaultWrite.ReleaseMedia w => ("SELECT vault.release_media(?, ?)", [w.Account.Value, w.Media.Value]),
        VaultWrite.AddAuditRecord w => (
            """
            INSERT INTO vault.audit_log (account_id, at, record_id, action, session_id, note)
            VALUES (?, ?, ?, ?, NULLIF(?, '00000000-0000-0000-0000-000000000000'::uuid), ?)
            ON CONFLICT DO NOTHING
            """,
            [w.Account.Value, w.At.Milliseconds(), w.RecordId, (short)w.Action, w.Session?.Value ?? Guid.Empty, w.Note]),
        _ => throw new ArgumentOutOfRangeException(nameof(write)),
    };
}
