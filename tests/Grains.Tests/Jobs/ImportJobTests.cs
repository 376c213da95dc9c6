using System.Collections.Concurrent;
using Diary.Domain;
using Diary.Domain.Jobs;
using Diary.Grains.Jobs;
using Diary.TestKit;

namespace Diary.Grains.Tests.Jobs;

public sealed class ImportJobTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly SessionId Laptop = new(Guid.CreateVersion7());

    private readonly AccountId _account = Samples.Account();
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly Guid _runner = Guid.CreateVersion7();
    private readonly JobOrder _order = new(new SessionId(Guid.CreateVersion7()), Guid.CreateVersion7());
    private DiaryCluster? _cluster;

    private DiaryCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster was not started");

    private IJobGrain Grain => Cluster.Grains.GetGrain<IJobGrain>(_id);

    private FakeRunner Runner => Cluster.Service<FakeRunner>();

    [Fact]
    public async Task An_import_is_started_by_itself_and_again_by_its_reminder_while_nobody_works()
    {
        var begun = await Begin();
        Assert.Equal((JobState.Queued, _order), (begun.State, begun.Order));
        Assert.Equal(1, Runner.StartsOf(_id));
        await Begin();
        Assert.Equal(1, Runner.StartsOf(_id));

        await Remind();
        Assert.Equal(2, Runner.StartsOf(_id));
        await Grain.Take(_account, _runner);
        await Remind();
        Assert.Equal(2, Runner.StartsOf(_id)); // somebody works
        Cluster.Clock.Move(JobLease.Period + TimeSpan.FromSeconds(1));
        await Remind();
        Assert.Equal(3, Runner.StartsOf(_id)); // and is not heard of any more
        await Grain.Take(_account, _runner);
        await Report(new JobReport(JobState.Succeeded, 3, 3));
        await Remind();
        Assert.Equal(3, Runner.StartsOf(_id));
    }

    [Fact]
    public async Task What_a_runner_tells_is_kept_and_can_be_undone_once()
    {
        await Begin();
        await Grain.Take(_account, _runner);
        await Report(new JobReport(JobState.Succeeded, 9, null, 1, 6, 2, ["Entry 4: has no date."]));
        await Cluster.Silos.DeactivateAsync(Grain);
        var over = await Find();
        Assert.Equal((9, (int?)null, 1, 6, 2), (over.Done, over.Total, over.Failed, over.Imported, over.Skipped));
        Assert.Equal(["Entry 4: has no date."], over.Problems);

        var undoing = (await Grain.Undo(_account, Laptop))!;
        Assert.Equal((JobState.Queued, true, 0, 6, Laptop), (undoing.State, undoing.IsUndo, undoing.Done, undoing.Imported,
            undoing.Order!.By));
        Assert.Equal(2, Runner.StartsOf(_id));
        Assert.Equal(undoing, await Grain.Undo(_account, Laptop));
        await Grain.Take(_account, _runner);
        await Report(new JobReport(JobState.Undone, 6, null, 0, 6));
        var undone = await Find();
        Assert.Equal(JobState.Undone, undone.State);
        Assert.Equal(undone, await Grain.Undo(_account, Laptop));
        Assert.Equal(2, Runner.StartsOf(_id));
    }

    [Fact]
    public async Task A_cancelled_job_stops_its_runner_at_the_next_report_and_can_be_undone_after_it()
    {
        await Begin();
        await Grain.Take(_account, _runner);
        Assert.Equal(JobState.Cancelled, (await Grain.Cancel(_account))!.State);
        await Grain.Undo(_account, Laptop);
        var other = Guid.CreateVersion7();
        Assert.False(await Grain.Take(_account, other)); // the runner may still bring something
        Assert.False(await Report(new JobReport(JobState.Running, 5, 9)));
        Assert.True(await Grain.Take(_account, other));
        Assert.Equal((JobState.Running, 0), ((await Find()).State, (await Find()).Done));
    }

    [Fact]
    public async Task A_dry_run_and_what_is_not_over_cannot_be_undone()
    {
        await Begin();
        Assert.False((await Grain.Undo(_account, Laptop))!.IsUndo);
        var dry = Cluster.Grains.GetGrain<IJobGrain>(Guid.CreateVersion7());
        await dry.Begin(_account, JobKind.ArchiveImport, _order with { DryRun = true });
        await dry.Cancel(_account);
        Assert.False((await dry.Undo(_account, Laptop))!.IsUndo);
    }

    [Fact]
    public async Task An_export_waits_for_its_owner_and_begins_again_only_where_that_is_said()
    {
        var export = Cluster.Grains.GetGrain<IJobGrain>(_id);
        await export.Begin(_account, JobKind.Export, _order);
        Assert.Equal(0, Runner.StartsOf(_id));
        await export.Take(_account, _runner);
        await export.Report(_account, _runner, new JobReport(JobState.Waiting, 5, 9));
        Assert.True(await export.Take(_account, _runner));
        await export.Report(_account, _runner, new JobReport(JobState.Succeeded, 9, 9));
        Assert.Equal(JobState.Succeeded, (await export.Begin(_account, JobKind.Export, _order))!.State);
        var again = (await export.Begin(_account, JobKind.Export, _order, again: true))!;
        Assert.Equal((JobState.Queued, 0), (again.State, again.Done));
    }

    public async ValueTask InitializeAsync() => _cluster = await DiaryCluster.Start(postgres);

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();

    private Task Remind() => Grain.AsReference<IRemindable>().ReceiveReminder("work", default);

    private async Task<JobStatus> Begin() => (await Grain.Begin(_account, JobKind.ArchiveImport, _order))!;

    private async Task<JobStatus> Find() => (await Grain.Find(_account))!;

    private Task<bool> Report(JobReport report) => Grain.Report(_account, _runner, report);
}

/// <summary>Counts how often it was told to work.</summary>
internal sealed class FakeRunner : IJobRunner
{
    private readonly ConcurrentDictionary<Guid, int> _starts = new();

    public int StartsOf(Guid job) => _starts.GetValueOrDefault(job);

    public void Start(AccountId account, JobStatus job) => _starts.AddOrUpdate(job.Id, 1, (_, n) => n + 1);
}
