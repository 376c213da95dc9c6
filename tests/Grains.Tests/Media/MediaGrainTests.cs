using Diary.Domain;
using Diary.Domain.Media;
using Diary.Grains.Media;
using Diary.Projections.Media;
using Diary.Projections.Vault;
using Diary.TestKit;

namespace Diary.Grains.Tests.Media;

public sealed class MediaGrainTests(PostgresServer postgres) : IAsyncLifetime
{
    private const long Limit = 1_000;
    private readonly AccountId _account = Samples.Account();
    private readonly MediaId _id = new(Guid.CreateVersion7());
    private DiaryCluster? _cluster;

    private DiaryCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster was not started");

    private IMediaGrain Grain => Cluster.Grains.Media(_account, _id);

    private StorageStore Storage => Cluster.Service<StorageStore>();

    [Fact]
    public async Task A_file_is_announced_arrives_and_is_deleted_and_each_can_be_said_again()
    {
        Assert.Equal(new Receipt(1), await Grain.Execute(Announce(_id, 600)));
        Assert.Equal(new Receipt(1), await Grain.Execute(Announce(_id, 600)));
        await Put(1);
        Assert.Equal(new Receipt(2), await Grain.Execute(Complete));
        Assert.Equal(new Receipt(2), await Grain.Execute(Complete));
        Assert.Equal((600L, MediaState.Ready), (await Used(), await State()));
        Assert.Equal(new Receipt(3), await Grain.Execute(new MediaCommand.Delete(null)));
        Assert.Equal(new Receipt(3), await Grain.Execute(new MediaCommand.Delete(null)));
        Assert.Equal((0L, MediaState.Deleted), (await Used(), await State()));
    }

    [Fact]
    public async Task A_repeated_announcement_is_a_success_also_where_the_storage_is_full_by_now()
    {
        await Grain.Execute(Announce(_id, Limit));
        Assert.Equal(new Receipt(1), await Grain.Execute(Announce(_id, Limit)));
        var other = new MediaId(Guid.CreateVersion7());
        Assert.Equal(new Receipt(0, new Refusal(RefusalCode.QuotaExceeded, RefusalReason.StorageIsFull)),
            await Cluster.Grains.Media(_account, other).Execute(Announce(other, 1)));
    }

    [Fact]
    public async Task Parts_that_are_others_by_now_are_checked_again()
    {
        await Grain.Execute(Announce(_id, 10));
        await Put(2);
        Assert.Equal(new Receipt(1, new Refusal(RefusalCode.VersionConflict, RefusalReason.MediaChanged)), await Grain.Execute(Complete));
        await Put(1);
        Assert.Equal(new Receipt(2), await Grain.Execute(Complete));
    }

    [Fact]
    public async Task A_file_of_a_known_content_shares_it()
    {
        var copy = new MediaId(Guid.CreateVersion7());
        await Grain.Execute(Announce(_id, 10));
        await Put(1);
        await Grain.Execute(Complete);
        var second = Cluster.Grains.Media(_account, copy);
        await second.Execute(Announce(copy, 10));
        Assert.Equal(RefusalReason.MediaChanged, (await second.Execute(Complete with { Parts = [] })).Refusal?.Reason);
        var shared = new MediaCopy(_id, Samples.Bytes("the other's key"), [new NumberedPart(1, Samples.Bytes("part 1, again"))]);
        Assert.Equal(new Receipt(2), await second.Execute(Complete with { Parts = [], Copy = shared }));
        Assert.Equal(10, await Used());
        Assert.Equal(Samples.Bytes("the other's key").ToArrayUnsafe(),
            (await Storage.Find(_account, [copy], TestContext.Current.CancellationToken))[copy]);
    }

    [Fact]
    public async Task Another_accounts_file_of_the_same_id_is_another_file()
    {
        var other = Samples.Account();
        await Grain.Execute(Announce(_id, 10));
        Assert.Equal(RefusalReason.NoSuchMedia,
            (await Cluster.Grains.Media(other, _id).Execute(new MediaCommand.Delete(null))).Refusal?.Reason);
        Assert.Equal(new Receipt(1), await Cluster.Grains.Media(other, _id).Execute(Announce(_id, 20) with { Owner = other }));
        Assert.Equal(10, await Used());
    }

    public async ValueTask InitializeAsync() => _cluster = await DiaryCluster.Start(postgres);

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();

    private MediaCommand.Announce Announce(MediaId id, long size) =>
        new(id, _account, size, Samples.Bytes($"{size} bytes"), Samples.Bytes("key"), Limit, null);

    private static MediaCommand.Complete Complete => new([Samples.Bytes("part 1")], Samples.Bytes("content"), null, null);

    private async Task Put(int number) => await Storage.KeepPart(_account, _id, 1, Samples.Bytes($"part {number}").ToArrayUnsafe(),
        Cluster.Clock.GetUtcNow(), TestContext.Current.CancellationToken);

    private Task<long> Used() => Storage.Used(_account, TestContext.Current.CancellationToken);

    private async Task<MediaState> State() =>
        (await new MediaReader(Cluster.Service<Npgsql.NpgsqlDataSource>()).Find(_account, [_id], TestContext.Current.CancellationToken))
        .Single().State;
}
