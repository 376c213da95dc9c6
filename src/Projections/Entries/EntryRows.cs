using Diary.Domain;
using Diary.Domain.Entries;
using Npgsql;

namespace Diary.Projections.Entries;

/// <summary>What happened to an entry, as its history tells it. The numbers stand in the database.</summary>
public enum EntryEventKind
{
    /// <summary>Begun.</summary>
    Written = 1,

    /// <summary>Content, day or time zone changed.</summary>
    Edited = 2,

    /// <summary>Brought back to an earlier version.</summary>
    Restored = 3,

    /// <summary>Tags changed from outside.</summary>
    Tagged = 4,

    /// <summary>A medium was attached.</summary>
    MediaAttached = 5,

    /// <summary>A medium was detached.</summary>
    MediaDetached = 6,

    /// <summary>Moved to the trash.</summary>
    Deleted = 7,

    /// <summary>Taken from the trash.</summary>
    Undeleted = 8,

    /// <summary>Keys destroyed.</summary>
    Purged = 9,

    /// <summary>Brought by an archive or a sync.</summary>
    Imported = 10,

    /// <summary>Published elsewhere.</summary>
    Published = 11,
}

/// <summary>An entry as lists show it, without its content.</summary>
public sealed record EntryRow(EntryId Id, int Version, int SealedAt, DateOnly EntryDate, string TimeZone, EntrySource Source,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DeletedAt, DateTimeOffset? PurgeAt,
    ValueList<MediaId> Media = default);

/// <summary>
/// One event of an entry's history, and how the entry stood after it. Its tags are those of the event of version <c>TaggedAt</c>; null:
/// those that came with the content.
/// </summary>
public sealed record EntryEventRow(EntryId Entry, int Version, EntryEventKind Kind, DateTimeOffset RecordedAt, SessionId? Session,
    int SealedAt, DateOnly EntryDate, string TimeZone, int? TaggedAt = null, ValueList<MediaId> Media = default);

/// <summary>
/// A sealed content: the body from its event, the capsule's record from the vault, and the tags that were written with it.
/// </summary>
public sealed record ContentRow(Bytes Body, byte[] CapsuleRecord, ValueList<SealedTag> Tags);

/// <summary>An entry that carries a tag, and how it spells it.</summary>
public sealed record TagCarrier(EntryId Entry, bool InTrash, DateOnly EntryDate, Bytes SealedName);

/// <summary>A tag of one entry.</summary>
public sealed record EntryTagRow(Bytes Token, Bytes SealedName);

/// <summary>A tag of an account, with the number of entries outside the trash that carry it.</summary>
public sealed record TagRow(Bytes Token, Bytes SealedName, int EntryCount);

/// <summary>Reads what several rows have alike.</summary>
internal static class EntryRows
{
    /// <summary>The media of a column of ids.</summary>
    public static ValueList<MediaId> Media(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? default : ValueList.From(row.GetFieldValue<Guid[]>(column).Select(m => new MediaId(m)));
}
