using Diary.Domain;
using Diary.Domain.Jobs;

namespace Diary.Grains.Jobs;

/// <summary>
/// The progress of long work, which survives restarts. Who works on it, wherever that is, holds its lease: one runner at a time, and the
/// next one where that one is not heard of for <see cref="JobLease.Period"/>. Work that needs no key of its owner is started, and after a
/// crash started again, by the job itself.
/// </summary>
[Alias("IJobGrain")]
public interface IJobGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Begins the job unless it has begun; one that failed begins again, and so does one that is over where
    /// <paramref name="again"/> says so. Null where the id is another account's.
    /// </summary>
    [Alias("Begin")]
    Task<JobStatus?> Begin(AccountId account, JobKind kind, JobOrder? order = null, bool again = false);

    /// <summary>The job as it stands; null where the account has none of this id.</summary>
    [Alias("Find")]
    Task<JobStatus?> Find(AccountId account);

    /// <summary>Takes the lease; false where another runner holds it, or there is nothing left to do.</summary>
    [Alias("Take")]
    Task<bool> Take(AccountId account, Guid runner);

    /// <summary>Keeps what a runner tells, and its lease; false where the runner must stop.</summary>
    [Alias("Report")]
    Task<bool> Report(AccountId account, Guid runner, JobReport report);

    /// <summary>Ends a job as succeeded whoever works on it, since it is seen elsewhere that it is done.</summary>
    [Alias("Settle")]
    Task<JobStatus?> Settle(AccountId account);

    /// <summary>Ends a job that is not over; its runner stops at its next report. What it did stays.</summary>
    [Alias("Cancel")]
    Task<JobStatus?> Cancel(AccountId account);

    /// <summary>Has what an import that is over brought removed; nothing where it is not over, was only a dry run, or is undone.</summary>
    [Alias("Undo")]
    Task<JobStatus?> Undo(AccountId account, SessionId by);
}

/// <summary>How long a runner is waited for.</summary>
public static class JobLease
{
    /// <summary>From one report to the next.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);
}

/// <summary>What a runner tells.</summary>
/// <param name="State">Running keeps the lease; any other state gives it up.</param>
/// <param name="Done">How much is done; it never goes back.</param>
/// <param name="Total">Of how much; null where that is not known.</param>
/// <param name="Failed">How much could not be done.</param>
/// <param name="Imported">How much an import added.</param>
/// <param name="Skipped">How much it passed over.</param>
/// <param name="Problems">What stood in the way, in words that quote nothing of the user's; at most a few.</param>
/// <param name="Place">Where the next runner goes on, in its own terms; it holds nothing of the user's.</param>
/// <param name="ResumeAt">When work is to go on; null: as soon as can be.</param>
[GenerateSerializer, Immutable, Alias("JobReport")]
public sealed record JobReport(JobState State, int Done, int? Total, int Failed = 0, int Imported = 0, int Skipped = 0,
    ValueList<string> Problems = default, string? Place = null, DateTimeOffset? ResumeAt = null);

/// <summary>A job as it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="State">How it stands.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">Of how much; null where nobody has looked yet.</param>
/// <param name="Failed">How much could not be done.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Order">What exactly is to be done; null where the kind says it all.</param>
/// <param name="IsUndo">Whether what an import brought is being removed, or was.</param>
/// <param name="Imported">How much an import added.</param>
/// <param name="Skipped">How much it passed over.</param>
/// <param name="Problems">What stood in the way.</param>
/// <param name="Place">Where the next runner goes on.</param>
[GenerateSerializer, Immutable, Alias("JobStatus")]
public sealed record JobStatus(Guid Id, JobKind Kind, JobState State, int Done, int? Total, int Failed, DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt, JobOrder? Order = null, bool IsUndo = false, int Imported = 0, int Skipped = 0,
    ValueList<string> Problems = default, string? Place = null)
{
    /// <summary>Whether it ended, one way or another.</summary>
    public bool IsOver => State is not (JobState.Queued or JobState.Running or JobState.Waiting);

    /// <summary>Whether it goes on by itself, without its owner's keys.</summary>
    public bool RunsAlone => Kind is JobKind.ArchiveImport or JobKind.FacebookPull or JobKind.FacebookPublish;
}
