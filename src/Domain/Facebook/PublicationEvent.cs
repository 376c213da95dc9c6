namespace Diary.Domain.Facebook;

/// <summary>What can happen to the publication of an entry on one page. No event holds a word, an address or an id of Facebook's.</summary>
public abstract record PublicationEvent
{
    private PublicationEvent(SessionId? by, DateTimeOffset at) => (By, At) = (by, at);

    /// <summary>The session that did it; null where no user did.</summary>
    public SessionId? By { get; }

    /// <summary>When it was decided, in UTC.</summary>
    public DateTimeOffset At { get; }

    /// <summary>It was asked for: for the first time, or to bring it up to date.</summary>
    /// <param name="EntryId">What is published.</param>
    /// <param name="SealedAt">The version whose content the entry had then.</param>
    /// <param name="Text">16 bytes: a keyed hash of the text that is published.</param>
    /// <param name="Attached">16 bytes: the same of the link and the photos.</param>
    /// <param name="By">The session that asked.</param>
    /// <param name="At">When.</param>
    public sealed record Queued(EntryId EntryId, int SealedAt, Bytes Text, Bytes Attached, SessionId? By, DateTimeOffset At)
        : PublicationEvent(By, At);

    /// <summary>It is about to be sent: from now on it may stand there.</summary>
    public sealed record Attempted(DateTimeOffset At) : PublicationEvent(null, At);

    /// <summary>It was looked for and not found.</summary>
    public sealed record LookedUp(DateTimeOffset At) : PublicationEvent(null, At);

    /// <summary>It is known that the last attempt came to nothing.</summary>
    public sealed record Refused(DateTimeOffset At) : PublicationEvent(null, At);

    /// <summary>It stands there.</summary>
    public sealed record Published(DateTimeOffset At) : PublicationEvent(null, At);

    /// <summary>It was given up.</summary>
    public sealed record Failed(DateTimeOffset At) : PublicationEvent(null, At);

    /// <summary>A link was handed over to the profile's own dialog: what became of it is not known.</summary>
    public sealed record HandedOff(DateTimeOffset At) : PublicationEvent(null, At);
}
