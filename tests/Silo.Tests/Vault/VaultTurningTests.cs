using Diary.Cryptography;
using Diary.Grains.Vault;
using Diary.Projections.Vault;
using Diary.Silo.Vault;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Diary.Silo.Tests.Vault.SampleKeys;

namespace Diary.Silo.Tests.Vault;

public sealed class VaultTurningTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new("turning");
    private readonly List<Guid> _entries = [];
    private DiaryServer? _server;
    private DiaryClient? _client;

    private DiaryServer Server => _server!;

    private DiaryClient Client => _client!;

    private VaultKeyFile Keys => Server.Services.GetRequiredService<VaultKeyFile>();

    private VaultTurns Turns => Server.Services.GetRequiredService<VaultTurns>();

    [Fact]
    public async Task All_records_move_to_a_new_key_and_the_old_one_is_destroyed()
    {
        var old = Assert.Single(FileIds());
        await Write(30);
        Assert.Equal([old], await RecordIds());
        var said = new List<string>();

        Assert.Equal(VaultTurnEnd.Turned, await Turning(batch: 7).Run(said.Add, CancellationToken.None));

        var fresh = Assert.Single(FileIds());
        Assert.NotEqual(old, fresh);
        Assert.Equal([fresh], await RecordIds());
        Assert.Equal("The vault has turned: the old key is destroyed.", said[^1]);
        Assert.InRange(await Turns.Last(CancellationToken.None), DateTimeOffset.UnixEpoch.AddDays(20_000), DateTimeOffset.MaxValue);
        await AllOpen();
        await Restart();
        await AllOpen();
    }

    [Fact]
    public async Task Killed_before_any_step_it_is_gone_on_with_and_every_record_opens_at_every_moment()
    {
        await Write(3);
        for (var step = 1; ; step++)
        {
            var before = FileIds();
            var steps = 0;
            var killed = Turning(4, _ => ++steps == step ? throw new TimeoutException("killed") : Task.CompletedTask);
            if (await Record.ExceptionAsync(() => killed.Run(_ => { }, CancellationToken.None)) is null)
            {
                Assert.InRange(step, 10, 100);
                return;
            }

            await AllOpen();
            Assert.Equal(VaultTurnEnd.Turned, await Turning().Run(_ => { }, CancellationToken.None));
            Assert.Equal([Assert.Single(FileIds())], await RecordIds());
            Assert.Empty(await Turns.Unfinished(CancellationToken.None));
            Assert.Empty(before.Intersect(FileIds()));
            await AllOpen();
        }
    }

    [Fact]
    public async Task Of_two_at_once_one_turns_and_the_other_steps_back()
    {
        await Write(2);
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = Turning(before: _ =>
        {
            entered.TrySetResult();
            return go.Task;
        }).Run(_ => { }, CancellationToken.None);
        await entered.Task;
        Assert.Equal(VaultTurnEnd.Busy, await Turning().Run(_ => { }, CancellationToken.None));
        go.SetResult();
        Assert.Equal(VaultTurnEnd.Turned, await first);
        Assert.Equal(1L, await Scalar("SELECT count(*) FROM vault.vault_keys WHERE turned_at IS NOT NULL"));
    }

    [Fact]
    public async Task What_is_destroyed_or_written_while_it_turns_stays_as_it_is()
    {
        await Write(4);
        var meanwhile = 0;
        var turning = Turning(before: async step =>
        {
            if (step == "batch" && meanwhile++ == 0)
            {
                await Execute($"DELETE FROM vault.entry_keys WHERE entry_id = '{_entries[0]}'");
                await Write(1); // by the server, which has not seen the new key yet
                await Execute($"UPDATE vault.entry_keys SET record = record || 'x' WHERE entry_id = '{_entries[1]}'");
            }
        });
        var said = new List<string>();
        await turning.Run(said.Add, CancellationToken.None);
        Assert.Contains("1 records open under no key and were left as they are.", said);
        Assert.Equal(0L, await Scalar($"SELECT count(*) FROM vault.entry_keys WHERE entry_id = '{_entries[0]}'"));
        Assert.Equal(1L, await Scalar(
            $"SELECT count(*) FROM vault.entry_keys WHERE entry_id = '{_entries[1]}' AND substr(record, length(record)) = 'x'"));
        _entries.RemoveRange(0, 2);
        await AllOpen();
    }

    [Fact]
    public async Task Nothing_can_be_kept_under_a_retired_key()
    {
        var old = Server.Services.GetRequiredService<VaultKeyRing>().Seal([1], [2]);
        await Turning().Run(_ => { }, CancellationToken.None);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Execute(
            "INSERT INTO vault.entry_keys VALUES (gen_random_uuid(), gen_random_uuid(), 1, $1)", old));
        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }

    [Fact]
    public async Task A_mounted_secret_is_turned_by_its_operator_and_each_run_says_what_comes_next()
    {
        await Write(3);
        var line = (await File.ReadAllTextAsync(Keys.Path, TestContext.Current.CancellationToken)).Trim();
        var mounted = new MountedSecret(_folder.Path, line);
        await Restart(mounted.Path);
        var said = new List<string>();

        Assert.Equal(VaultTurnEnd.NeedsKey, await Turning().Run(said.Add, CancellationToken.None));
        Assert.Contains("put a new key (openssl rand -base64 32) on its first line", Assert.Single(said), StringComparison.Ordinal);

        mounted.Update($"{line}\n{Line(9)}\n"); // handed out to every pod before it is used
        Assert.False(await Turning().IsDue(CancellationToken.None));
        Assert.Equal(VaultTurnEnd.NeedsKey, await Turning().Run(said.Add, CancellationToken.None));
        Assert.False(await Turns.IsRetired(Id(9), CancellationToken.None));

        mounted.Update($"{Line(9)}\n{line}\n");
        Assert.Equal(VaultTurnEnd.NeedsRemoval, await Turning().Run(said.Add, CancellationToken.None));
        Assert.Contains("remove the other lines", said[^1], StringComparison.Ordinal);
        Assert.Equal([Id(9)], await RecordIds());
        Assert.Single(await Turns.Unfinished(CancellationToken.None));
        await AllOpen();

        mounted.Update(Line(9));
        Assert.Equal(VaultTurnEnd.Turned, await Turning().Run(said.Add, CancellationToken.None));
        Assert.Empty(await Turns.Unfinished(CancellationToken.None));
        await AllOpen();
        Assert.Equal(VaultTurnEnd.NeedsKey, await Turning().Run(said.Add, CancellationToken.None)); // the next turn
    }

    [Fact]
    public async Task It_is_due_after_thirty_days_or_where_one_was_interrupted()
    {
        var clock = new MovableClock();
        var turning = new VaultTurning(Keys, Turns, Records, new VaultTurnOptions { Pause = TimeSpan.Zero }, clock);
        Assert.False(await turning.IsDue(CancellationToken.None));
        clock.Move(TimeSpan.FromDays(31));
        Assert.True(await turning.IsDue(CancellationToken.None));
        await turning.Run(_ => { }, CancellationToken.None);
        Assert.False(await turning.IsDue(CancellationToken.None));

        var keys = Keys.Read();
        Keys.Replace(Key(5), keys[0]);
        Assert.True(await turning.IsDue(CancellationToken.None));
    }

    public async ValueTask InitializeAsync()
    {
        _server = await DiaryServer.Start(await postgres.CreateDatabase());
        _client = Server.Client();
        await Client.SignUp();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private VaultRecords Records => Server.Services.GetRequiredService<VaultRecords>();

    private VaultTurning Turning(int batch = 500, Func<string, Task>? before = null) =>
        new(Keys, Turns, Records, new VaultTurnOptions { Pause = TimeSpan.Zero, BatchSize = batch }, TimeProvider.System)
        {
            Before = before ?? (_ => Task.CompletedTask),
        };

    private List<uint> FileIds() => [.. Keys.Read().Select(VaultKeyRing.IdOf)];

    private async Task Restart(string? keyFile = null)
    {
        var path = Path.Combine(_folder.Path, "vault.key");
        if (keyFile is null)
        {
            File.Copy(Keys.Path, path);
        }

        await Server.DisposeAsync();
        _server = await DiaryServer.Start(Server.ConnectionString, null, null, ("Diary:VaultKeyFile", keyFile ?? path));
        var token = Client.AccessToken;
        Client.Dispose();
        _client = Server.Client();
        Client.SignWith(token);
    }

    private async Task Write(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _entries.Add(Guid.CreateVersion7());
            await Client.CreateEntry(_entries[^1], new { body = $"entry {_entries[^1]}" });
        }
    }

    private async Task AllOpen()
    {
        foreach (var id in _entries)
        {
            var data = await Client.Data(
                "query ($id: ID!) { entry(id: $id) { content { ... on PlainContent { body } } } me { email } }", new { id });
            Assert.Equal($"entry {id}", data.GetProperty("entry").GetProperty("content").GetProperty("body").GetString());
        }
    }

    /// <summary>The ids of the keys that records lie under, in all tables of the vault.</summary>
    private async Task<List<uint>> RecordIds()
    {
        var ids = new HashSet<uint>();
        foreach (var table in VaultTable.All)
        {
            foreach (var row in await Records.Read(table, null, 10_000, CancellationToken.None))
            {
                Assert.True(VaultKeyRing.TryReadKeyId(row.Record, out var id));
                ids.Add(id);
            }
        }

        return [.. ids];
    }

    private async Task Execute(string sql, params object[] parameters)
    {
        await using var command = Server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<long> Scalar(string sql)
    {
        await using var command = Server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
