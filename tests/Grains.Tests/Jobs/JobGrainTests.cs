using Diary.Domain;
using Diary.Domain.Jobs;
using Diary.Grains.Jobs;
using Diary.TestKit;

namespace Diary.Grains.Tests.Jobs;

public sealed class JobGrainTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly AccountId _account = Samples.Account();
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly Guid _runner = Guid.CreateVersion7();
    private DiaryCluster? _cluster;

    private DiaryCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster was not started");

    private IJobGrain Grain => Cluster.Grains.GetGrain<IJobGrain>(_id);

    [Fact]
    public async Task A_job_begins_once_and_its_progress_survives_its_activation()
    {
        Assert.Null(await Grain.Find(_account));
        var begun = await Begin();
        Assert.Equal((JobState.Queued, 0, null, JobKind.KeyRotation), (begun.State, begun.Done, begun.Total, begun.Kind));
        Cluster.Clock.Move(TimeSpan.FromSeconds(5));
        Assert.Equal(begun, await Begin());
        Assert.True(await Grain.Take(_account, _runner));
        Assert.True(await Report(JobState.Running, 200, 430));
        await Cluster.Silos.DeactivateAsync(Grain);
        Assert.Equal(begun with { State = JobState.Running, Done = 200, Total = 430 }, await Grain.Find(_account));
        Assert.True(await Report(JobState.Succeeded, 430, 430));
        var over = await Find();
        Assert.Equal((JobState.Succeeded, 430, true), (over.State, over.Done, over.FinishedAt > over.StartedAt));
        Assert.False(await Grain.Take(_account, _runner));
        Assert.Equal(over, await Begin());
    }

    [Fact]
    public async Task One_runner_works_at_a_time_and_the_next_one_where_it_is_not_heard_of()
    {
        await Begin();
        var other = Guid.CreateVersion7();
        Assert.True(await Grain.Take(_account, _runner));
        Assert.False(await Grain.Take(_account, other));
        Cluster.Clock.Move(JobLease.Period - TimeSpan.FromSeconds(1));
        Assert.True(await Report(JobState.Running, 1, 9)); // keeps the lease
        Cluster.Clock.Move(JobLease.Period - TimeSpan.FromSeconds(1));
        Assert.False(await Grain.Take(_account, other));
        Cluster.Clock.Move(TimeSpan.FromSeconds(2));
        Assert.Equal(JobState.Waiting, (await Find()).State);
        Assert.True(await Grain.Take(_account, other));
        Assert.False(await Report(JobState.Running, 2, 9));
        Assert.Equal((JobState.Running, 1), ((await Find()).State, (await Find()).Done));
    }

    [Fact]
    public async Task A_runner_whose_time_is_over_leaves_the_job_waiting_for_any_other()
    {
        await Begin();
        Assert.True(await Grain.Take(_account, _runner));
        Assert.True(await Report(JobState.Waiting, 5, 9));
        Assert.Equal(JobState.Waiting, (await Find()).State);
        Assert.True(await Grain.Take(_account, Guid.CreateVersion7()));
        Assert.Equal(5, (await Find()).Done);
    }

    [Fact]
    public async Task Progress_never_goes_back_and_never_past_the_whole()
    {
        await Begin();
        await Grain.Take(_account, _runner);
        await Report(JobState.Running, 8, 9);
        await Report(JobState.Running, 2, 9);
        Assert.Equal(8, (await Find()).Done);
        await Report(JobState.Running, 12, 9);
        Assert.Equal(9, (await Find()).Done);
    }

    [Fact]
    public async Task What_failed_begins_again_and_what_is_seen_to_be_done_is_settled_once()
    {
        var begun = await Begin();
        await Grain.Take(_account, _runner);
        await Grain.Report(_account, _runner, new JobReport(JobState.Failed, 9, 9, 2));
        Assert.Equal((JobState.Failed, 2), ((await Find()).State, (await Find()).Failed));
        Assert.Equal(begun, await Begin());
        var settled = await Grain.Settle(_account);
        Assert.Equal(JobState.Succeeded, settled!.State);
        Cluster.Clock.Move(TimeSpan.FromSeconds(5));
        Assert.Equal(settled, await Grain.Settle(_account));
    }

    [Fact]
    public async Task To_a_stranger_there_is_no_such_job()
    {
        await Begin();
        var eve = Samples.Account();
        Assert.Null(await Grain.Find(eve));
        Assert.Null(await Grain.Begin(eve, JobKind.KeyRotation));
        Assert.Null(await Grain.Settle(eve));
        Assert.False(await Grain.Take(eve, _runner));
        Assert.True(await Grain.Take(_account, _runner));
        Assert.False(await Grain.Report(eve, _runner, new JobReport(JobState.Succeeded, 1, 1)));
    }

    public async ValueTask InitializeAsync() => _cluster = await DiaryCluster.Start(postgres);

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();

    private async Task<JobStatus> Begin() => (await Grain.Begin(_account, JobKind.KeyRotation))!;

    private async Task<JobStatus> Find() => (await Grain.Find(_account))!;

    private Task<bool> Report(JobState state, int done, int total) =>
        Grain.Report(_account, _runner, new JobReport(state, done, total));
}
