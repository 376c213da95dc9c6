using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Changes;
using Diary.Projections.Entries;
using Diary.Projections.Events;
using Diary.Projections.Rebuild;
using Diary.Projections.Vault;

namespace Diary.Projections.Tests.Changes;

public sealed class ChangeReaderTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private readonly AccountId _account = NewAccount();
    private readonly EntryId _walk = NewEntry();
    private readonly EntryId _rain = NewEntry();

    [Fact]
    public async Task Everything_that_happened_is_told_once_in_its_order_and_from_any_place_on()
    {
        await Live();
        var all = await After(0);
        Assert.Equal(
            [
                (_rain, 1, EntryEventKind.Written), (_walk, 1, EntryEventKind.Written), (_walk, 2, EntryEventKind.Edited),
                (_walk, 3, EntryEventKind.Edited), (_walk, 4, EntryEventKind.Restored), (_walk, 5, EntryEventKind.Deleted),
                (_walk, 6, EntryEventKind.Undeleted), (_rain, 2, EntryEventKind.Purged),
            ], all.Select(c => (c.Entry, c.Version, c.Kind)).Order(AsLived));
        Assert.Equal(all.Select(c => c.Number).Order(), all.Select(c => c.Number));
        for (var seen = 0; seen <= all.Count; seen++)
        {
            var after = seen == 0 ? 0 : all[seen - 1].Number;
            Assert.Equal(all.Skip(seen), await After(after));
            Assert.Equal(all.Skip(seen).Take(3), await Reader.After(_account, after, 3, CancellationToken.None));
        }

        Assert.Equal(all[^1].Number, await Reader.Latest(_account, CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_is_told_of_anothers_entries_and_nobody_of_an_account()
    {
        var other = NewAccount();
        await diary.Append(
            Append(SignedUp(_account)), First(_account, _walk), First(other, _walk), Append(other, _walk, 1, Edited()));
        Assert.Equal([(_walk, 1)], (await After(0)).Select(c => (c.Entry, c.Version)));
        Assert.Equal([1, 2], (await Reader.After(other, 0, 10, CancellationToken.None)).Select(c => c.Version));
        Assert.Empty(await Reader.After(NewAccount(), 0, 10, CancellationToken.None));
        Assert.Equal(0, await Reader.Latest(NewAccount(), CancellationToken.None));
    }

    [Fact]
    public async Task Of_a_purged_entry_the_purge_stays_whoever_comes_whenever()
    {
        await diary.Append(First(_account, _walk), First(_account, _rain));
        var before = await After(0);
        await diary.Append(Append(_account, _rain, 1, new EntryEvent.Purged(Phone, Now)));
        while (await new ErasureStore(diary.Database).ScrubPurged(100, CancellationToken.None) > 0)
        {
            // until all that was purged has been scrubbed
        }

        Assert.Equal([(_walk, EntryEventKind.Written), (_rain, EntryEventKind.Purged)], (await After(0)).Select(c => (c.Entry, c.Kind)));
        foreach (var seen in before)
        {
            Assert.Equal((_rain, EntryEventKind.Purged), (await After(seen.Number)).Select(c => (c.Entry, c.Kind)).Last());
        }
    }

    [Fact]
    public async Task What_a_newer_silo_wrote_is_told_as_an_edit()
    {
        await diary.Append(First(_account, _walk));
        await diary.Execute("UPDATE events.mt_events SET type = 'entry_painted' WHERE tenant_id = $1", _account.ToString());
        Assert.Equal([EntryEventKind.Edited], (await After(0)).Select(c => c.Kind));
        await diary.Execute("DELETE FROM events.mt_events WHERE tenant_id = $1", _account.ToString()); // no other test could replay it
    }

    [Fact]
    public async Task A_rebuild_of_the_read_models_moves_nothing()
    {
        await Live();
        var before = await After(0);
        await new ReadModelRebuild(diary.Database, TimeProvider.System).Run(ReadModel.All, CancellationToken.None);
        Assert.Equal(before, await After(0));
    }

    [Fact]
    public void Every_event_of_an_entry_has_a_kind()
    {
        var events = EventNames.All.Where(e => typeof(EntryEvent).IsAssignableFrom(e.Key))
            .Where(e => e.Key != typeof(EntryEvent.Indexed) && e.Key != typeof(EntryEvent.SourceSeen)).ToList(); // these change no entry
        Assert.InRange(events.Count, 8, int.MaxValue);
        Assert.Equal(
            ["entry_edited", "entry_redated"],
            events.Select(e => e.Value).Where(n => EntryEventKinds.Of(n) == EntryEventKind.Edited).Order(StringComparer.Ordinal));
    }

    private ChangeReader Reader => new(diary.Database);

    // The two streams are appended in one commit, whose order is nobody's business.
    private Comparer<(EntryId Entry, int Version, EntryEventKind Kind)> AsLived =>
        Comparer<(EntryId Entry, int Version, EntryEventKind Kind)>.Create((a, b) => Place(a).CompareTo(Place(b)));

    private Task<IReadOnlyList<ChangeRow>> After(long number) => Reader.After(_account, number, 1000, CancellationToken.None);

    private int Place((EntryId Entry, int Version, EntryEventKind Kind) change) =>
        change.Entry == _walk ? change.Version : change.Version == 1 ? 0 : 100;

    private Task Live() => diary.Append(
        Append(_account, _walk, 0, Written(_account, _walk), Edited(Saturday), new EntryEvent.Redated(Sunday, Phone, Now.AddMinutes(2)),
            new EntryEvent.Restored(1, 1, Sunday, Plain, Phone, Now)),
        First(_account, _rain),
        Append(_account, _walk, 4, new EntryEvent.Deleted(Now.AddDays(30), Phone, Now), new EntryEvent.Undeleted(Phone, Now)),
        Append(_account, _rain, 1, new EntryEvent.Purged(Phone, Now)));
}
