namespace Diary.Archives;

/// <summary>Why a file is not read at all.</summary>
public enum ArchiveRefusal
{
    /// <summary>Neither a ZIP nor JSON, or cut off.</summary>
    NoArchive = 1,

    /// <summary>Nothing in it is of the kind that was named.</summary>
    OtherKind = 2,

    /// <summary>A diary's export of a version that is not known here.</summary>
    NewerVersion = 3,

    /// <summary>A diary's export for people, which has no versions to read back.</summary>
    ForPeople = 4,

    /// <summary>What an E2E client sealed: only that client can open it.</summary>
    SealedByClient = 5,

    /// <summary>Files in it are encrypted.</summary>
    Encrypted = 6,

    /// <summary>More files than <see cref="ArchiveReader.MostFiles"/>.</summary>
    TooManyFiles = 7,

    /// <summary>Facebook's download as web pages, which no program reads.</summary>
    WebPages = 8,
}

/// <summary>What became of opening a file.</summary>
public abstract record ArchiveOpening
{
    private ArchiveOpening() { }

    /// <summary>It can be read.</summary>
    public sealed record Opened(ArchiveReader Reader) : ArchiveOpening;

    /// <summary>It cannot.</summary>
    public sealed record Refused(ArchiveRefusal Why) : ArchiveOpening;
}

/// <summary>
/// One entry cannot be read. The message completes "Entry 4 …" and quotes nothing of the archive, neither text nor file name.
/// </summary>
public sealed class ArchiveFlawException(string message, Exception? inner = null) : Exception(message, inner);
