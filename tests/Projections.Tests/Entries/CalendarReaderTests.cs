using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Entries;

namespace Diary.Projections.Tests.Entries;

public sealed class CalendarReaderTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    private readonly AccountId _account = NewAccount();

    private CalendarReader Reader => new(diary.Database);

    [Fact]
    public async Task Days_are_counted_between_the_two_both_included_and_without_the_trash()
    {
        await Write(_account, Today, Today, Today.AddDays(-1), Today.AddDays(-3), Today.AddDays(1));
        await Write(NewAccount(), Today);
        await Bin(Today.AddDays(-1), Today.AddDays(-2));
        Assert.Equal([new(Today.AddDays(-1), 1), new(Today, 2)], await Days(Today.AddDays(-2), Today));
        Assert.Equal([new(Today.AddDays(-3), 1)], await Days(Today.AddDays(-3), Today.AddDays(-3)));
        Assert.Empty(await Days(Today.AddDays(-2), Today.AddDays(-2)));
        Assert.Equal(4, (await Days(DateOnly.MinValue, DateOnly.MaxValue)).Count);
    }

    [Fact]
    public async Task An_empty_diary_comes_to_nothing() => Assert.Equal(new DiaryCounts(0, 0, 0, null), await Counts());

    [Theory]
    [InlineData("0", 1, 1)]
    [InlineData("-1", 1, 1)] // today may still get one
    [InlineData("-2", 0, 1)]
    [InlineData("0 -1 -2", 3, 3)]
    [InlineData("-1 -2 -3", 3, 3)]
    [InlineData("0 -2 -3 -4", 1, 3)]
    [InlineData("-2 -3 -5 -6 -7 -8", 0, 4)]
    [InlineData("1", 0, 1)] // the future alone
    [InlineData("1 2 3 -1", 1, 3)]
    [InlineData("2 1 0 -1", 2, 4)] // the future behind today
    [InlineData("0 0 0 -1 -1", 2, 2)]
    public async Task A_streak_is_days_in_a_row_and_the_current_one_reaches_today_or_yesterday(string days, int current, int longest)
    {
        var written = days.Split(' ').Select(d => Today.AddDays(int.Parse(d))).ToArray();
        await Write(_account, written);
        await Write(NewAccount(), Today, Today.AddDays(-1), Today.AddDays(-2), Today.AddDays(-3), Today.AddDays(-4), Today.AddDays(-5));
        await Bin(Today.AddDays(-9), Today.AddDays(4));
        Assert.Equal(new DiaryCounts(written.Length, current, longest, written.Min()), await Counts());
    }

    [Fact]
    public async Task A_streak_runs_through_the_ends_of_months_and_leap_days()
    {
        var march = new DateOnly(2024, 3, 1);
        await Write(_account, march, march.AddDays(-1), march.AddDays(-2)); // the 29th of February between
        Assert.Equal(new DiaryCounts(3, 3, 3, march.AddDays(-2)), await Reader.Counts(_account, march, CancellationToken.None));
    }

    [Fact]
    public async Task The_first_and_the_last_day_that_there_is_can_be_counted()
    {
        await Write(_account, DateOnly.MinValue, DateOnly.MaxValue);
        Assert.Equal(new DiaryCounts(2, 0, 1, DateOnly.MinValue), await Counts());
        Assert.Equal([new(DateOnly.MinValue, 1), new(DateOnly.MaxValue, 1)], await Days(DateOnly.MinValue, DateOnly.MaxValue));
    }

    [Fact]
    public async Task Entries_of_some_days_come_newest_first_and_no_more_than_asked_for()
    {
        var older = await Write(_account, new DateOnly(2020, 3, 1), new DateOnly(2021, 3, 1), new DateOnly(2021, 3, 1));
        await Write(_account, new DateOnly(2020, 3, 2));
        await Bin(new DateOnly(2021, 3, 1));
        await Write(NewAccount(), new DateOnly(2021, 3, 1));
        DateOnly[] days = [new(2021, 3, 1), new(2020, 3, 1), new(2019, 3, 1)];
        var reader = new EntryReader(diary.Database);
        var newest = older.Skip(1).OrderByDescending(e => e.ToString(), StringComparer.Ordinal).ToList();
        Assert.Equal([.. newest, older[0]], (await reader.OnDays(_account, days, 9, CancellationToken.None)).Select(r => r.Id));
        Assert.Equal(newest, (await reader.OnDays(_account, days, 2, CancellationToken.None)).Select(r => r.Id));
        Assert.Equal(newest[..1], (await reader.OnDays(_account, days, 1, CancellationToken.None)).Select(r => r.Id));
        Assert.Empty(await reader.OnDays(_account, [], 9, CancellationToken.None));
    }

    private Task<IReadOnlyList<DayRow>> Days(DateOnly from, DateOnly to) => Reader.Days(_account, from, to, CancellationToken.None);

    private Task<DiaryCounts> Counts() => Reader.Counts(_account, Today, CancellationToken.None);

    private async Task<IReadOnlyList<EntryId>> Write(AccountId account, params DateOnly[] days)
    {
        var entries = days.Select(d => (Id: NewEntry(), Day: Sunday with { Date = d })).ToList();
        await diary.Append(entries.Select(e => Append(account, e.Id, 0, Written(account, e.Id, e.Day))));
        return [.. entries.Select(e => e.Id)];
    }

    private async Task Bin(params DateOnly[] days)
    {
        foreach (var entry in await Write(_account, days))
        {
            await diary.Append(Append(_account, entry, 1, new EntryEvent.Deleted(Now.AddDays(30), Phone, Now)));
        }
    }
}
