using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Entries;

namespace Diary.Projections.Tests.Entries;

public sealed class PagingTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private readonly AccountId _account = NewAccount();

    [Theory]
    [InlineData(EntryOrder.EntryDateDesc, false)]
    [InlineData(EntryOrder.EntryDateAsc, false)]
    [InlineData(EntryOrder.UpdatedAtDesc, false)]
    [InlineData(EntryOrder.EntryDateDesc, true)]
    [InlineData(EntryOrder.EntryDateAsc, true)]
    [InlineData(EntryOrder.UpdatedAtDesc, true)]
    public async Task Pages_of_any_size_give_each_entry_once_and_in_order_through_ties(EntryOrder order, bool inTrash)
    {
        // Three entries share each day and each time of change: only the id tells them apart.
        var entries = Enumerable.Range(0, 13)
            .Select(i => (Id: NewEntry(), Day: Sunday with { Date = Sunday.Date.AddDays(i / 3) }, At: Now.AddHours(-(i / 3)))).ToList();
        var other = NewAccount();
        await diary.Append(entries.SelectMany(e => new[] { _account, other }.Select(a =>
            Append(a, e.Id, 0, [Written(a, e.Id, e.Day, at: e.At), .. Bin(inTrash, e.At)]))));
        // On the other side of the trash there is one more, which is on no page.
        var aside = NewEntry();
        await diary.Append(Append(_account, aside, 0, [Written(_account, aside), .. Bin(!inTrash, Now)]));
        var whole = (order switch
        {
            EntryOrder.EntryDateAsc => entries.OrderBy(e => e.Day.Date).ThenBy(e => e.Id.ToString(), StringComparer.Ordinal),
            EntryOrder.EntryDateDesc =>
                entries.OrderByDescending(e => e.Day.Date).ThenByDescending(e => e.Id.ToString(), StringComparer.Ordinal),
            _ => entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id.ToString(), StringComparer.Ordinal),
        }).Select(e => e.Id).ToList();

        for (var size = 1; size <= 15; size++)
        {
            Assert.Equal(whole, await Pages(new EntryQuery(order, inTrash), size));
        }

        Assert.Equal(13, await Reader.Count(_account, new EntryQuery(order, inTrash), CancellationToken.None));
    }

    [Fact]
    public async Task Each_filter_lets_through_what_it_names_and_all_of_them_what_they_share()
    {
        var (red, blue, calm) = (Tag(1), Tag(2), Token(9));
        EntryDay Day(int day) => Sunday with { Date = new DateOnly(2026, 3, day) };
        var a = await Write(Day(1), EntrySource.Diary, Indexed(calm, Bytes.Empty, red));
        var b = await Write(Day(2), EntrySource.Facebook, Indexed(calm, Bytes.Empty, red, blue));
        var c = await Write(Day(3), EntrySource.Import, Indexed(Token(8), Bytes.Empty, blue));
        var d = await Write(Day(4), EntrySource.Facebook, Plain);
        var binned = await Write(
            Day(2), EntrySource.Facebook, Indexed(calm, Bytes.Empty, red, blue), new EntryEvent.Deleted(Now.AddDays(1), Phone, Now));

        await Gives(new(), d, c, b, a);
        await Gives(new(From: Day(2).Date), d, c, b);
        await Gives(new(To: Day(2).Date), b, a);
        await Gives(new(From: Day(2).Date, To: Day(3).Date), c, b);
        await Gives(new(From: Day(4).Date, To: Day(1).Date));
        await Gives(new(Source: EntrySource.Diary), a);
        await Gives(new(Source: EntrySource.Facebook), d, b);
        await Gives(new(Mood: calm), b, a);
        await Gives(new(Mood: Token(7)));
        await Gives(new(Tags: [red.Token]), b, a);
        await Gives(new(Tags: [red.Token, blue.Token]), b);
        await Gives(new(Tags: [red.Token, Token(3)]));
        await Gives(new(InTrash: true), binned);
        await Gives(new(InTrash: true, Tags: [red.Token]), binned);
        await Gives(new(InTrash: true, Tags: [Token(3)]));
        await Gives(new(EntryOrder.EntryDateAsc, false, Day(1).Date, Day(2).Date, EntrySource.Facebook, calm, [red.Token, blue.Token]), b);
    }

    [Fact]
    public async Task Every_filter_goes_with_every_order_on_either_side_of_the_trash()
    {
        var (red, blue, calm) = (Tag(1), Tag(2), Token(9));
        var entries = new List<(EntryId Id, DateOnly Day, DateTimeOffset At, bool Red, bool Blue, bool Calm, bool Elsewhere)>();
        for (var i = 0; i < 32; i++)
        {
            var (day, at) = (Sunday with { Date = Sunday.Date.AddDays(i / 3) }, Now.AddMinutes(i * 7 % 32 / 2));
            var e = (Id: NewEntry(), day.Date, At: at, Red: i % 2 == 0, Blue: i % 3 == 0, Calm: i % 4 < 2, Elsewhere: i % 5 < 2);
            SealedTag[] tags = [.. e.Red ? [red] : Array.Empty<SealedTag>(), .. e.Blue ? [blue] : Array.Empty<SealedTag>()];
            var index = Indexed(e.Calm ? calm : Bytes.Empty, Bytes.Empty, tags);
            await diary.Append(new[] { false, true }.Select(inTrash => (inTrash, Id: inTrash ? Other(e.Id) : e.Id)).Select(s => Append(
                _account, s.Id, 0, [Written(_account, s.Id, day, index, e.Elsewhere ? EntrySource.Import : EntrySource.Diary, at),
                    .. Bin(s.inTrash, at)])));
            entries.Add(e);
        }

        foreach (var (order, inTrash) in Enum.GetValues<EntryOrder>().SelectMany(o => new[] { (o, false), (o, true) }))
        {
            for (var filters = 0; filters < 64; filters++)
            {
                bool Is(int bit) => (filters & (1 << bit)) != 0;
                var query = new EntryQuery(order, inTrash, Is(0) ? Sunday.Date.AddDays(2) : null, Is(1) ? Sunday.Date.AddDays(8) : null,
                    Is(2) ? EntrySource.Import : null, Is(3) ? calm : null,
                    [.. Is(4) ? [red.Token] : Array.Empty<Bytes>(), .. Is(5) ? [blue.Token] : Array.Empty<Bytes>()]);
                var wanted = entries.Where(e => (!Is(0) || e.Day >= query.From) && (!Is(1) || e.Day <= query.To)
                        && (!Is(2) || e.Elsewhere) && (!Is(3) || e.Calm) && (!Is(4) || e.Red) && (!Is(5) || e.Blue))
                    .Select(e => (Key: order == EntryOrder.UpdatedAtDesc ? e.At.Ticks : e.Day.DayNumber, Id: inTrash ? Other(e.Id) : e.Id))
                    .OrderBy(e => e.Key).ThenBy(e => e.Id.ToString(), StringComparer.Ordinal).Select(e => e.Id).ToList();
                await Gives(query, [.. order == EntryOrder.EntryDateAsc ? wanted : Enumerable.Reverse(wanted)]);
            }
        }
    }

    [Fact]
    public async Task Entries_are_found_by_id_also_in_the_trash_and_never_in_another_account()
    {
        var other = NewAccount();
        var (kept, binned, theirs) = (NewEntry(), NewEntry(), NewEntry());
        await diary.Append(
            Append(_account, kept, 0, Written(_account, kept, source: EntrySource.Facebook), Edited(Saturday)),
            Append(_account, binned, 0, Written(_account, binned), new EntryEvent.Deleted(Now.AddDays(30), Phone, Now.AddMinutes(1))),
            Append(other, kept, 0, Written(other, kept)), Append(other, theirs, 0, Written(other, theirs)));

        var found = await Reader.Find(_account, [kept, binned, theirs, NewEntry()], CancellationToken.None);
        Assert.Equal(
            [
                new EntryRow(kept, 2, 2, Saturday.Date, Saturday.TimeZone, EntrySource.Facebook, Now, Now.AddMinutes(1), null, null),
                new EntryRow(binned, 2, 1, Sunday.Date, Sunday.TimeZone, EntrySource.Diary, Now, Now.AddMinutes(1), Now.AddMinutes(1),
                    Now.AddDays(30)),
            ],
            found.OrderBy(r => r.Id == kept ? 0 : 1));
        Assert.Empty(await Reader.Find(_account, [], CancellationToken.None));
    }

    [Fact]
    public async Task What_has_been_in_the_trash_for_its_time_is_listed_oldest_first_and_no_more_than_asked_for()
    {
        var epoch = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero); // before all that other tests bin
        var entries = Enumerable.Range(0, 4).Select(_ => (Owner: NewAccount(), Id: NewEntry())).ToList();
        await diary.Append(entries.Select((e, i) =>
            Append(e.Owner, e.Id, 0, Written(e.Owner, e.Id), new EntryEvent.Deleted(epoch.AddMinutes(i), Phone, epoch))));

        Assert.Equal(entries[..3], await Reader.Expired(epoch.AddMinutes(2), 10, CancellationToken.None));
        Assert.Equal(entries[..2], await Reader.Expired(epoch.AddMinutes(9), 2, CancellationToken.None));
    }

    /// <summary>An id of the same order among its like.</summary>
    private static EntryId Other(EntryId id) => new(
        new Guid([.. id.Value.ToByteArray(bigEndian: true)[..15], (byte)(id.Value.ToByteArray(bigEndian: true)[15] ^ 1)], bigEndian: true));

    private static EntryEvent[] Bin(bool really, DateTimeOffset at) => really ? [new EntryEvent.Deleted(Now.AddDays(1), Phone, at)] : [];

    private EntryReader Reader => new(diary.Database);

    private async Task<EntryId> Write(EntryDay day, EntrySource source, ContentIndex index, params EntryEvent[] more)
    {
        var id = NewEntry();
        await diary.Append(Append(_account, id, 0, [Written(_account, id, day, index, source), .. more]));
        return id;
    }

    private async Task Gives(EntryQuery query, params EntryId[] ids)
    {
        Assert.Equal(ids, await Pages(query, 2));
        Assert.Equal(ids.Length, await Reader.Count(_account, query, CancellationToken.None));
        Assert.Empty(await Reader.Page(NewAccount(), query, null, 10, CancellationToken.None));
    }

    private async Task<List<EntryId>> Pages(EntryQuery query, int size)
    {
        var ids = new List<EntryId>();
        EntryPosition? after = null;
        while (await Reader.Page(_account, query, after, size, CancellationToken.None) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, size);
            ids.AddRange(page.Select(e => e.Id));
            after = new EntryPosition(page[^1].EntryDate, page[^1].UpdatedAt, page[^1].Id);
        }

        return ids;
    }
}
