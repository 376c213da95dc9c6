using System.Globalization;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Calendar;

public abstract class CalendarTests(DiaryFixture diary, Tier tier)
{
    private const string Days = "query ($from: Date!, $to: Date!) { calendar(from: $from, to: $to) { date entryCount } }";
    private const string OnThisDay = "query ($date: Date) { onThisDay(date: $date) { content { ... on PlainContent { body } } } }";
    private const string Counts = "{ statistics { entryCount currentStreakDays longestStreakDays firstEntryDate } }";

    [Fact]
    public async Task The_calendar_shows_the_days_that_have_entries_outside_of_the_trash()
    {
        using var client = await diary.SignUp(tier);
        await Write(client, "2025-12-31", "2026-01-01", "2026-01-01", "2026-01-03", "2027-01-02");
        await client.Move("deleteEntry", await Write(client, "2026-01-02"));
        var days = (await client.Data(Days, new { from = "2026-01-01", to = "2027-01-02" })).At("calendar");
        Assert.Equal(["2026-01-01", "2026-01-03", "2027-01-02"], days.Texts("date"));
        Assert.Equal([2, 1, 1], days.Numbers("entryCount"));
        Assert.Equal(
            ["2025-12-31"], (await client.Data(Days, new { from = "2025-12-31", to = "2025-12-31" })).At("calendar").Texts("date"));
    }

    [Theory]
    [InlineData("2026-01-02", "2026-01-01")]
    [InlineData("2026-01-01", "2027-01-03")]
    [InlineData("0001-01-01", "9999-12-31")]
    [InlineData("9999-12-31", "0001-01-01")]
    public async Task Days_in_the_wrong_order_or_too_far_apart_are_refused(string from, string to)
    {
        using var client = await diary.SignUp(tier);
        var body = await client.Send(Days, new { from, to });
        Assert.Equal(("BAD_REQUEST", "to"), (body.Codes(), body.Text("errors.0.extensions.argument")));
    }

    [Fact]
    public async Task A_day_remembers_earlier_years_newest_first_and_neither_its_own_nor_the_trash()
    {
        using var client = await diary.SignUp(tier);
        await Write(client, "2026-11-23", "2025-11-23", "2019-11-23", "1825-11-23", "2025-11-22", "2025-11-24", "2027-11-23");
        await client.Move("deleteEntry", await Write(client, "2024-11-23"));
        Assert.Equal(["2025-11-23", "2019-11-23"], await Remembered(client, "2026-11-23"));
        Assert.Equal(["2027-11-23", "2026-11-23", "2025-11-23", "2019-11-23"], await Remembered(client, "2028-11-23"));
        Assert.Empty(await Remembered(client, "0001-01-01"));
        Assert.Empty(await Remembered(client, "9999-12-31"));
    }

    [Fact]
    public async Task A_leap_day_is_remembered_on_the_day_before_in_other_years()
    {
        using var client = await diary.SignUp(tier);
        await Write(client, "2020-02-29", "2024-02-29", "2024-02-28", "2023-02-28", "2024-03-01");
        Assert.Equal(["2024-02-29", "2024-02-28", "2023-02-28", "2020-02-29"], await Remembered(client, "2026-02-28"));
        Assert.Equal(["2024-02-29", "2020-02-29"], await Remembered(client, "2028-02-29"));
        Assert.Equal(["2024-02-28", "2023-02-28"], await Remembered(client, "2028-02-28"));
        Assert.Equal(["2024-03-01"], await Remembered(client, "2026-03-01"));
    }

    [Fact]
    public async Task More_than_two_hundred_entries_of_a_day_are_not_remembered_at_once()
    {
        using var client = await diary.SignUp(tier);
        await Write(client, [.. Enumerable.Range(0, 210).Select(i => $"{2025 - (i / 100)}-05-05")]);
        var remembered = await Remembered(client, "2026-05-05");
        Assert.Equal((200, 100), (remembered.Count, remembered.Count(d => d == "2024-05-05")));
    }

    [Fact]
    public async Task Today_is_that_of_the_accounts_time_zone()
    {
        var clock = new MovableClock(standsStill: true);
        clock.Move(clock.GetUtcNow().UtcDateTime.Date.AddDays(1).AddMinutes(-5) - clock.GetUtcNow().UtcDateTime); // 23:55 in London
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(tier); // lives in Vienna, where it is tomorrow
        var tomorrow = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1);
        await Write(client, Day(tomorrow), Day(tomorrow.AddDays(-1)), Day(tomorrow.AddDays(1)), Day(tomorrow.AddDays(-3)));
        await Write(client, [.. EarlierOf(tomorrow), .. EarlierOf(tomorrow.AddDays(-1))]);
        Assert.Equal(EarlierOf(tomorrow), await Remembered(client, null));
        var counts = (await client.Data(Counts)).At("statistics");
        Assert.Equal((2, 3), (counts.Number("currentStreakDays"), counts.Number("longestStreakDays")));
    }

    [Fact]
    public async Task Statistics_count_all_but_the_trash()
    {
        using var client = await diary.SignUp(tier);
        var empty = (await client.Data(Counts)).At("statistics");
        Assert.Equal((0, 0, 0), (empty.Number("entryCount"), empty.Number("currentStreakDays"), empty.Number("longestStreakDays")));
        Assert.True(empty.IsNull("firstEntryDate"));
        await Write(client, "2020-01-30", "2020-01-31", "2020-02-01", "2020-02-01", "2020-02-03");
        await client.Move("deleteEntry", await Write(client, "2020-02-02"));
        var counts = (await client.Data(Counts)).At("statistics");
        Assert.Equal((5, 0, 3, "2020-01-30"), (counts.Number("entryCount"), counts.Number("currentStreakDays"),
            counts.Number("longestStreakDays"), counts.Text("firstEntryDate")));
    }

    /// <summary>Entries that say which day they are of; the id of the last one.</summary>
    private static async Task<string> Write(DiaryClient client, params string[] days)
    {
        var id = Guid.Empty;
        foreach (var day in days)
        {
            id = Guid.CreateVersion7();
            Assert.Equal("", (await client.CreateEntry(id, new { body = day }, day)).Problems());
        }

        return id.ToString();
    }

    private static async Task<IReadOnlyList<string?>> Remembered(DiaryClient client, string? date) =>
        (await client.Data(OnThisDay, new { date })).At("onThisDay").Texts("content.body");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The same day four and eight years before, which is there for leap days too.</summary>
    private static string[] EarlierOf(DateOnly day) => [Day(day.AddYears(-4)), Day(day.AddYears(-8))];
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceCalendarTests(DiaryFixture diary) : CalendarTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2ECalendarTests(DiaryFixture diary) : CalendarTests(diary, Tier.E2E);
