using Diary.Grains.Sessions;
using Diary.Projections.Vault;
using Diary.TestKit;

namespace Diary.Grains.Tests.Sessions;

public sealed class AttemptGrainTests(PostgresServer postgres) : IAsyncLifetime
{
    private DiaryCluster? _cluster;

    private DiaryCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster was not started");

    private AttemptStore Store => Cluster.Service<AttemptStore>();

    [Fact]
    public async Task Of_many_at_once_five_are_let_pass()
    {
        var grain = Grain(IAttemptGrain.ForAccount);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.Enter()));
        Assert.Equal(5, answers.Count(a => a is null));
    }

    [Fact]
    public async Task What_was_right_lets_an_account_begin_anew_and_counts_one_less_for_an_address()
    {
        var account = Grain(IAttemptGrain.ForAccount);
        await Enter(account, 4);
        await account.Succeed();
        await Enter(account, 5);
        Assert.NotNull(await account.Enter());

        var address = Grain(IAttemptGrain.ForAddress);
        await Enter(address, 100);
        Assert.NotNull(await address.Enter());
        await address.Succeed();
        await Enter(address, 1);
        Assert.NotNull(await address.Enter());
    }

    [Fact]
    public async Task What_was_not_checked_is_not_counted()
    {
        var grain = Grain(IAttemptGrain.ForAccount);
        for (var i = 0; i < 20; i++)
        {
            Assert.Null(await grain.Enter());
            await grain.Withdraw();
        }
    }

    [Fact]
    public async Task A_wait_outlives_the_silo_that_was_killed()
    {
        var grain = Grain(IAttemptGrain.ForAccount);
        await Enter(grain, 5);
        await grain.Enter();
        Cluster.Clock.Move(TimeSpan.FromSeconds(1));
        await Enter(grain, 1);
        Assert.Equal(6, (await Store.Find(grain.GetPrimaryKeyString()))!.Value.Counted); // written before it was answered
    }

    [Fact]
    public async Task A_count_outlives_its_activation_and_is_dropped_by_what_is_right()
    {
        var grain = Grain(IAttemptGrain.ForAccount);
        await Enter(grain, 3);
        Assert.Null(await Store.Find(grain.GetPrimaryKeyString()));
        await Cluster.Silos.DeactivateAsync(grain);
        Assert.Equal(3, (await Store.Find(grain.GetPrimaryKeyString()))!.Value.Counted);
        await Enter(grain, 2);
        Assert.NotNull(await grain.Enter());
        await grain.Succeed();
        Assert.Null(await Store.Find(grain.GetPrimaryKeyString()));
    }

    [Fact]
    public async Task What_is_forgotten_is_swept()
    {
        var (old, young) = (Grain(IAttemptGrain.ForAccount), Grain(IAttemptGrain.ForAddress));
        await Enter(old, 5);
        Cluster.Clock.Move(TimeSpan.FromHours(8));
        await Enter(young, 100);
        await Cluster.Grains.GetGrain<ISweeperGrain>(0).Sweep();
        Assert.Null(await Store.Find(old.GetPrimaryKeyString()));
        Assert.NotNull(await Store.Find(young.GetPrimaryKeyString()));
    }

    public async ValueTask InitializeAsync() => _cluster = await DiaryCluster.Start(postgres);

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();

    private static async Task Enter(IAttemptGrain grain, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Null(await grain.Enter());
        }
    }

    private IAttemptGrain Grain(string kind) => Cluster.Grains.GetGrain<IAttemptGrain>($"{kind}{Guid.NewGuid():N}");
}
