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

/// <summary>What an archive is of. The numbers stand in the database.</summary>
[Alias("ArchiveKind")]
public enum ArchiveKind
{
    /// <summary>A download of Facebook's.</summary>
    Facebook = 1,

    /// <summary>Day One's JSON export.</summary>
    DayOne = 2,

    /// <summary>This diary's own JSON export.</summary>
    Diary = 3,
}

/// <summary>How an export is written. The numbers stand in the database.</summary>
[Alias("ExportFormat")]
public enum ExportFormat
{
    /// <summary>For reading back.</summary>
    Json = 1,

    /// <summary>For people.</summary>
    Markdown = 2,
}

/// <summary>What exactly is to be done.</summary>
/// <param name="By">The session that asked; the default where none did.</param>
/// <param name="File">Import: the file that was uploaded; publication: the entry.</param>
/// <param name="Archive">Import: what it is.</param>
/// <param name="DryRun">Import: only say what would happen.</param>
/// <param name="Format">Export: how it is written.</param>
/// <param name="History">Export: with earlier versions.</param>
/// <param name="Media">Export: with the files.</param>
/// <param name="Since">Facebook: from which day on; null: from where the one before ended.</param>
[GenerateSerializer, Immutable, Alias("JobOrder")]
public sealed record JobOrder(SessionId By, Guid File = default, ArchiveKind Archive = ArchiveKind.Diary, bool DryRun = false,
    ExportFormat Format = ExportFormat.Json, bool History = true, bool Media = true, DateOnly? Since = null);
