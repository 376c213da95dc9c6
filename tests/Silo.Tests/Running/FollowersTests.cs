using System.Globalization;
using System.Text.Json;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>Copies of a diary that are kept by following its changes, while many write on three silos and silos are killed.</summary>
public sealed class FollowersTests(PostgresServer postgres)
{
    private const int Silos = 3;
    private const int Writers = 16;
    private const int Followers = 5;
    private static readonly string[] HealedByRetry = ["UNAVAILABLE", "TIMEOUT"];

    private readonly Random _random = new(20261125);
    private readonly SiloProcess?[] _silos = new SiloProcess?[Silos];
    private readonly int[] _ports = [.. Enumerable.Range(0, Silos).Select(_ => SiloProcess.FreePort())];

    [Fact]
    public async Task All_copies_become_the_same_as_the_diary_and_nothing_is_told_twice_or_never()
    {
        using var folder = new TemporaryFolder("followers");
        var database = await postgres.CreateDatabase();
        await Start(0, folder.Path, database);
        await Task.WhenAll(Start(1, folder.Path, database), Start(2, folder.Path, database));
        using var owner = _silos[0]!.Client();
        await owner.SignUp();
        await Write(owner, 0, 12, new Progress());
        var copies = Enumerable.Range(0, Followers).Select(_ => new DiaryCopy()).ToList();
        foreach (var copy in copies)
        {
            await copy.Page(owner, _random.Next(1, 40)); // each stands somewhere else when it begins to follow
        }

        using var written = new CancellationTokenSource();
        var following = copies.Select((c, i) => Task.Run(() => Follow(owner, c, i, written.Token))).ToList();
        var progress = new Progress();
        var writing = Enumerable.Range(0, Writers).Select(i => Task.Run(() => Write(owner, i, 5, progress))).ToList();
        foreach (var victim in new[] { 1, 2 })
        {
            await progress.Reaches(victim * Writers * 5).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            await _silos[victim]!.Kill();
            await Start(victim, folder.Path, database);
        }

        await Task.WhenAll(writing);
        await written.CancelAsync();
        await Task.WhenAll(following);
        var truth = await DiaryCopy.Truth(owner);
        var fresh = new DiaryCopy();
        await fresh.Follow(owner, first: null);
        Assert.Equal(truth, fresh.Entries);
        Assert.All(copies, c =>
        {
            Assert.Equal(truth, c.Entries);
            Assert.Equal(c.Seen.Count, c.Seen.Distinct(StringComparer.Ordinal).Count());
            Assert.Empty(fresh.Seen.Except(c.Seen)); // of a purged entry a later reader is told less
        });
        foreach (var silo in _silos)
        {
            await silo!.DisposeAsync();
        }
    }

    private async Task Start(int number, string folder, string database)
    {
        await using var dead = _silos[number];
        _silos[number] = await SiloProcess.Start(
            Path.Combine(folder, $"{number}"), ("ConnectionStrings:Diary", database), ("Diary:VaultKeyFile", Path.Combine(folder, "vault")),
            ("Diary:SiloPort", _ports[number].ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Writes entries and does to each what can be done; every command until it is acknowledged.</summary>
    private async Task Write(DiaryClient owner, int number, int entries, Progress progress)
    {
        for (var n = 0; n < entries; n++)
        {
            var id = Guid.CreateVersion7();
            await Acknowledged(owner, number, c => c.CreateEntry(id, new { body = $"One of {number}" }), progress);
            await Acknowledged(owner, number + n, c => c.EditEntry(id, 1, new { body = "Two", tags = new[] { "t" } }), progress);
            await Acknowledged(owner, number, c => Move(c, "deleteEntry", id), progress);
            if (n % 3 != 0)
            {
                await Acknowledged(owner, number, c => Move(c, n % 3 == 1 ? "undeleteEntry" : "purgeEntry", id), progress);
            }
        }
    }

    private async Task Follow(DiaryClient owner, DiaryCopy copy, int number, CancellationToken written)
    {
        var size = 1 + (number * 11);
        while (true)
        {
            var last = written.IsCancellationRequested;
            await Retry(owner, number, c => copy.Follow(c, size));
            if (last)
            {
                return;
            }
        }
    }

    private async Task Acknowledged(DiaryClient owner, int silo, Func<DiaryClient, Task<JsonElement>> command, Progress progress)
    {
        var payload = await Retry(owner, silo, command);
        Assert.Empty(payload.GetProperty("problems").EnumerateArray());
        progress.Count();
    }

    /// <summary>Asks one silo after the other until one answers.</summary>
    private async Task<T> Retry<T>(DiaryClient owner, int silo, Func<DiaryClient, Task<T>> ask)
    {
        using var pauses = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        for (; ; silo++)
        {
            using var client = _silos[silo % Silos]!.Client();
            client.SignWith(owner.AccessToken);
            try
            {
                return await ask(client);
            }
            catch (Exception e) when (e is HttpRequestException or JsonException or IOException
                || (e is InvalidOperationException && HealedByRetry.Any(c => e.Message.Contains(c, StringComparison.Ordinal))))
            {
                await pauses.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task<JsonElement> Move(DiaryClient client, string mutation, Guid id) => (await client.Data(
        $"mutation ($id: ID!) {{ {mutation}(input: {{ id: $id }}) {{ problems {{ code message }} }} }}", new { id })).GetProperty(mutation);

    /// <summary>How many commands were acknowledged.</summary>
    private sealed class Progress
    {
        private readonly Lock _gate = new();
        private readonly List<(int At, TaskCompletionSource Signal)> _awaited = [];
        private int _count;

        public void Count()
        {
            lock (_gate)
            {
                _count++;
                _awaited.Where(a => a.At <= _count).ToList().ForEach(a => a.Signal.TrySetResult());
            }
        }

        public Task Reaches(int count)
        {
            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                _awaited.Add((count, signal));
                _count--;
            }

            Count();
            return signal.Task;
        }
    }
}
