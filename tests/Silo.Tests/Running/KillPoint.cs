using System.Globalization;
using Npgsql;

namespace Diary.Silo.Tests.Running;

/// <summary>
/// A place in a silo's work where it stops, so that it can be killed just there: before it changes a certain row. The database holds the
/// statement back until the process is gone, and then forgets it.
/// </summary>
internal sealed class KillPoint : IAsyncDisposable
{
    private const long Gate = 4711;

    private readonly NpgsqlConnection _connection;

    private KillPoint(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Stops whatever writes a slot of the kind in the database of a data folder.</summary>
    public static Task<KillPoint> Before(string folder, int kind) =>
        Before(folder, "INSERT OR UPDATE ON vault.key_slots", $"NEW.kind = {kind}");

    /// <summary>Stops whatever makes a change to a row in the database of a data folder.</summary>
    /// <param name="folder">The data folder of the silo.</param>
    /// <param name="change">The change and the table, as <c>UPDATE ON vault.entry_keys</c>.</param>
    /// <param name="row">Which row, by its <c>NEW</c> or <c>OLD</c> columns.</param>
    public static async Task<KillPoint> Before(string folder, string change, string row)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = int.Parse(await Read(folder, "postgres.port"), CultureInfo.InvariantCulture),
            Username = "diary",
            Database = "diary",
            Password = await Read(folder, "postgres.password"),
            Pooling = false,
        };
        var point = new KillPoint(new NpgsqlConnection(settings.ConnectionString));
        await point._connection.OpenAsync(TestContext.Current.CancellationToken);
        await point.Run(
            $"""
            SELECT pg_advisory_lock({Gate});
            CREATE FUNCTION kill_point() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_advisory_xact_lock({Gate}); RETURN coalesce(NEW, OLD); END $$;
            CREATE TRIGGER kill_point BEFORE {change} FOR EACH ROW WHEN ({row}) EXECUTE FUNCTION kill_point();
            """);
        return point;
    }

    /// <summary>Waits until the silo stands there.</summary>
    public async Task IsReached()
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (await Count($"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {Gate} AND NOT granted") == 0)
        {
            await looks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Takes what stands there away unwritten, and opens the way for the next. For when the process is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await Count(
            $"""
            SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_locks WHERE locktype = 'advisory' AND objid = {Gate} AND NOT granted
            """);
        await Run("DROP FUNCTION kill_point CASCADE");
        await _connection.DisposeAsync();
    }

    private static Task<string> Read(string folder, string file) =>
        File.ReadAllTextAsync(Path.Combine(folder, file), TestContext.Current.CancellationToken);

    private async Task Run(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<long> Count(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
