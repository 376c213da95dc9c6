using System.Text.Json;
using Diary.Cryptography;
using Diary.Grains.Vault;
using Diary.GraphQL.Jobs;
using Diary.Projections.Vault;
using Diary.Silo.Vault;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.Silo.Tests.Vault;

/// <summary>The vault turns while people of both tiers use their accounts, and the keys of two are rotated in the midst of it.</summary>
public sealed class VaultTurningLoadTests(PostgresServer postgres) : IAsyncLifetime
{
    private const int Batch = 10;
    private const int SlotBatches = 6; // the server's keys, and the slots of four accounts
    private const int CapsuleBatch = 10; // among the capsules of the first UCE account
    private const int Entries = 120;

    private readonly MovableClock _clock = new();
    private readonly TemporaryFolder _folder = new("turning-load");
    private DiaryServer? _server;

    private DiaryServer Server => _server!;

    private VaultKeyFile Keys => Server.Services.GetRequiredService<VaultKeyFile>();

    private VaultKeyRing Ring => Server.Services.GetRequiredService<VaultKeyRing>();

    [Fact]
    public async Task Nothing_fails_that_trying_again_does_not_heal_and_everything_opens_afterwards()
    {
        await using var load = await AccountLoad.Start(Server.Client, Entries);
        var before = Assert.Single(FileIds());
        var jobs = await Turn(load);
        Assert.NotEqual(before, Assert.Single(FileIds()));
        await load.GoesOn();
        foreach (var (owner, job) in load.Uce.Zip(jobs))
        {
            await Succeeds(owner, job);
        }

        await load.Stop();
        Assert.Equal(FileIds(), await RecordIds());
        await _server!.DisposeAsync();
        _server = await Start(); // knows the latest key alone
        await load.AssertAllOpens(Server.Url);
    }

    public async ValueTask InitializeAsync() => _server = await Start(await postgres.CreateDatabase());

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>
    /// Turns the vault, which is held up where it has read records that it is to seal anew: first slots, while rotations of keys begin and
    /// sessions and passwords change, then capsules, while they are wrapped under the next keys. The jobs of the rotations.
    /// </summary>
    private async Task<IReadOnlyList<string>> Turn(AccountLoad load)
    {
        string[] jobs = [];
        var batches = 0;
        var turning = new VaultTurning(
            Keys, Server.Services.GetRequiredService<VaultTurns>(), Server.Services.GetRequiredService<VaultRecords>(),
            new VaultTurnOptions { Pause = TimeSpan.Zero, BatchSize = Batch }, TimeProvider.System)
        {
            Before = async step =>
            {
                switch (step)
                {
                    case "wait": // what a pause is for: the new key is seen, and requests end that began under the old one
                        await Followed();
                        await load.GoesOn();
                        break;
                    case "batch" when ++batches <= SlotBatches:
                        jobs = batches == 1 ? await Task.WhenAll(load.Uce.Select(Rotate)) : jobs;
                        await load.GoesOn();
                        break;
                    case "batch" when batches == CapsuleBatch:
                        await load.Between(() => _clock.Move(KeyRotations.Quiet + TimeSpan.FromSeconds(1)));
                        await load.GoesOn();
                        break;
                    default:
                        break;
                }
            },
        };
        Assert.Equal(VaultTurnEnd.Turned, await turning.Run(_ => { }, CancellationToken.None));

        // On a slow machine the minute after which capsules are wrapped anew is over by itself, and leaves fewer of them to the turn.
        Assert.InRange(batches, SlotBatches + 1, int.MaxValue);
        return jobs;
    }

    /// <summary>Waits until the server seals under the newest key, as it does within seconds.</summary>
    private async Task Followed()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (Ring.CurrentKeyId != FileIds()[0])
        {
            await looks.WaitForNextTickAsync(timeout.Token);
        }
    }

    private async Task<DiaryServer> Start(string? database = null) => await DiaryServer.Start(
        database ?? Server.ConnectionString, null, _clock, ("Diary:VaultKeyFile", Path.Combine(_folder.Path, "vault.key")));

    private List<uint> FileIds() => [.. Keys.Read().Select(VaultKeyRing.IdOf)];

    /// <summary>The ids of the keys that records lie under, in all tables of the vault.</summary>
    private async Task<List<uint>> RecordIds()
    {
        var ids = new HashSet<uint>();
        foreach (var table in VaultTable.All)
        {
            foreach (var row in await Server.Services.GetRequiredService<VaultRecords>().Read(table, null, 10_000, CancellationToken.None))
            {
                Assert.True(VaultKeyRing.TryReadKeyId(row.Record, out var id));
                ids.Add(id);
            }
        }

        return [.. ids];
    }

    private static async Task<string> Rotate(DiaryClient client)
    {
        var payload = (await client.Data("mutation { rotateKeys { job { id } problems { code } } }")).GetProperty("rotateKeys");
        return payload.GetProperty("job").GetProperty("id").GetString()!;
    }

    private static async Task Succeeds(DiaryClient owner, string job)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        JsonElement status;
        do
        {
            await looks.WaitForNextTickAsync(timeout.Token);
            status = (await owner.Data("query ($job: ID!) { job(id: $job) { state failed } }", new { job })).GetProperty("job");
        }
        while (status.GetProperty("state").GetString() != "SUCCEEDED");
        Assert.Equal(0, status.GetProperty("failed").GetInt32());
    }
}
