using CsCheck;
using Diary.Domain;
using Diary.Domain.Media;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.Projections.Media;
using Diary.Projections.Vault;

namespace Diary.Projections.Tests.Vault;

public sealed class MediaStorageTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private const long Limit = 10_000;
    private readonly AccountId _account = NewAccount();

    private StorageStore Storage => new(diary.Database);

    [Fact]
    public async Task What_is_announced_is_reserved_and_what_is_released_is_free()
    {
        var (one, two) = (NewMedia(), NewMedia());
        Assert.IsType<AppendOutcome.Committed>(await Announce(one, 6_000));
        Assert.Equal(6_000, await Used());
        Assert.Equal(new AppendOutcome.Duplicate(StorageStore.IsFull), await Announce(two, 4_001));
        Assert.Equal((6_000, 0), (await Used(), await Versions(two)));
        Assert.IsType<AppendOutcome.Committed>(await Announce(two, 4_000));
        Assert.IsType<AppendOutcome.Committed>(await Release(one, 1));
        Assert.Equal(4_000, await Used());
        Assert.Empty(await Storage.Find(_account, [one], CancellationToken.None));
        Assert.Single(await Storage.Find(_account, [one, two], CancellationToken.None));
    }

    [Fact]
    public async Task Of_200_that_ask_at_once_for_the_last_bytes_as_many_get_them_as_there_are()
    {
        await Announce(NewMedia(), Limit - 7);
        await using var journal = diary.Journal();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => journal.Append(Announcement(NewMedia(), 1))));
        Assert.Equal(7, outcomes.Count(o => o is AppendOutcome.Committed));
        Assert.Equal(193, outcomes.Count(o => o == new AppendOutcome.Duplicate(StorageStore.IsFull)));
        Assert.Equal(Limit, await Used());
    }

    [Fact]
    public async Task So_many_may_be_still_to_arrive()
    {
        await diary.Execute(
            "INSERT INTO vault.media_contents SELECT $1, gen_random_uuid(), 0, NULL, false FROM generate_series(2, $2)",
            _account.Value, StorageStore.MostToArrive);
        Assert.IsType<AppendOutcome.Committed>(await Announce(NewMedia(), 1));
        Assert.Equal(new AppendOutcome.Duplicate(StorageStore.TooManyUploads), await Announce(NewMedia(), 1));
    }

    [Fact]
    public async Task A_part_is_kept_while_its_file_is_to_arrive_and_takes_the_place_of_the_one_before()
    {
        var photo = NewMedia();
        Assert.Equal((false, null), await Put(photo, 1, 1));
        await Announce(photo, 10);
        Assert.Equal((true, null), await Put(photo, 2, 2));
        Assert.Equal((true, null), await Put(photo, 1, 1));
        var (isKept, before) = await Put(photo, 1, 3);
        Assert.True(isKept);
        Assert.Equal([1], before);
        Assert.Equal([(1, 3), (2, 2)],
            (await Storage.Parts(_account, photo, CancellationToken.None)).Select(p => (p.Number, (int)p.Record[0])));
        Assert.Equal((false, null), await Put(photo, 1, 4, Now.AddDays(1)));
        Assert.Equal(new AppendOutcome.Duplicate(StorageStore.PartsChanged), await Keep(photo, 1, null, [1], [2]));
        Assert.Equal(new AppendOutcome.Duplicate(StorageStore.PartsChanged), await Keep(photo, 1, null, [3]));
        Assert.IsType<AppendOutcome.Committed>(await Keep(photo, 1, null, [3], [2]));
        Assert.Equal((false, null), await Put(photo, 1, 5));
        Assert.Equal((MediaState.Ready, 10L), (await new MediaReader(diary.Database).Find(_account, [photo], CancellationToken.None))
            .Select(m => (m.State, m.SizeBytes)).Single());
    }

    [Fact]
    public async Task A_content_is_counted_once_and_its_bytes_are_free_when_the_last_file_of_it_is_gone()
    {
        var (first, second, third) = (NewMedia(), NewMedia(), NewMedia());
        await Arrive(first, 100, 0xA0);
        await Announce(second, 100);
        await Put(second, 1, 9);
        Assert.Equal(200, await Used());
        Assert.Equal(new AppendOutcome.Duplicate(StorageStore.ContentIsKnown), await Keep(second, 1, 0xA0, [9]));
        Assert.Equal(first, await Storage.HolderOf(_account, Token(0xA0), CancellationToken.None));
        Assert.IsType<AppendOutcome.Committed>(await Share(second, first, 0xA0, [9]));
        Assert.Equal(100, await Used());
        var (number, record) = Assert.Single(await Storage.Parts(_account, second, CancellationToken.None));
        Assert.Equal((1, 0x77), (number, record[0]));

        await Announce(third, 100);
        await Put(third, 1, 9);
        Assert.IsType<AppendOutcome.Committed>(await Release(first, 2));
        Assert.Equal(200, await Used());
        Assert.Equal(new AppendOutcome.Duplicate(StorageStore.ContentIsGone), await Share(third, first, 0xA0, [9]));
        Assert.IsType<AppendOutcome.Committed>(await Share(third, second, 0xA0, [9]));
        Assert.IsType<AppendOutcome.Committed>(await Release(second, 2));
        Assert.Equal(100, await Used());
        Assert.IsType<AppendOutcome.Committed>(await Release(third, 2));
        Assert.Equal(0, await Used());
    }

    [Fact]
    public Task What_is_used_is_the_sum_of_what_is_there_whatever_happens() => Gen.Int[0, 5].Array[40, 80].SampleAsync(async steps =>
    {
        var account = NewAccount();
        var files = Enumerable.Range(0, 6).Select(_ => NewMedia()).ToArray();
        await using var journal = diary.Journal();
        await Task.WhenAll(steps.Select((step, i) => Step(journal, account, files, step, i)));
        var expected = await diary.Scalar<long>(
            """
            SELECT coalesce(sum(size), 0)::bigint FROM (
                SELECT max(size_bytes) AS size FROM vault.media_contents WHERE account_id = $1
                GROUP BY coalesce(encode(token, 'hex'), media_id::text)) c
            """, account.Value);
        Assert.Equal(expected, await new StorageStore(diary.Database).Used(account, CancellationToken.None));
        Assert.InRange(expected, 0, Limit);
        Assert.Equal(0, await diary.Scalar<long>(
            """
            SELECT count(*) FROM vault.media_contents c
            FULL JOIN (SELECT * FROM vault.key_slots WHERE kind = 10 AND account_id = $1) k
                ON k.account_id = c.account_id AND k.slot_id = c.media_id
            WHERE (c.account_id = $1 OR c.account_id IS NULL) AND (c.media_id IS NULL OR k.slot_id IS NULL)
            """, account.Value));
    }, iter: 12, threads: 1);

    private static async Task Step(EventJournal journal, AccountId account, MediaId[] files, int step, int number)
    {
        var file = files[number % files.Length];
        var version = number % 3;
        var token = Token((byte)(number % 2)).ToArrayUnsafe();
        IReadOnlyList<VaultWrite> writes = step switch
        {
            0 or 1 => [new VaultWrite.ReserveMedia(account, file, 1_000 + (number % 2), Limit), Slot(account, file)],
            2 or 3 => [new VaultWrite.KeepMedia(account, file, token, [], null)],
            4 => [new VaultWrite.KeepMedia(account, file, token, [], files[(number + 2) % files.Length]), Slot(account, file, null)],
            _ => [new VaultWrite.ReleaseMedia(account, file)],
        };
        MediaEvent happened = step switch
        {
            0 or 1 => new MediaEvent.Announced(file, account, 1_000, Run(1, 32), Now.AddDays(1), null, Now),
            2 or 3 or 4 => new MediaEvent.Ready(null, Now),
            _ => new MediaEvent.Deleted(null, Now),
        };
        await journal.Append(new Append(account, StreamKey.Of(file), step < 2 ? 0 : version, [happened], writes));
    }

    private static MediaId NewMedia() => new(Guid.CreateVersion7());

    private static VaultWrite.PutSlot Slot(AccountId account, MediaId media, DateTimeOffset? expires) =>
        new(account, new SlotId(SlotKind.Media, media.Value), [7], expires);

    private static VaultWrite.PutSlot Slot(AccountId account, MediaId media) => Slot(account, media, Now.AddDays(1));

    private Append Announcement(MediaId media, long size) => new(_account, StreamKey.Of(media), 0,
        [new MediaEvent.Announced(media, _account, size, Run(1, 32), Now.AddDays(1), Phone, Now)],
        [new VaultWrite.ReserveMedia(_account, media, size, Limit), Slot(_account, media)]);

    private Task<AppendOutcome> Announce(MediaId media, long size) => Append(Announcement(media, size));

    private Task<AppendOutcome> Keep(MediaId media, int version, byte? token, params byte[][] parts) => Append(new Append(
        _account, StreamKey.Of(media), version, [new MediaEvent.Ready(Phone, Now)],
        [new VaultWrite.KeepMedia(_account, media, token is { } t ? Token(t).ToArrayUnsafe() : [], parts, null)]));

    private Task<AppendOutcome> Share(MediaId media, MediaId holder, byte token, params byte[][] parts) => Append(new Append(
        _account, StreamKey.Of(media), 1, [new MediaEvent.Ready(Phone, Now)],
        [
            new VaultWrite.KeepMedia(_account, media, Token(token).ToArrayUnsafe(), parts, holder), Slot(_account, media, null),
            new VaultWrite.PutSlot(_account, new SlotId(SlotKind.MediaPart, media.Value, 1), [0x77]),
        ]));

    private async Task Arrive(MediaId media, long size, byte token)
    {
        await Announce(media, size);
        await Put(media, 1, 1);
        Assert.IsType<AppendOutcome.Committed>(await Keep(media, 1, token, [1]));
    }

    private Task<AppendOutcome> Release(MediaId media, int version) => Append(new Append(_account, StreamKey.Of(media), version,
        [new MediaEvent.Deleted(Phone, Now)], [new VaultWrite.ReleaseMedia(_account, media)]));

    private async Task<AppendOutcome> Append(Append append)
    {
        await using var journal = diary.Journal();
        return await journal.Append(append);
    }

    private Task<(bool IsKept, byte[]? Before)> Put(MediaId media, int number, byte record, DateTimeOffset? at = null) =>
        Storage.KeepPart(_account, media, number, [record], at ?? Now, CancellationToken.None);

    private Task<long> Used() => Storage.Used(_account, CancellationToken.None);

    private Task<int> Versions(MediaId media) => diary.Streams.Version(_account, StreamKey.Of(media));
}
