using Diary.Domain.Entries;
using Diary.TestKit;

namespace Diary.Grains.Tests.Entries;

public sealed class SurvivalTests(PostgresServer postgres)
{
    [Fact]
    public async Task What_was_acknowledged_survives_the_kill_of_its_silo()
    {
        await using var cluster = await DiaryCluster.Start(postgres, silos: 2);
        var (account, id) = (Samples.Account(), Samples.Entry());
        var grain = cluster.Grains.Entry(account, id);
        Assert.Equal(new Receipt(1), await grain.Execute(Samples.Write(account, id, "one")));
        var address = await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);
        var silo = cluster.Silos.Silos.Single(s => s.SiloAddress.Equals(address));
        await cluster.Silos.KillSiloAsync(silo);
        Assert.Equal(new Receipt(2), await Persist(() => grain.Execute(Samples.Edit(1, "two"))));
        Assert.NotEqual(silo.SiloAddress, Assert.Single(cluster.Silos.GetActiveSilos()).SiloAddress);
        Assert.Equal(new Receipt(2), await grain.Execute(Samples.Edit(1, "two"))); // the same again, as a client would that saw no answer
        Assert.Equal(new Receipt(3), await grain.Execute(new EntryCommand.Delete(2, null)));
    }

    /// <summary>Until the cluster has noticed the death, calls to the dead silo fail.</summary>
    private static async Task<T> Persist<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (e is OrleansException or TimeoutException)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
