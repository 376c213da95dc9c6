using System.ComponentModel;
using Diary.Domain.Accounts;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using Diary.Projections.Entries;
using GraphQL;

namespace Diary.GraphQL.Calendar;

/// <summary>What the diary comes to; nothing of it counts what lies in the trash.</summary>
public sealed class Statistics(DiaryCounts counts)
{
    /// <summary>How many entries.</summary>
    public int EntryCount => counts.Entries;

    /// <summary>How many words; null for E2E.</summary>
    [Description("UCE only: counted when an entry is written.")]
    public static async Task<long?> WordCount(
        IResolveFieldContext context, [FromServices] CalendarReader calendar, CancellationToken cancellation)
    {
        var keys = context.Session<DiarySession>().Keys;
        if (keys.Tier != Tier.Uce)
        {
            return null;
        }

        var words = 0L;
        await foreach (var row in calendar.WordCounts(keys.Id, cancellation))
        {
            words += keys.Index.OpenCount(row.Entry.Value, row.SealedAt, row.WordCount.Span);
        }

        return words;
    }

    /// <summary>Days in a row with entries up to today, or up to yesterday while today has none yet.</summary>
    public int CurrentStreakDays => counts.CurrentStreak;

    /// <summary>The most days in a row with entries.</summary>
    public int LongestStreakDays => counts.LongestStreak;

    /// <summary>The first day that has an entry.</summary>
    public DateOnly? FirstEntryDate => counts.First;
}

/// <summary>A day that has entries.</summary>
public sealed record CalendarDay(DateOnly Date, int EntryCount);
