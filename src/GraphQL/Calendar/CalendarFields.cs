using System.ComponentModel;
using Diary.GraphQL.Calendar;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using Diary.Projections.Entries;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Query
{
    private const int MostDaysApart = 366;
    private const int MostRemembered = 200; // one batch of every loader

    /// <summary>Entries of the same day in the 200 years before, at most 200 of them.</summary>
    [Authorize]
    [Description("Entries of this calendar day in earlier years, newest first; today in the account's time zone where no date is given.")]
    public static async Task<IEnumerable<EntryNode>> OnThisDay(IResolveFieldContext context, [FromServices] EntryReader entries,
        [FromServices] TimeProvider clock, DateOnly? date, CancellationToken cancellation)
    {
        var caller = context.Session<DiarySession>();
        var days = EarlierDays.Of(date ?? caller.Keys.Account.Today(clock));
        return (await entries.OnDays(caller.Account, [.. days], MostRemembered, cancellation)).Select(r => new EntryNode(r));
    }

    /// <summary>Days with entries, in order.</summary>
    [Authorize, Description("Days with entries between the two days, both included, at most 366 days apart.")]
    public static async Task<IEnumerable<CalendarDay>> Calendar(IResolveFieldContext context, [FromServices] CalendarReader calendar,
        DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        if (to < from || to.DayNumber - from.DayNumber > MostDaysApart)
        {
            throw new DiaryError(ErrorCodes.BadRequest,
                $"The argument 'to' must be the day 'from' or a later one, at most {MostDaysApart} days apart.").With("argument", "to");
        }

        return (await calendar.Days(context.Session<DiarySession>().Account, from, to, cancellation))
            .Select(d => new CalendarDay(d.Day, d.Entries));
    }

    /// <summary>What the diary comes to.</summary>
    [Authorize]
    public static async Task<Statistics> Statistics(IResolveFieldContext context, [FromServices] CalendarReader calendar,
        [FromServices] TimeProvider clock, CancellationToken cancellation)
    {
        var caller = context.Session<DiarySession>();
        return new Statistics(await calendar.Counts(caller.Account, caller.Keys.Account.Today(clock), cancellation));
    }
}
