using Npgsql;

namespace Diary.Silo.Tests.Running;

/// <summary>A write that a silo can be killed at.</summary>
public enum Step
{
    /// <summary>A password slot.</summary>
    Password = 1,

    /// <summary>Recovery slots.</summary>
    Recovery = 2,

    /// <summary>A session's slot.</summary>
    Session = 3,

    /// <summary>What a session's grain keeps, after the slot.</summary>
    SessionState = 4,

    /// <summary>The end of a session's slots.</summary>
    SessionEnd = 5,

    /// <summary>A file's key.</summary>
    MediaKey = 10,

    /// <summary>A part of a file.</summary>
    MediaPart = 11,

    /// <summary>A file that is whole.</summary>
    MediaWhole = 12,

    /// <summary>The end of a file's key.</summary>
    MediaEnd = 13,

    /// <summary>A file whose entry is purged.</summary>
    MediaLoose = 14,
}

/// <summary>On which side of the commit.</summary>
public enum Moment
{
    /// <summary>Within the transaction, so that nothing of it stays.</summary>
    Before = 1,

    /// <summary>The transaction is on disk, and the silo was not told.</summary>
    Committed = 2,
}

/// <summary>
/// A place in a silo's work where it stops, so that it can be killed just there: before it writes, or when the write is committed. The
/// database holds the statement or its answer back until the process is gone.
/// </summary>
internal sealed class KillPoint : IAsyncDisposable
{
    private const long Gate = 4711;
    private const string AtTheGate = "FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted";
    private const string AwaitingAStandby = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND pid = ";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlConnection _probe;
    private Task _probing = Task.CompletedTask;

    private KillPoint(string connectionString) =>
        (_connection, _probe) = (new NpgsqlConnection(connectionString), new NpgsqlConnection(connectionString));

    /// <summary>Stops whatever is about to write so in the database of a data folder.</summary>
    public static Task<KillPoint> Before(string folder, Step step) => step switch
    {
        Step.SessionState => Before(folder, "INSERT OR UPDATE ON orleans.grainstate", "NEW.graintypestring LIKE '%session%'"),
        Step.SessionEnd => Before(folder, "DELETE ON vault.key_slots", "OLD.kind = 3"),
        Step.MediaWhole => Before(folder, "UPDATE ON vault.media_contents", "NEW.is_whole"),
        Step.MediaEnd => Before(folder, "DELETE ON vault.key_slots", "OLD.kind = 10"),
        Step.MediaLoose => Before(folder, "INSERT ON vault.loose_media", "true"),
        _ => Before(folder, "INSERT OR UPDATE ON vault.key_slots", $"NEW.kind = {(int)step}"),
    };

    /// <summary>Stops whatever makes a change to a row in the database of a data folder.</summary>
    /// <param name="folder">The data folder of the silo.</param>
    /// <param name="change">The change and the table, as <c>UPDATE ON vault.entry_keys</c>.</param>
    /// <param name="row">Which row, by its <c>NEW</c> or <c>OLD</c> columns.</param>
    public static async Task<KillPoint> Before(string folder, string change, string row)
    {
        var point = new KillPoint(await DataFolder.ConnectionString(folder));
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
    public Task IsReached() => Until(async () => await Number($"SELECT count(*) {AtTheGate}") > 0);

    /// <summary>
    /// Lets it write and commit, and returns when that is on disk and the silo still waits for its answer: as if a standby had to say so
    /// first, and there is none.
    /// </summary>
    public async Task Commit()
    {
        var process = await Number($"SELECT pid::bigint {AtTheGate} LIMIT 1");
        await Run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        await Run("SELECT pg_reload_conf()");
        await _probe.OpenAsync(TestContext.Current.CancellationToken);
        await Until(async () =>
        {
            if (_probing.IsCompleted)
            {
                _probing = Probe(); // commits at once until the server has taken the setting over
            }

            return await Number($"{AwaitingAStandby} {_probe.ProcessID}") > 0;
        });
        await Run($"SELECT pg_advisory_unlock({Gate})");
        await Until(async () => await Number($"{AwaitingAStandby} {process}") > 0);
    }

    /// <summary>Takes what stands there away, unwritten if it was not committed, and opens the way for the next.</summary>
    /// <remarks>For when the process is gone.</remarks>
    public async ValueTask DisposeAsync()
    {
        await Run("ALTER SYSTEM RESET synchronous_standby_names");
        await Run("SELECT pg_reload_conf()");
        await _probing; // nobody waits for a standby any more
        await Number($"SELECT count(pg_terminate_backend(pid, 10000)) {AtTheGate}");
        await Run("DROP FUNCTION kill_point CASCADE");
        await _probe.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (!await isSo())
        {
            await looks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task Probe()
    {
        await using var command = new NpgsqlCommand("SELECT pg_logical_emit_message(true, '', '')", _probe);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task Run(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<long> Number(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
