using Diary.Domain;
using Diary.Domain.Jobs;

namespace Diary.Grains.Jobs;

/// <summary>What is kept of a job.</summary>
[GenerateSerializer, Alias("KeptJob")]
public sealed class KeptJob
{
    /// <summary>Whose it is.</summary>
    [Id(0)]
    public AccountId Account { get; set; }

    /// <summary>What it is about.</summary>
    [Id(1)]
    public JobKind Kind { get; set; }

    /// <summary>How it stands, as far as was told.</summary>
    [Id(2)]
    public JobState State { get; set; }

    /// <summary>How much is done.</summary>
    [Id(3)]
    public int Done { get; set; }

    /// <summary>Of how much.</summary>
    [Id(4)]
    public int? Total { get; set; }

    /// <summary>How much could not be done.</summary>
    [Id(5)]
    public int Failed { get; set; }

    /// <summary>When it was asked for.</summary>
    [Id(6)]
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When it ended.</summary>
    [Id(7)]
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Who works on it.</summary>
    [Id(8)]
    public Guid Runner { get; set; }

    /// <summary>Until when that one is waited for.</summary>
    [Id(9)]
    public DateTimeOffset LeaseUntil { get; set; }

    /// <summary>What exactly is to be done.</summary>
    [Id(10)]
    public JobOrder? Order { get; set; }

    /// <summary>Whether what it did is being taken back, or was.</summary>
    [Id(11)]
    public bool IsUndo { get; set; }

    /// <summary>How much an import added.</summary>
    [Id(12)]
    public int Imported { get; set; }

    /// <summary>How much it passed over.</summary>
    [Id(13)]
    public int Skipped { get; set; }

    /// <summary>What stood in the way.</summary>
    [Id(14)]
    public ValueList<string> Problems { get; set; }

    /// <summary>Where the next runner goes on.</summary>
    [Id(15)]
    public string? Place { get; set; }

    /// <summary>Before when nobody works on it.</summary>
    [Id(16)]
    public DateTimeOffset? ResumeAt { get; set; }
}
