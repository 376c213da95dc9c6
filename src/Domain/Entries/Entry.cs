namespace Diary.Domain.Entries;

/// <summary>An entry's state, folded from its events. It holds no body: what is needed to decide, and no more.</summary>
public abstract record Entry
{
    private Entry() { }

    /// <summary>How many events made it; 0 where there is none.</summary>
    public abstract int Version { get; }

    /// <summary>Nothing was written under this id.</summary>
    public sealed record Absent : Entry
    {
        /// <inheritdoc/>
        public override int Version => 0;
    }

    /// <summary>It can be read.</summary>
    public sealed record Kept(
        int AtVersion, EntryDay Day, int SealedAt, ContentIndex Index, Beginning Origin, LastChange Last, TimeInTrash? Trash) : Entry
    {
        /// <summary>How many contents were sealed for it, each under a key of its own.</summary>
        public int Contents { get; init; } = 1;

        /// <summary>What is attached to it, in this order.</summary>
        public ValueList<MediaId> Media { get; init; }

        /// <summary>All that ever was, each once: its versions have them still.</summary>
        public ValueList<MediaId> EverMedia { get; init; }

        /// <summary>When it was published elsewhere last; null where it never was.</summary>
        public DateTimeOffset? PublishedAt { get; init; }

        /// <summary>Whether an import brought it and its owner has written nothing in it since.</summary>
        public bool IsAsImported { get; init; }

        /// <inheritdoc/>
        public override int Version => AtVersion;
    }

    /// <summary>
    /// Its keys are destroyed; the id is never given again. Of an entry whose earlier events are deleted, the version counts what is left.
    /// </summary>
    public sealed record Gone(int AtVersion) : Entry
    {
        /// <inheritdoc/>
        public override int Version => AtVersion;
    }

    /// <summary>How the entry began: what a repeated creation is recognised by.</summary>
    /// <param name="Day">The day that it began with.</param>
    /// <param name="Source">Where it came from.</param>
    /// <param name="Digest">The first content's digest.</param>
    /// <param name="Import">Which import brought it; null where none did.</param>
    public sealed record Beginning(EntryDay Day, EntrySource Source, Bytes Digest, Guid? Import = null)
    {
        /// <summary>What was attached to it from the first.</summary>
        public ValueList<MediaId> Media { get; init; }
    }

    /// <summary>The latest event's essence: what a repeated command is recognised by.</summary>
    /// <param name="Kind">What kind of change it was.</param>
    /// <param name="Digest">The content's digest where the change brought one; empty otherwise.</param>
    /// <param name="Revision">The version that was restored; 0 where none was.</param>
    public sealed record LastChange(ChangeKind Kind, Bytes Digest = default, int Revision = 0);

    /// <summary>Since when it lies in the trash, and when it leaves for good.</summary>
    public sealed record TimeInTrash(DateTimeOffset DeletedAt, DateTimeOffset PurgeAt);

    /// <summary>Kinds of change.</summary>
    public enum ChangeKind
    {
        /// <summary>Written for the first time.</summary>
        Written = 1,

        /// <summary>Content or day edited.</summary>
        Edited = 2,

        /// <summary>Restored to an earlier version.</summary>
        Restored = 3,

        /// <summary>Moved into or out of the trash.</summary>
        Moved = 4,

        /// <summary>Tagged from outside.</summary>
        Tagged = 5,

        /// <summary>Published elsewhere.</summary>
        Published = 6,
    }

    /// <summary>Nothing yet.</summary>
    public static readonly Entry Initial = new Absent();

    /// <summary>
    /// The state after <paramref name="event"/>. An event that cannot follow changes only the version, and nothing where nothing was
    /// written: folding never throws. A purge may stand alone: what came before it is deleted afterwards.
    /// </summary>
    public Entry Apply(EntryEvent @event) => (this, @event) switch
    {
        (Absent, EntryEvent.Written e) => With(e.Media, new Kept(1, e.Day, 1, Facts(e.Index),
            new Beginning(e.Day, e.Source, e.Index.Digest) { Media = e.Media }, new LastChange(ChangeKind.Written, e.Index.Digest), null)),
        (Absent, EntryEvent.Imported e) => With(e.Media, new Kept(1, e.Day, 1, Facts(e.Index),
            new Beginning(e.Day, e.Source, e.Index.Digest, e.Import), new LastChange(ChangeKind.Written, e.Index.Digest), null)
        {
            IsAsImported = true,
        }),
        (Kept k, EntryEvent.Imported e) => With(e.Media, k with
        {
            AtVersion = k.Version + 1,
            Day = e.Day,
            SealedAt = k.Version + 1,
            Index = Facts(e.Index),
            Last = new LastChange(ChangeKind.Edited, e.Index.Digest),
            Contents = k.Contents + 1,
        }),
        (Kept k, EntryEvent.Edited e) => With(e.Media, k with
        {
            IsAsImported = false,
            AtVersion = k.Version + 1,
            Day = e.Day,
            SealedAt = k.Version + 1,
            Index = Facts(e.Index),
            Last = new LastChange(ChangeKind.Edited, e.Index.Digest),
            Contents = k.Contents + 1,
        }),
        (Kept k, EntryEvent.Redated e) => Rearranged(k, e.Day),
        (Kept k, EntryEvent.MediaAttached e) => With(e.Media, Rearranged(k, e.Day)),
        (Kept k, EntryEvent.MediaDetached e) => With(e.Media, Rearranged(k, e.Day)),
        (Kept k, EntryEvent.Restored e) => With(e.Media, k with
        {
            IsAsImported = false,
            AtVersion = k.Version + 1,
            Day = e.Day,
            SealedAt = e.SealedAt,
            Index = Facts(e.Index),
            Last = new LastChange(ChangeKind.Restored, Revision: e.Revision),
        }),
        (Kept k, EntryEvent.Tagged e) => k with
        {
            AtVersion = k.Version + 1,
            Index = k.Index with { Tags = e.Tags },
            Last = new LastChange(ChangeKind.Tagged),
        },
        (Kept k, EntryEvent.Published e) => k with
        {
            AtVersion = k.Version + 1,
            PublishedAt = e.At,
            Last = new LastChange(ChangeKind.Published),
        },
        (Kept k, EntryEvent.Deleted e) => k with
        {
            AtVersion = k.Version + 1,
            Trash = new TimeInTrash(e.At, e.PurgeAt),
            Last = new LastChange(ChangeKind.Moved),
        },
        (Kept k, EntryEvent.Undeleted) => k with { AtVersion = k.Version + 1, Trash = null, Last = new LastChange(ChangeKind.Moved) },
        (Kept k, EntryEvent.Purged) => new Gone(k.Version + 1),
        (Absent, EntryEvent.Purged) => new Gone(1),
        (Kept k, _) => k with { AtVersion = k.Version + 1 },
        (Gone g, _) => new Gone(g.Version + 1),
        _ => this,
    };

    /// <summary>The content stayed.</summary>
    private static Kept Rearranged(Kept k, EntryDay day) => k with
    {
        IsAsImported = false,
        AtVersion = k.Version + 1,
        Day = day,
        Last = new LastChange(ChangeKind.Edited),
    };

    private static Kept With(ValueList<MediaId> media, Kept k) => k with
    {
        Media = media,
        EverMedia = media.All(m => k.EverMedia.Contains(m)) ? k.EverMedia : ValueList.From(k.EverMedia.Union(media)),
    };

    /// <summary>The vocabulary has the words from the event that brought them: a restored content brings none again.</summary>
    private static ContentIndex Facts(ContentIndex index) => index with { Words = default };

    /// <summary>The state after all of <paramref name="events"/>, from nothing.</summary>
    public static Entry Fold(IEnumerable<EntryEvent> events) => events.Aggregate(Initial, (state, e) => state.Apply(e));
}
