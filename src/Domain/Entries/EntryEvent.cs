namespace Diary.Domain.Entries;

/// <summary>
/// What can happen to an entry. Every event makes the next version; the wire names and the encoding stand in Projections.
/// </summary>
public abstract record EntryEvent
{
    private EntryEvent(SessionId? by, DateTimeOffset at) => (By, At) = (by, at);

    /// <summary>The session that did it; null where no user did.</summary>
    public SessionId? By { get; }

    /// <summary>When it was decided, in UTC; of what an archive brought, when it was written.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The entry began, with <paramref name="Media"/> attached to it in this order.</summary>
    public sealed record Written(EntryId EntryId, AccountId Owner, EntryDay Day, EntrySource Source, Bytes Body, ContentIndex Index,
        SessionId? By, DateTimeOffset At, ValueList<MediaId> Media = default) : EntryEvent(By, At);

    /// <summary>
    /// An archive brought it, or its next version. <see cref="At"/> is when the archive says that it was written; it was never later than
    /// <paramref name="ImportedAt"/>. <paramref name="Origin"/> is what it is recognised by where it comes again.
    /// </summary>
    public sealed record Imported(EntryId EntryId, AccountId Owner, Guid Import, EntryDay Day, EntrySource Source, Bytes Body,
        ContentIndex Index, DateTimeOffset ImportedAt, DateTimeOffset At, ValueList<MediaId> Media = default, EntryOrigin? Origin = null)
        : EntryEvent(null, At);

    /// <summary>Its content was replaced; <paramref name="Media"/> is what is attached from then on.</summary>
    public sealed record Edited(EntryDay Day, Bytes Body, ContentIndex Index, SessionId? By, DateTimeOffset At,
        ValueList<MediaId> Media = default) : EntryEvent(By, At);

    /// <summary>Its day or time zone changed; the content stayed.</summary>
    public sealed record Redated(EntryDay Day, SessionId? By, DateTimeOffset At) : EntryEvent(By, At);

    /// <summary>Media were attached to it, or put in another order; <paramref name="Media"/> are all of them. The content stayed.</summary>
    public sealed record MediaAttached(ValueList<MediaId> Media, EntryDay Day, SessionId? By, DateTimeOffset At) : EntryEvent(By, At);

    /// <summary>Media were detached from it, and none attached; <paramref name="Media"/> are those that are left.</summary>
    public sealed record MediaDetached(ValueList<MediaId> Media, EntryDay Day, SessionId? By, DateTimeOffset At) : EntryEvent(By, At);

    /// <summary>
    /// It stands again as it stood at version <paramref name="Revision"/>; the body is that of version <paramref name="SealedAt"/>.
    /// </summary>
    public sealed record Restored(int Revision, int SealedAt, EntryDay Day, ContentIndex Index, SessionId? By, DateTimeOffset At,
        ValueList<MediaId> Media = default) : EntryEvent(By, At);

    /// <summary>Its tags were replaced from outside, as where one was renamed; the content stayed.</summary>
    public sealed record Tagged(ValueList<SealedTag> Tags, SessionId? By, DateTimeOffset At) : EntryEvent(By, At);

    /// <summary>It went to the trash, to be purged at <paramref name="PurgeAt"/>.</summary>
    public sealed record Deleted(DateTimeOffset PurgeAt, SessionId? By, DateTimeOffset At) : EntryEvent(By, At);

    /// <summary>It came back from the trash.</summary>
    public sealed record Undeleted(SessionId? By, DateTimeOffset At) : EntryEvent(By, At);

    /// <summary>Its keys were destroyed: nothing of it can be read again.</summary>
    /// <param name="By">The session that did it; null where its time in the trash was over.</param>
    /// <param name="At">When.</param>
    /// <param name="KeysDestroyed">How many: one for each version that brought a content; 0 in events from before that was counted.</param>
    /// <param name="Words">Words that it brought into the vocabulary and that other entries have as well: they stay.</param>
    public sealed record Purged(SessionId? By, DateTimeOffset At, int KeysDestroyed = 0, ValueList<VocabularyWord> Words = default)
        : EntryEvent(By, At);

    /// <summary>
    /// The text that is sealed at version <paramref name="SealedAt"/> was opened by its owner's session and indexed for the day
    /// <paramref name="Date"/>. It stands in a stream beside the entry's: the entry did not change, and its version stays.
    /// </summary>
    public sealed record Indexed(int SealedAt, DateOnly Date, Bytes Fingerprint, Bytes Terms, Bytes WordCount,
        ValueList<VocabularyWord> Words, SessionId? By, DateTimeOffset At) : EntryEvent(By, At);

    /// <summary>It was published elsewhere, by the job <paramref name="Publication"/>; nothing of it changed here.</summary>
    public sealed record Published(Guid Publication, DateTimeOffset At) : EntryEvent(null, At);

    /// <summary>
    /// Where it came from it was found to be gone, or to be there again. It stands in the stream beside the entry's, as
    /// <see cref="Indexed"/> does: the entry did not change.
    /// </summary>
    public sealed record SourceSeen(bool IsThere, DateTimeOffset At) : EntryEvent(null, At);
}
