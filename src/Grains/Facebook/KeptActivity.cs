using Diary.Domain;

namespace Diary.Grains.Facebook;

/// <summary>What is kept of a connection beside its events: when posts were brought, and how operations ended.</summary>
[GenerateSerializer, Alias("KeptActivity")]
public sealed class KeptActivity
{
    /// <summary>How many days are counted.</summary>
    public const int Days = 7;

    /// <summary>Whose it is.</summary>
    [Id(0)]
    public AccountId Account { get; set; }

    /// <summary>When posts were brought last.</summary>
    [Id(1)]
    public DateTimeOffset? LastSyncAt { get; set; }

    /// <summary>When they are brought next.</summary>
    [Id(2)]
    public DateTimeOffset? NextSyncAt { get; set; }

    /// <summary>The operation that was counted last.</summary>
    [Id(3)]
    public DateTimeOffset LastCounted { get; set; }

    /// <summary>The day, counted from 0001-01-01, of the last number of each list.</summary>
    [Id(4)]
    public int Today { get; set; }

    /// <summary>Operations that ended well, a number a day.</summary>
    [Id(5)]
    public int[] Succeeded { get; set; } = new int[Days];

    /// <summary>Operations that did not.</summary>
    [Id(6)]
    public int[] Failed { get; set; } = new int[Days];

    /// <summary>Makes room for today; what is older than the days that are counted is forgotten.</summary>
    public void Turn(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime).DayNumber;
        var passed = Math.Clamp(today - Today, 0, Days);
        Succeeded = [.. Succeeded.Skip(passed), .. new int[passed]];
        Failed = [.. Failed.Skip(passed), .. new int[passed]];
        Today = Math.Max(Today, today);
    }
}
