using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Entries;

namespace Diary.Projections.Tests.Entries;

public sealed class HistoryReaderTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private readonly AccountId _account = NewAccount();
    private readonly AccountId _other = NewAccount();
    private readonly EntryId _walk = NewEntry();
    private readonly EntryId _rain = NewEntry();

    [Fact]
    public async Task The_newest_events_of_many_entries_come_from_one_statement_and_go_on_below_a_version()
    {
        await Live();
        var history = await Reader.History(_account, [_walk, _rain, NewEntry()], null, 3, CancellationToken.None);
        Assert.Equal([6, 5, 4], history[_walk].Select(e => e.Version));
        Assert.Equal([1], history[_rain].Select(e => e.Version));
        Assert.Equal(2, history.Count);
        var earlier = await Reader.History(_account, [_walk], 4, 10, CancellationToken.None);
        Assert.Equal([3, 2, 1], earlier[_walk].Select(e => e.Version));
        Assert.Equal(
            new EntryEventRow(_walk, 2, EntryEventKind.Edited, Now.AddMinutes(1), null, 2, Saturday.Date, Saturday.TimeZone),
            earlier[_walk].ElementAt(1));
        Assert.Equal(
            new EntryEventRow(_walk, 1, EntryEventKind.Written, Now, Phone, 1, Sunday.Date, Sunday.TimeZone), earlier[_walk].ElementAt(2));
    }

    [Fact]
    public async Task Moves_to_and_from_the_trash_are_no_revisions()
    {
        await Live();
        var revisions = await Reader.Revisions(_account, [_walk, _rain], null, 10, CancellationToken.None);
        Assert.Equal([6, 3, 2, 1], revisions[_walk].Select(e => e.Version));
        Assert.Equal([3, 2], (await Reader.Revisions(_account, [_walk], 6, 2, CancellationToken.None))[_walk].Select(e => e.Version));
        Assert.Equal(
            new Dictionary<EntryId, int> { [_walk] = 4, [_rain] = 1 },
            await Reader.CountRevisions(_account, [_walk, _rain, NewEntry()], CancellationToken.None));
    }

    [Fact]
    public async Task An_entry_is_known_as_it_stood_at_any_version()
    {
        await Live();
        var then = await Reader.At(_account, [(_walk, 6), (_walk, 2), (_rain, 1), (_walk, 7), (_rain, 2)], CancellationToken.None);
        Assert.Equal(
            [(_walk, 2, 2, Saturday.Date), (_walk, 6, 1, Sunday.Date), (_rain, 1, 1, Sunday.Date)],
            then.OrderBy(e => e.Entry == _walk ? 0 : 1).ThenBy(e => e.Version).Select(e => (e.Entry, e.Version, e.SealedAt, e.EntryDate)));
    }

    [Fact]
    public async Task Nobody_sees_what_happened_to_anothers_entry_of_the_same_id()
    {
        await Live();
        Assert.Equal([1], (await Reader.History(_other, [_walk, _rain], null, 10, CancellationToken.None))[_walk].Select(e => e.Version));
        Assert.Equal(
            new Dictionary<EntryId, int> { [_walk] = 1 }, await Reader.CountRevisions(_other, [_walk, _rain], CancellationToken.None));
        Assert.Empty(await Reader.At(_other, [(_walk, 2), (_rain, 1)], CancellationToken.None));
        Assert.Empty(await Reader.Revisions(NewAccount(), [_walk], null, 10, CancellationToken.None));
    }

    private HistoryReader Reader => new(diary.Database);

    private Task Live() => diary.Append(
        Append(_account, _walk, 0, Written(_account, _walk), Edited(Saturday), new EntryEvent.Redated(Sunday, Phone, Now.AddMinutes(2)),
            new EntryEvent.Deleted(Now.AddDays(30), Phone, Now), new EntryEvent.Undeleted(Phone, Now),
            new EntryEvent.Restored(1, 1, Sunday, Plain, Phone, Now)),
        Append(_account, _rain, 0, Written(_account, _rain)),
        Append(_other, _walk, 0, Written(_other, _walk)));
}
