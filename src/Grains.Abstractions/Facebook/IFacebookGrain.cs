using Diary.Domain;
using Diary.Domain.Facebook;
using Diary.Grains.Accounts;
using Diary.Grains.Jobs;

namespace Diary.Grains.Facebook;

/// <summary>
/// One account's connection to Facebook: the only writer of its stream and of its slot in the vault, and the owner of the reminder that
/// brings its posts.
/// </summary>
[Alias("IFacebookGrain")]
public interface IFacebookGrain : IGrainWithGuidKey
{
    /// <summary>Decides a command; its events, its slot and its audit line are committed together, or none of them.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="secrets">The slot's record that the command brings; empty where it brings none.</param>
    /// <param name="audit">The line for the audit log; null where the command needs none.</param>
    [Alias("Execute")]
    Task<Receipt> Execute(ConnectionCommand command, Bytes secrets, AuditNote? audit);

    /// <summary>Has posts brought now; the job that does, which may be under way already. Null where nothing is connected.</summary>
    /// <param name="by">The session that asks.</param>
    /// <param name="since">From which day on; null: from where the one before ended.</param>
    [Alias("Pull")]
    Task<JobStatus?> Pull(SessionId by, DateOnly? since);

    /// <summary>Notes how an operation ended; told twice, it is counted once.</summary>
    /// <param name="began">When it began, by which it is known.</param>
    /// <param name="end">How.</param>
    [Alias("Ended")]
    Task Ended(DateTimeOffset began, OperationEnd end);

    /// <summary>What was done lately.</summary>
    [Alias("Activity")]
    Task<FacebookActivity> Activity();
}

/// <summary>How an operation ended.</summary>
[Alias("OperationEnd")]
public enum OperationEnd
{
    /// <summary>Well.</summary>
    Succeeded = 1,

    /// <summary>After all tries, not.</summary>
    Failed = 2,

    /// <summary>Only its owner could do something: it is not counted.</summary>
    NeedsOwner = 3,
}

/// <summary>What was done lately.</summary>
/// <param name="LastSyncAt">When posts were brought last.</param>
/// <param name="NextSyncAt">When they are brought next; null where they are not.</param>
/// <param name="Succeeded">Operations of the last seven days that ended well.</param>
/// <param name="Failed">Those that did not.</param>
[GenerateSerializer, Immutable, Alias("FacebookActivity")]
public sealed record FacebookActivity(DateTimeOffset? LastSyncAt, DateTimeOffset? NextSyncAt, int Succeeded, int Failed);
