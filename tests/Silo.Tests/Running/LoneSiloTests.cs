using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Diary.Silo.Tests.Running;

/// <summary>A silo with a PostgreSQL of its own has no other to judge it, and nobody who would start it again.</summary>
public sealed class LoneSiloTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_clock_that_leaps_ahead_while_it_joins_does_not_end_it()
    {
        var clock = new MovableClock();
        clock.Move(TimeSpan.FromDays(1)); // the runtime's own clock, by which silos join, is not moved
        await using var server = await DiaryServer.Start(await postgres.CreateDatabase(), null, clock);
        var hosts = await server.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts();
        Assert.Equal(SiloStatus.Active, Assert.Single(hosts).Value);
        // Whether it evicts itself is a race, and ends this process where it does: so the rule is looked at, too.
        var membership = server.Services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;
        Assert.False(membership.EvictWhenMaxJoinAttemptTimeExceeded);
    }
}
