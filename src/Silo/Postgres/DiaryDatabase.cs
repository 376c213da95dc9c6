using Npgsql;

namespace Diary.Silo.Postgres;

/// <summary>The one database of the silo's own server.</summary>
internal static class DiaryDatabase
{
    /// <summary>The superuser of the server, which the silo signs in as.</summary>
    public const string User = "diary";

    public const string Name = "diary";

    /// <summary>Signs in, and makes the database where it is missing.</summary>
    public static async Task Ensure(NpgsqlConnectionStringBuilder diary, string passwordFile, CancellationToken cancel)
    {
        try
        {
            await Open(diary.ConnectionString, cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await Create(diary, cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new EmbeddedPostgresException(
                $"{passwordFile} does not hold the password of the data beside it: put both back from one backup", e);
        }
    }

    private static async Task Open(string connectionString, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancel);
    }

    private static async Task Create(NpgsqlConnectionStringBuilder diary, CancellationToken cancel)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(diary.ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var create = new NpgsqlCommand($"CREATE DATABASE {Name} TEMPLATE template0 ENCODING 'UTF8'", connection);
        await create.ExecuteNonQueryAsync(cancel);
    }
}
