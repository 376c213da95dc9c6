using Npgsql;

namespace Diary.Projections.Vault;

/// <summary>Keeps counts of wrong credentials beyond the life of a silo. Whose they are, only the server's own key tells.</summary>
public sealed class AttemptStore(NpgsqlDataSource database)
{
    /// <summary>The count of a party and the time of the last one; null where none is kept.</summary>
    public async Task<(int Counted, DateTimeOffset LastAt)?> Find(string party)
    {
        await using var command = database.Command("SELECT counted, last_at FROM vault.attempts WHERE party = $1", party);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1)) : null;
    }

    /// <summary>Keeps a count.</summary>
    public async Task Keep(string party, int counted, DateTimeOffset lastAt)
    {
        await using var command = database.Command(
            """
            INSERT INTO vault.attempts (party, counted, last_at) VALUES ($1, $2, $3)
            ON CONFLICT (party) DO UPDATE SET counted = excluded.counted, last_at = excluded.last_at
            """, party, counted, lastAt);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Drops a count.</summary>
    public async Task Drop(string party)
    {
        await using var command = database.Command("DELETE FROM vault.attempts WHERE party = $1", party);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Drops counts that nothing was added to since; how many.</summary>
    public async Task<int> DropBefore(DateTimeOffset lastAt, int limit)
    {
        await using var command = database.Command(
            "DELETE FROM vault.attempts WHERE party IN (SELECT party FROM vault.attempts WHERE last_at < $1 ORDER BY last_at LIMIT $2)",
            lastAt, limit);
        return await command.ExecuteNonQueryAsync();
    }
}
