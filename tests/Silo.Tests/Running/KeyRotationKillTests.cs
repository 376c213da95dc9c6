using System.Text.Json;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>
/// One rotation of an account's keys is killed at each of its steps in turn, by kill -9 while the database holds the step's statement
/// back. Two sessions read everything at every moment that a silo runs: one as it was before, and one that is renewed at each start.
/// </summary>
public sealed class KeyRotationKillTests : IDisposable
{
    private const int Batch = 200;
    private const int Entries = 230;

    // Capsules are left alone for the first minute, and a runner that was killed is waited for half a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder _folder = new("rotation-kill");
    private readonly List<Guid> _entries = [.. Enumerable.Range(0, Entries).Select(_ => Guid.CreateVersion7()).Order()];
    private (string Email, string Code) _owner;
    private string _access = "";
    private string _refresh = "";

    [Fact]
    public async Task Killed_at_every_step_it_is_finished_and_every_entry_opens_at_every_moment()
    {
        await SignUp();
        await Killed("INSERT ON vault.key_slots", "NEW.kind = 7", Rotate); // within the commit that makes the next key
        await Killed("INSERT ON orleans.grainstate", "NEW.graintypestring = 'job'", Rotate); // after it, before there is a job
        Assert.Equal(Batch, await Killed("UPDATE ON vault.entry_keys", $"NEW.entry_id = '{_entries[^1]}'")); // half is wrapped anew
        Assert.Equal(Entries, await Killed("DELETE ON vault.key_slots", "OLD.kind = 7")); // all is, and the key before about to go
        await Finished();
    }

    public void Dispose() => _folder.Dispose();

    private async Task SignUp()
    {
        await using var silo = await SiloProcess.Start(_folder.Path);
        using var client = silo.Client();
        var code = (await client.SignUp()).GetProperty("recoveryCodes")[0].GetString()!;
        _owner = (client.Email, code);
        foreach (var some in _entries.Chunk(20))
        {
            await Task.WhenAll(some.Select(id => client.CreateEntry(id, new { body = $"entry {id}" })));
        }

        _access = client.AccessToken;
        client.Use((await client.SignIn(client.Email)).GetProperty("session"));
        _refresh = client.RefreshToken;
        Assert.Equal(0, await silo.Interrupt());
    }

    /// <summary>
    /// Kills the silo where it is about to make a change: by a command, or by what goes on without one. How many capsules were done then.
    /// </summary>
    private async Task<int?> Killed(string change, string row, Func<DiaryClient, Task>? command = null)
    {
        await using var silo = await SiloProcess.Start(_folder.Path);
        using var kept = Kept(silo);
        await using var point = await KillPoint.Before(_folder.Path, change, row);
        using var renewed = await Renewed(silo);
        var killed = Record.ExceptionAsync(() => command?.Invoke(kept) ?? Task.CompletedTask);
        var reached = point.IsReached();
        await ReadUntil(() => Task.FromResult(reached.IsCompleted), kept, renewed);
        await reached;
        await AssertOpens(kept);
        await AssertOpens(renewed);
        var done = command is null ? (await Job(kept, await Rotate(kept))).GetProperty("done").GetInt32() : (int?)null;
        await silo.Kill();
        Assert.Equal(command is null, await killed is null);
        return done;
    }

    private async Task Finished()
    {
        await using var silo = await SiloProcess.Start(_folder.Path);
        using var kept = Kept(silo);
        using var renewed = await Renewed(silo);
        var job = await Rotate(renewed); // which goes on still
        await ReadUntil(async () => (await Job(kept, job)).GetProperty("state").GetString() == "SUCCEEDED", kept, renewed);
        Assert.Equal(Entries, (await Job(kept, job)).GetProperty("done").GetInt32());

        using var fresh = silo.Client();
        fresh.Use((await fresh.SignIn(_owner.Email)).GetProperty("session"));
        using var recovered = silo.Client();
        foreach (var client in new[] { kept, renewed, fresh })
        {
            await AssertOpens(client);
        }

        recovered.Use((await recovered.Recover(_owner.Email, _owner.Code, "seven purple elephants knit")).GetProperty("session"));
        await AssertOpens(recovered);
        Assert.NotEqual(job, await Rotate(recovered));
        Assert.Equal(0, await silo.Interrupt());
    }

    private async Task ReadUntil(Func<Task<bool>> isOver, params DiaryClient[] readers)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        while (!await isOver())
        {
            foreach (var reader in readers)
            {
                await AssertOpens(reader);
            }

            await looks.WaitForNextTickAsync(timeout.Token);
        }
    }

    private DiaryClient Kept(SiloProcess silo)
    {
        var client = silo.Client();
        client.SignWith(_access);
        return client;
    }

    private async Task<DiaryClient> Renewed(SiloProcess silo)
    {
        var client = silo.Client();
        client.Use((await client.Data(
            "mutation ($token: String!) { refreshSession(refreshToken: $token) { session { accessToken refreshToken } } }",
            new { token = _refresh })).GetProperty("refreshSession").GetProperty("session"));
        _refresh = client.RefreshToken;
        return client;
    }

    private static async Task<string> Rotate(DiaryClient client) => (await client.Data("mutation { rotateKeys { job { id } } }"))
        .GetProperty("rotateKeys").GetProperty("job").GetProperty("id").GetString()!;

    private static async Task<JsonElement> Job(DiaryClient client, string id) =>
        (await client.Data("query ($id: ID!) { job(id: $id) { state done } }", new { id })).GetProperty("job");

    private async Task AssertOpens(DiaryClient client) => Assert.Equal(_entries, (await client.AllIds()).Order());
}
