using Diary.Projections.Accounts;

namespace Diary.GraphQL.Calendar;

/// <summary>Which days a day is about, and which it remembers.</summary>
internal static class EarlierDays
{
    private const int MostYears = 200;

    /// <summary>Today in the account's time zone; in UTC where this server does not know the zone.</summary>
    public static DateOnly Today(this AccountRow account, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return DateOnly.FromDateTime(TimeZoneInfo.TryFindSystemTimeZoneById(account.TimeZone, out var zone)
            ? TimeZoneInfo.ConvertTime(now, zone).DateTime : now.UtcDateTime);
    }

    /// <summary>
    /// The same calendar day in the 200 years before, newest first. 28 February of a year without a 29th stands for that day too, which
    /// would be remembered every fourth year only.
    /// </summary>
    public static IEnumerable<DateOnly> Of(DateOnly day)
    {
        var takesLeapDay = day is { Month: 2, Day: 28 } && !DateTime.IsLeapYear(day.Year);
        for (var year = day.Year - 1; year >= Math.Max(1, day.Year - MostYears); year--)
        {
            if (takesLeapDay && DateTime.IsLeapYear(year))
            {
                yield return new DateOnly(year, 2, 29);
            }

            if (day.Day <= DateTime.DaysInMonth(year, day.Month))
            {
                yield return new DateOnly(year, day.Month, day.Day);
            }
        }
    }
}
