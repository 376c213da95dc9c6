using Diary.Domain;
using Npgsql;

namespace Diary.Projections.Vault;

/// <summary>
/// What an account's files take, and where their parts lie. What is reserved, kept and released goes with an event
/// (<see cref="VaultWrite"/>). Records are sealed: this class cannot open them.
/// </summary>
public sealed class StorageStore(NpgsqlDataSource database)
{
    /// <summary>The name under which the vault refuses a file that takes the account beyond what it may hold.</summary>
    public const string IsFull = "storage_is_full";

    /// <summary>The name under which it refuses one more file that is still to arrive.</summary>
    public const string TooManyUploads = "too_many_uploads";

    /// <summary>The name under which it refuses a file whose parts are others than those that were checked.</summary>
    public const string PartsChanged = "media_parts_changed";

    /// <summary>The name under which it refuses a second copy of a content.</summary>
    public const string ContentIsKnown = "media_content_is_known";

    /// <summary>The name under which it refuses to share a content that nobody holds by now.</summary>
    public const string ContentIsGone = "media_content_is_gone";

    /// <summary>The name under which it refuses to attach a file that is not whole, or gone.</summary>
    public const string MediaIsGone = "media_is_gone";

    /// <summary>The name under which it refuses to discard a file that an entry has.</summary>
    public const string MediaIsWanted = "media_is_wanted";

    /// <summary>How many files of an account may be still to arrive.</summary>
    public const int MostToArrive = 500;

    /// <summary>The bytes that the account's files take, those that are still to arrive included.</summary>
    public async Task<long> Used(AccountId account, CancellationToken cancellation)
    {
        await using var command = database.Command("SELECT used_bytes FROM vault.storage WHERE account_id = $1", account.Value);
        return (long?)await command.ExecuteScalarAsync(cancellation) ?? 0;
    }

    /// <summary>A file that holds a content; null where none does.</summary>
    public async Task<MediaId?> HolderOf(AccountId account, Bytes token, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT media_id FROM vault.media_contents WHERE account_id = $1 AND token = $2 LIMIT 1",
            account.Value, token.ToArrayUnsafe());
        return await command.ExecuteScalarAsync(cancellation) is Guid holder ? new MediaId(holder) : null;
    }

    /// <summary>
    /// Files of one account, or of all, that entries had which are purged: for the silo's own sweep, and after a purge.
    /// </summary>
    public async Task<IReadOnlyList<(AccountId Owner, MediaId Media)>> Loose(
        AccountId? account, int limit, CancellationToken cancellation)
    {
        await using var command = account is { } owner
            ? database.Command("SELECT account_id, media_id FROM vault.loose_media WHERE account_id = $1 ORDER BY media_id LIMIT $2",
                owner.Value, limit)
            : database.Command("SELECT account_id, media_id FROM vault.loose_media ORDER BY account_id, media_id LIMIT $1", limit);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var loose = new List<(AccountId, MediaId)>();
        while (await row.ReadAsync(cancellation))
        {
            loose.Add((new AccountId(row.GetGuid(0)), new MediaId(row.GetGuid(1))));
        }

        return loose;
    }

    /// <summary>Notes that a file is loose no more: an entry has it, or it is gone.</summary>
    public async Task Forget(AccountId account, MediaId media, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "DELETE FROM vault.loose_media WHERE account_id = $1 AND media_id = $2", account.Value, media.Value);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The keyed hash of a file's content; null where it is none that is known, or not there.</summary>
    public async Task<Bytes?> ContentOf(AccountId account, MediaId media, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT token FROM vault.media_contents WHERE account_id = $1 AND media_id = $2", account.Value, media.Value);
        return await command.ExecuteScalarAsync(cancellation) is byte[] token ? new Bytes(token) : null;
    }

    /// <summary>The records of the same part of files, of those that have it.</summary>
    public async Task<IReadOnlyDictionary<MediaId, byte[]>> PartsAt(
        AccountId account, IReadOnlyCollection<MediaId> media, int number, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT slot_id, record FROM vault.key_slots WHERE account_id = $1 AND kind = 11 AND slot_id = ANY ($2) AND generation = $3",
            account.Value, media.Select(m => m.Value).ToArray(), number);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<MediaId, byte[]>();
        while (await row.ReadAsync(cancellation))
        {
            found.Add(new MediaId(row.GetGuid(0)), row.GetFieldValue<byte[]>(1));
        }

        return found;
    }

    /// <summary>The records of files' keys, of those that there are.</summary>
    public async Task<IReadOnlyDictionary<MediaId, byte[]>> Find(
        AccountId account, IReadOnlyCollection<MediaId> media, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT slot_id, record FROM vault.key_slots WHERE account_id = $1 AND kind = 10 AND slot_id = ANY ($2)",
            account.Value, media.Select(m => m.Value).ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<MediaId, byte[]>();
        while (await row.ReadAsync(cancellation))
        {
            found[new MediaId(row.GetGuid(0))] = row.GetFieldValue<byte[]>(1);
        }

        return found;
    }

    /// <summary>The records of a file's parts in the order of their numbers, the thumbnail's ahead where there is one.</summary>
    public async Task<IReadOnlyList<(int Number, byte[] Record)>> Parts(
        AccountId account, MediaId media, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT generation, record FROM vault.key_slots WHERE account_id = $1 AND kind = 11 AND slot_id = $2 ORDER BY generation
            """, account.Value, media.Value);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var parts = new List<(int, byte[])>();
        while (await row.ReadAsync(cancellation))
        {
            parts.Add((row.GetInt32(0), row.GetFieldValue<byte[]>(1)));
        }

        return parts;
    }

    /// <summary>Keeps what was found out of a whole file, in the place of what was known, and its thumbnail.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="media">Which.</param>
    /// <param name="before">The record of its key as it was read.</param>
    /// <param name="record">The record in its place.</param>
    /// <param name="thumbnail">The record of the thumbnail; null where there is none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether it was kept, which it is not where the file is gone, or its record another by now.</returns>
    public async Task<bool> KeepThumbnail(
        AccountId account, MediaId media, byte[] before, byte[] record, byte[]? thumbnail, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            WITH file AS (
                UPDATE vault.key_slots SET record = $4
                WHERE account_id = $1 AND kind = 10 AND slot_id = $2 AND generation = 0 AND record = $3 AND expires_at = 'infinity'
                RETURNING account_id, slot_id),
            thumbnail AS (
                INSERT INTO vault.key_slots (account_id, kind, slot_id, generation, record, expires_at)
                SELECT account_id, 11, slot_id, 0, $5, 'infinity' FROM file WHERE $5 <> ''::bytea
                ON CONFLICT (account_id, kind, slot_id, generation) DO UPDATE SET record = excluded.record)
            SELECT count(*) FROM file
            """, account.Value, media.Value, before, record, thumbnail ?? []);
        return await command.ExecuteScalarAsync(cancellation) is 1L;
    }

    /// <summary>
    /// Keeps a part of a file that is still to arrive, in the place of one of the same number.
    /// </summary>
    /// <returns>Whether it was kept, which it is not where the file is whole or gone; and the record before it, if there was one.</returns>
    public async Task<(bool IsKept, byte[]? Before)> KeepPart(
        AccountId account, MediaId media, int number, byte[] record, DateTimeOffset now, CancellationToken cancellation)
    {
        // The file's own row is held until the commit: whoever completes it sees this part, or this part sees that it is whole.
        await using var command = database.Command(
            """
            WITH file AS (
                SELECT account_id, slot_id FROM vault.key_slots
                WHERE account_id = $1 AND kind = 10 AND slot_id = $2 AND expires_at > $5 AND expires_at < 'infinity' FOR SHARE),
            before AS (
                SELECT k.record FROM vault.key_slots k JOIN file USING (account_id, slot_id)
                WHERE k.kind = 11 AND k.generation = $3 FOR UPDATE OF k)
            INSERT INTO vault.key_slots (account_id, kind, slot_id, generation, record, expires_at)
            SELECT account_id, 11, slot_id, $3, $4, 'infinity' FROM file LEFT JOIN before ON true -- which is read ahead
            ON CONFLICT (account_id, kind, slot_id, generation) DO UPDATE SET record = excluded.record
            RETURNING (SELECT record FROM before)
            """, account.Value, media.Value, number, record, now);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? (true, await row.IsDBNullAsync(0, cancellation) ? null : row.GetFieldValue<byte[]>(0))
            : (false, null);
    }
}
