using Diary.Projections.Entries;

namespace Diary.GraphQL.Calendar;

/// <summary>What the diary comes to; nothing of it counts what lies in the trash.</summary>
public sealed class Statistics(DiaryCounts counts)
{
    /// <summary>How many entries.</summary>
    public int EntryCount => counts.Entries;

    /// <summary>Days in a row with entries up to today, or up to yesterday while today has none yet.</summary>
    public int CurrentStreakDays => counts.CurrentStreak;

    /// <summary>The most days in a row with entries.</summary>
    public int LongestStreakDays => counts.LongestStreak;

    /// <summary>The first day that has an entry.</summary>
    public DateOnly? FirstEntryDate => counts.First;
}

/// <summary>A day that has entries.</summary>
public sealed record CalendarDay(DateOnly Date, int EntryCount);
