using Diary.Domain;
using Npgsql;

namespace Diary.Projections.Media;

/// <summary>Where a file stands. The numbers stand in the database.</summary>
public enum MediaState
{
    /// <summary>Announced; it is still to arrive.</summary>
    Pending = 1,

    /// <summary>Whole, and what was announced.</summary>
    Ready = 2,

    /// <summary>Its key is destroyed.</summary>
    Deleted = 3,
}

/// <summary>A file as the read model knows it.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">Where it stands.</param>
/// <param name="SizeBytes">The bytes that its owner announced.</param>
/// <param name="CreatedAt">When it was announced.</param>
public sealed record MediaRow(MediaId Id, MediaState State, long SizeBytes, DateTimeOffset CreatedAt);

/// <summary>Finds files.</summary>
public sealed class MediaReader(NpgsqlDataSource database)
{
    /// <summary>Those of the ids that the account has.</summary>
    public async Task<IReadOnlyList<MediaRow>> Find(AccountId account, IReadOnlyCollection<MediaId> media, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT media_id, state, size_bytes, created_at FROM read.media WHERE account_id = $1 AND media_id = ANY ($2)",
            account.Value, media.Select(m => m.Value).ToArray());
        return await Rows(command, cancellation);
    }

    /// <summary>The files of an account that are whole, behind one, in the order of their ids.</summary>
    public async Task<IReadOnlyList<MediaRow>> Ready(AccountId account, MediaId after, int limit, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT media_id, state, size_bytes, created_at FROM read.media
            WHERE account_id = $1 AND media_id > $2 AND state = 2 ORDER BY media_id LIMIT $3
            """, account.Value, after.Value, limit);
        return await Rows(command, cancellation);
    }

    /// <summary>
    /// Files of all accounts that did not arrive in their time, the oldest first: for the silo's own sweep, never for a client.
    /// </summary>
    public async Task<IReadOnlyList<(AccountId Owner, MediaId Media)>> Expired(
        DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT account_id, media_id FROM read.media WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2", now, limit);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var expired = new List<(AccountId, MediaId)>();
        while (await row.ReadAsync(cancellation))
        {
            expired.Add((new AccountId(row.GetGuid(0)), new MediaId(row.GetGuid(1))));
        }

        return expired;
    }

    private static async Task<IReadOnlyList<MediaRow>> Rows(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<MediaRow>();
        while (await row.ReadAsync(cancellation))
        {
            rows.Add(new MediaRow(
                new MediaId(row.GetGuid(0)), (MediaState)row.GetInt16(1), row.GetInt64(2), row.GetFieldValue<DateTimeOffset>(3)));
        }

        return rows;
    }
}
