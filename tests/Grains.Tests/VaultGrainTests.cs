using Diary.Grains.Vault;
using Diary.TestKit;

namespace Diary.Grains.Tests;

public sealed class VaultGrainTests(PostgresServer postgres) : IAsyncLifetime
{
    private DiaryCluster? _cluster;

    private DiaryCluster Cluster => _cluster!;

    private IVaultGrain Vault => Cluster.Grains.GetGrain<IVaultGrain>(0);

    private FakeTurn Turn => Cluster.Service<FakeTurn>();

    [Fact]
    public async Task A_turn_is_begun_when_it_is_due_and_not_waited_for()
    {
        Assert.False(await Vault.Tick());
        Turn.Due = true;
        Assert.True(await Vault.Tick());
        Assert.False(await Vault.Tick()); // it runs already
        Turn.End.SetResult(VaultTurnEnd.Turned);
        Turn.Due = false;
        Assert.False(await Vault.Tick());
        Assert.Equal(1, Turn.Runs);
    }

    [Fact]
    public async Task A_turn_that_failed_is_tried_again_at_a_later_tick()
    {
        Turn.Due = true;
        Turn.End.SetException(new TimeoutException());
        Assert.True(await Vault.Tick());
        while (Turn.Runs < 2)
        {
            await Vault.Tick();
        }
    }

    [Fact]
    public async Task It_is_woken_every_hour_by_a_reminder_that_it_sets_itself()
    {
        await Vault.Schedule();
        await Vault.Schedule();
        var reminder = Assert.Single((await Cluster.Service<IReminderTable>().ReadRows(Vault.GetGrainId())).Reminders);
        Assert.Equal(("turn", TimeSpan.FromHours(1)), (reminder.ReminderName, reminder.Period));
        Turn.Due = true;
        await Vault.AsReference<IRemindable>().ReceiveReminder("turn", default);
        Assert.False(await Vault.Tick());
    }

    public async ValueTask InitializeAsync() => _cluster = await DiaryCluster.Start(postgres);

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();
}

/// <summary>A turn whose end the test decides.</summary>
internal sealed class FakeTurn : IVaultTurn
{
    public bool Due { get; set; }

    public int Runs { get; private set; }

    public TaskCompletionSource<VaultTurnEnd> End { get; } = new();

    public Task<bool> IsDue(CancellationToken cancellation) => Task.FromResult(Due);

    public Task<VaultTurnEnd> Run(Action<string> say, CancellationToken cancellation)
    {
        Runs++;
        say("a step");
        return End.Task.WaitAsync(cancellation);
    }
}
