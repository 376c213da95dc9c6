using Diary.Domain;
using Diary.Domain.Facebook;
using Diary.Domain.Jobs;
using Diary.Grains.Facebook;
using Diary.Grains.Jobs;
using Diary.Grains.Tests.Jobs;
using Diary.Projections.Vault;
using Diary.TestKit;

namespace Diary.Grains.Tests.Facebook;

public sealed class FacebookGrainTests(PostgresServer postgres)
{
    private static readonly Bytes User = Samples.Bytes("user"), Secrets = Samples.Bytes("secrets");
    private static readonly SessionId Phone = new(Guid.CreateVersion7());

    [Fact]
    public async Task A_connection_brings_posts_at_once_and_at_each_tick_of_its_reminder()
    {
        await using var cluster = await DiaryCluster.Start(postgres);
        var account = await Connected(cluster);
        var grain = cluster.Grains.GetGrain<IFacebookGrain>(account.Value);
        var job = cluster.Grains.GetGrain<IJobGrain>(FacebookJobs.Pull(account));
        Assert.Equal((JobKind.FacebookPull, JobState.Queued), await Stands(job, account));
        Assert.Equal(1, cluster.Service<FakeRunner>().StartsOf(FacebookJobs.Pull(account)));
        await End(job, account);

        await Tick(grain);
        Assert.Equal(JobState.Queued, (await Stands(job, account)).State);
        var next = (await grain.Activity()).NextSyncAt;
        Assert.InRange((next!.Value - cluster.Clock.GetUtcNow()).TotalMinutes, 59, 60);

        await End(job, account);
        await grain.Execute(new ConnectionCommand.Configure(false, 60, Phone), Bytes.Empty, audit: null);
        await Tick(grain);
        Assert.Equal(JobState.Succeeded, (await Stands(job, account)).State);
        Assert.Null((await grain.Activity()).NextSyncAt);
    }

    [Fact]
    public async Task Secrets_are_kept_and_destroyed_with_what_they_belong_to()
    {
        await using var cluster = await DiaryCluster.Start(postgres);
        var account = await Connected(cluster);
        Assert.Equal(Secrets.ToArrayUnsafe(), await Slot(cluster, account));
        var grain = cluster.Grains.GetGrain<IFacebookGrain>(account.Value);
        await grain.Execute(new ConnectionCommand.Disconnect(DisconnectReason.Asked, Phone), Bytes.Empty, audit: null);
        Assert.Null(await Slot(cluster, account));
        Assert.Null(await grain.Pull(Phone, null));
        await Tick(grain);
    }

    [Fact]
    public async Task Operations_of_the_last_seven_days_are_counted_each_once()
    {
        await using var cluster = await DiaryCluster.Start(postgres);
        var account = await Connected(cluster);
        var grain = cluster.Grains.GetGrain<IFacebookGrain>(account.Value);
        for (var day = 0; day < 9; day++)
        {
            var began = cluster.Clock.GetUtcNow();
            await grain.Ended(began, day == 1 ? OperationEnd.NeedsOwner : day == 8 ? OperationEnd.Failed : OperationEnd.Succeeded);
            await grain.Ended(began, OperationEnd.Failed);
            cluster.Clock.Move(TimeSpan.FromDays(1));
        }

        var activity = await grain.Activity();
        Assert.Equal((5, 1), (activity.Succeeded, activity.Failed));
    }

    [Fact]
    public async Task Pauses_of_the_app_grow_to_an_hour_and_are_forgotten_in_time()
    {
        await using var cluster = await DiaryCluster.Start(postgres);
        var limit = cluster.Grains.GetGrain<IFacebookLimitGrain>(0);
        foreach (var minutes in new[] { 15, 30, 60, 60 })
        {
            Assert.Null(await limit.PausedUntil());
            var until = await limit.Pause(null);
            Assert.InRange((until - cluster.Clock.GetUtcNow()).TotalMinutes, minutes - 0.5, minutes);
            Assert.Equal(until, await limit.Pause(TimeSpan.FromHours(5))); // the others that met it
            Assert.Equal(until, await limit.PausedUntil());
            cluster.Clock.Move(TimeSpan.FromMinutes(minutes + 1));
        }

        cluster.Clock.Move(TimeSpan.FromHours(3));
        Assert.InRange((await limit.Pause(null) - cluster.Clock.GetUtcNow()).TotalMinutes, 14, 15);
        cluster.Clock.Move(TimeSpan.FromHours(3));
        Assert.InRange((await limit.Pause(TimeSpan.FromHours(2)) - cluster.Clock.GetUtcNow()).TotalMinutes, 119, 120);
    }

    private static async Task<AccountId> Connected(DiaryCluster cluster)
    {
        var account = new AccountId(Guid.CreateVersion7());
        await cluster.AddAccount(account);
        var receipt = await cluster.Grains.GetGrain<IFacebookGrain>(account.Value).Execute(
            new ConnectionCommand.Connect(User, true, false, null, Phone), Secrets, audit: null);
        Assert.Equal(new Receipt(1), receipt);
        return account;
    }

    private static async Task<(JobKind Kind, JobState State)> Stands(IJobGrain job, AccountId account) =>
        await job.Find(account) is { } status ? (status.Kind, status.State) : default;

    private static async Task End(IJobGrain job, AccountId account)
    {
        var runner = Guid.NewGuid();
        Assert.True(await job.Take(account, runner));
        await job.Report(account, runner, new JobReport(JobState.Succeeded, 1, 1));
    }

    private static Task Tick(IFacebookGrain grain) =>
        grain.AsReference<IRemindable>().ReceiveReminder("pull", new TickStatus());

    private static Task<byte[]?> Slot(DiaryCluster cluster, AccountId account) =>
        cluster.Service<VaultStore>().FindSlot(account, new SlotId(SlotKind.Facebook), CancellationToken.None);
}
