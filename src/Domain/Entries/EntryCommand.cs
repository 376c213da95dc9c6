namespace Diary.Domain.Entries;

/// <summary>
/// What can be asked of an entry. The account is part of the grain's key, so that a command cannot reach another's entry.
/// </summary>
[GenerateSerializer, Immutable, Alias("EntryCommand")]
public abstract record EntryCommand
{
    private EntryCommand() { }

    /// <summary>Begin the entry; <paramref name="Content"/> is bound to version 1.</summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.Write")]
    public sealed record Write(EntryId EntryId, AccountId Owner, EntryDay Day, EntrySource Source, SealedDraft Content, SessionId? By,
        ValueList<MediaId> Media = default) : EntryCommand;

    /// <summary>
    /// Take the versions from <paramref name="FirstVersion"/> on that an archive has of an entry, each bound to its number;
    /// <paramref name="ToTrash"/> says that they are the last and that the entry lay in the trash. <paramref name="ExternalId"/> is the
    /// vault's record of the id that it has where it came from; empty where it has none.
    /// </summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.Import")]
    public sealed record Import(EntryId EntryId, AccountId Owner, Guid ImportId, EntrySource Source, int FirstVersion,
        ValueList<ImportedVersion> Versions, bool ToTrash, Bytes ExternalId = default) : EntryCommand;

    /// <summary>
    /// Destroy the keys of what the import <paramref name="ImportId"/> brought, unless its owner has written in it since; the rest is as
    /// for <see cref="Purge"/>.
    /// </summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.UndoImport")]
    public sealed record UndoImport(Guid ImportId, SessionId? By, ValueList<VocabularyWord> Words = default) : EntryCommand;

    /// <summary>
    /// Change what is given and keep the rest; <paramref name="Content"/> is bound to <paramref name="ExpectedVersion"/> + 1.
    /// </summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.Edit")]
    public sealed record Edit(int ExpectedVersion, DateOnly? Date, string? TimeZone, SealedDraft? Content, SessionId? By,
        ValueList<MediaId>? Media = null) : EntryCommand;

    /// <summary>
    /// Make the entry stand as it stood at version <paramref name="Revision"/>; <paramref name="Target"/> is that state, recalled by the
    /// grain.
    /// </summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.Restore")]
    public sealed record Restore(int ExpectedVersion, int Revision, SessionId? By, RevisionFacts? Target = null) : EntryCommand;

    /// <summary>
    /// Carry <paramref name="To"/> in the place of the tag of token <paramref name="From"/>, also in the trash; where that tag is not
    /// carried, nothing. A tag of the token of <paramref name="To"/> that was carried beside it becomes one with it.
    /// </summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.Retag")]
    public sealed record Retag(Bytes From, SealedTag To, SessionId? By) : EntryCommand;

    /// <summary>Move it to the trash.</summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.Delete")]
    public sealed record Delete(int? ExpectedVersion, SessionId? By) : EntryCommand;

    /// <summary>Take it from the trash.</summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.Undelete")]
    public sealed record Undelete(int? ExpectedVersion, SessionId? By) : EntryCommand;

    /// <summary>
    /// Destroy its keys for good; <paramref name="Note"/> is what the audit log says of it beside who did it and when.
    /// <paramref name="Words"/> are those of its words that other entries have too, looked up by the grain.
    /// </summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.Purge")]
    public sealed record Purge(int? ExpectedVersion, SessionId? By, Bytes Note = default, ValueList<VocabularyWord> Words = default)
        : EntryCommand;

    /// <summary>Destroy its keys if its time in the trash is over; else nothing. The rest is as for <see cref="Purge"/>.</summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.PurgeExpired")]
    public sealed record PurgeExpired(Bytes Note = default, ValueList<VocabularyWord> Words = default) : EntryCommand;

    /// <summary>
    /// Keep what was found in the text that is sealed at version <paramref name="SealedAt"/>, if it and the day are still those of the
    /// entry; else nothing.
    /// </summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.Index")]
    public sealed record Index(int SealedAt, DateOnly Date, Bytes Fingerprint, Bytes Terms, Bytes WordCount,
        ValueList<VocabularyWord> Words, SessionId? By) : EntryCommand;

    /// <summary>Note that it is gone where it came from, or there again.</summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.NoteSource")]
    public sealed record NoteSource(bool IsThere) : EntryCommand;

    /// <summary>Note that it was published elsewhere, once for each time that it was: <paramref name="Time"/> counts them.</summary>
    [GenerateSerializer, Immutable, Alias("EntryCommand.NotePublished")]
    public sealed record NotePublished(Guid Publication, DateTimeOffset Time) : EntryCommand;
}

/// <summary>How an entry stood at an earlier version, without its body.</summary>
/// <param name="SealedAt">The version that the body is bound to.</param>
/// <param name="Day">Its day.</param>
/// <param name="Index">What may be known of its content.</param>
/// <param name="Media">What was attached to it.</param>
[GenerateSerializer, Immutable, Alias("RevisionFacts")]
public sealed record RevisionFacts(int SealedAt, EntryDay Day, ContentIndex Index, ValueList<MediaId> Media = default);

/// <summary>A version of an entry that an archive brings.</summary>
/// <param name="Day">The day that it is about.</param>
/// <param name="At">When it was written, as the archive says.</param>
/// <param name="Content">What it holds, sealed for the number that it gets.</param>
/// <param name="Media">What is attached to it.</param>
/// <param name="Origin">What it is recognised by; null where nothing is known of it.</param>
[GenerateSerializer, Immutable, Alias("ImportedVersion")]
public sealed record ImportedVersion(
    EntryDay Day, DateTimeOffset At, SealedDraft Content, ValueList<MediaId> Media = default, EntryOrigin? Origin = null);
