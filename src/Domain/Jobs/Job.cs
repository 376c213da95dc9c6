namespace Diary.Domain.Jobs;

/// <summary>What long work is about. The numbers stand in the database.</summary>
[Alias("JobKind")]
public enum JobKind
{
    /// <summary>Posts are brought from Facebook.</summary>
    FacebookPull = 1,

    /// <summary>An entry is published to Facebook.</summary>
    FacebookPublish = 2,

    /// <summary>An archive is brought in.</summary>
    ArchiveImport = 3,

    /// <summary>The diary is written to a file.</summary>
    Export = 4,

    /// <summary>Every entry's key is wrapped under a new master key.</summary>
    KeyRotation = 5,

    /// <summary>What is left of a deleted account is removed.</summary>
    AccountDeletion = 6,
}

/// <summary>How long work stands. The numbers stand in the database.</summary>
[Alias("JobState")]
public enum JobState
{
    /// <summary>It will begin.</summary>
    Queued = 1,

    /// <summary>It is worked on.</summary>
    Running = 2,

    /// <summary>It goes on when its owner comes back.</summary>
    Waiting = 3,

    /// <summary>It is done.</summary>
    Succeeded = 4,

    /// <summary>It ended before it was done.</summary>
    Failed = 5,

    /// <summary>Its owner ended it.</summary>
    Cancelled = 6,

    /// <summary>It was done, and what it did was taken back.</summary>
    Undone = 7,
}
