using Orleans.Storage;

namespace Diary.Silo.Tests.Clustering;

public sealed class OrleansClusterTests(OrleansDatabase database) : IClassFixture<OrleansDatabase>
{
    [Fact]
    public async Task Two_silos_form_a_cluster_and_keep_state_and_reminders()
    {
        await using var first = await OrleansSilo.Start(database.ConnectionString);
        await using var second = await OrleansSilo.Start(database.ConnectionString);

        var hosts = await first.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        Assert.Equal(2, hosts.Count);

        await State_is_shared_and_the_slower_writer_loses(first.Storage, second.Storage);
        await A_reminder_is_read_back_until_it_is_unregistered(first.Grains, second.Grains);

        await second.DisposeAsync();
        hosts = await first.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        Assert.Single(hosts);
    }

    private static async Task State_is_shared_and_the_slower_writer_loses(IGrainStorage here, IGrainStorage there)
    {
        var grain = GrainId.Create("session", "ada");
        var (mine, theirs) = (new GrainState<Note>(new Note()), new GrainState<Note>(new Note()));
        await here.ReadStateAsync("note", grain, mine);
        await there.ReadStateAsync("note", grain, theirs);
        Assert.False(mine.RecordExists);

        mine.State = new Note { Text = "first" };
        await here.WriteStateAsync("note", grain, mine);
        theirs.State = new Note { Text = "too late" };
        await Assert.ThrowsAsync<InconsistentStateException>(() => there.WriteStateAsync("note", grain, theirs));

        await there.ReadStateAsync("note", grain, theirs);
        Assert.Equal("first", theirs.State.Text);
        theirs.State = new Note { Text = "second" };
        await there.WriteStateAsync("note", grain, theirs);
        await Assert.ThrowsAsync<InconsistentStateException>(() => here.WriteStateAsync("note", grain, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => here.ClearStateAsync("note", grain, mine));

        await there.ClearStateAsync("note", grain, theirs);
        await here.ReadStateAsync("note", grain, mine);
        Assert.False(mine.RecordExists);
        mine.State = new Note { Text = "third" };
        await here.WriteStateAsync("note", grain, mine);
        await there.ReadStateAsync("note", grain, theirs);
        Assert.Equal("third", theirs.State.Text);
    }

    private static async Task A_reminder_is_read_back_until_it_is_unregistered(IGrainFactory here, IGrainFactory there)
    {
        await here.GetGrain<IAlarmGrain>("ada").Set(TimeSpan.FromHours(1));
        await there.GetGrain<IAlarmGrain>("ada").Set(TimeSpan.FromHours(2));
        Assert.Equal(["alarm"], await there.GetGrain<IAlarmGrain>("ada").Names());
        Assert.Empty(await here.GetGrain<IAlarmGrain>("bob").Names());
        await here.GetGrain<IAlarmGrain>("ada").Cancel();
        Assert.Empty(await there.GetGrain<IAlarmGrain>("ada").Names());
    }

    [GenerateSerializer]
    internal sealed class Note
    {
        [Id(0)]
        public string Text { get; set; } = "";
    }
}
