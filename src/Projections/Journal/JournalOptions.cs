namespace Diary.Projections.Journal;

/// <summary>How the journal works; the defaults are measured (benchmarks/README.md).</summary>
public sealed record JournalOptions
{
    /// <summary>The most streams in one commit.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>How many commits may be under way at once.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>The most appends that may wait; a further one is refused at once.</summary>
    public int QueueLength { get; init; } = 4096;

    /// <summary>How often a commit whose reply was lost is tried again before its callers are told.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The pause before a further attempt.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long appends are refused without a try after the database failed to answer.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(1);
}
