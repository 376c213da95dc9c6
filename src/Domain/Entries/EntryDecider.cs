using static Diary.Domain.Entries.Entry;
using Decision = Diary.Domain.Decision<Diary.Domain.Entries.EntryEvent>;

namespace Diary.Domain.Entries;

/// <summary>Decides commands on entries: pure, total, and the only place where the rules of an entry's life stand.</summary>
public static class EntryDecider
{
    /// <summary>How long a deleted entry stays in the trash.</summary>
    public static readonly TimeSpan TrashPeriod = TimeSpan.FromDays(30);

    /// <summary>
    /// The most versions that an entry may have: what a grain reads when it wakes is bounded by it.
    /// Coming back from the trash and the purge are let through beyond it.
    /// </summary>
    public const int MaxVersions = 10_000;

    /// <summary>Events or a refusal; a command that repeats what was done last is accepted without an event.</summary>
    /// <param name="state">The entry as it stands.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The time of the decision, in UTC.</param>
    public static Decision Decide(Entry state, EntryCommand command, DateTimeOffset now) => (state, command) switch
    {
        (Absent, EntryCommand.Write c) => Decision.Accept(
            new EntryEvent.Written(c.EntryId, c.Owner, c.Day, c.Source, c.Content.Body, c.Content.Index, c.By, now, c.Media)),
        (Kept k, EntryCommand.Write c) when k.BeganWith(c) => Decision.Accept(),
        (Kept, EntryCommand.Write) => Decision.Refuse(RefusalCode.VersionConflict, RefusalReason.IdInUse),
        (Gone, EntryCommand.Write) => Decision.Refuse(RefusalCode.Invalid, RefusalReason.IdPurged),

        (not Gone, EntryCommand.Import c) when c.LastVersion() > MaxVersions && state.Version < c.LastVersion() =>
            Decision.Refuse(RefusalCode.Invalid, RefusalReason.TooManyVersions),
        (Absent, EntryCommand.Import { FirstVersion: 1 } c) => Accept(c, now),
        (Kept k, EntryCommand.Import c) when k.Origin.Import != c.ImportId =>
            Decision.Refuse(RefusalCode.VersionConflict, RefusalReason.IdInUse),
        (Kept k, EntryCommand.Import c) when c.LastVersion() <= k.Version => Decision.Accept(),
        (Kept k, EntryCommand.Import c) when !k.IsAsImported || k.Trash is not null || c.FirstVersion != k.Version + 1 =>
            Decision.Refuse(RefusalCode.VersionConflict, RefusalReason.StaleVersion),
        (Kept, EntryCommand.Import c) => Accept(c, now),
        (Gone, EntryCommand.Import) => Decision.Refuse(RefusalCode.Invalid, RefusalReason.IdPurged),

        (Gone, EntryCommand.UndoImport) => Decision.Accept(),
        (Kept k, EntryCommand.UndoImport c) when k.Origin.Import == c.ImportId => k.IsAsImported
            ? Decision.Accept(new EntryEvent.Purged(c.By, now, k.Contents, c.Words))
            : Decision.Refuse(RefusalCode.VersionConflict, RefusalReason.StaleVersion),
        (_, EntryCommand.UndoImport) => Decision.Refuse(RefusalCode.NotFound, RefusalReason.NoSuchEntry),

        (Gone, EntryCommand.Purge or EntryCommand.PurgeExpired) => Decision.Accept(),
        (not Kept, _) => Decision.Refuse(RefusalCode.NotFound, RefusalReason.NoSuchEntry),

        (Kept k, EntryCommand.Edit c) when k.EndedWith(c) => Decision.Accept(),
        (Kept k, EntryCommand.Restore c) when k.EndedWith(c) => Decision.Accept(),
        (Kept k, EntryCommand.Retag c) when k.Index.Tags == k.After(c) => Decision.Accept(),
        (Kept { Trash: not null }, EntryCommand.Delete) => Decision.Accept(),
        (Kept { Trash: null }, EntryCommand.Undelete) => Decision.Accept(),

        (Kept k, _) when command.Expected() is { } expected && expected != k.Version =>
            Decision.Refuse(RefusalCode.VersionConflict, RefusalReason.StaleVersion),
        (Kept { Version: >= MaxVersions }, EntryCommand.Edit or EntryCommand.Restore or EntryCommand.Delete
            or EntryCommand.Retag) =>
            Decision.Refuse(RefusalCode.Invalid, RefusalReason.TooManyVersions),
        (Kept { Trash: not null }, EntryCommand.Edit or EntryCommand.Restore) =>
            Decision.Refuse(RefusalCode.Invalid, RefusalReason.InTrash),

        (Kept k, EntryCommand.Edit c) => Edit(k, c, now),
        (Kept, EntryCommand.Restore { Target: null }) => Decision.Refuse(RefusalCode.Invalid, RefusalReason.NoSuchRevision),
        (Kept, EntryCommand.Restore { Target: { } t } c) => Decision.Accept(
            new EntryEvent.Restored(c.Revision, t.SealedAt, t.Day, t.Index, c.By, now, t.Media)),
        (Kept k, EntryCommand.Retag c) => Decision.Accept(new EntryEvent.Tagged(k.After(c), c.By, now)),
        (Kept, EntryCommand.Delete c) => Decision.Accept(new EntryEvent.Deleted(now + TrashPeriod, c.By, now)),
        (Kept, EntryCommand.Undelete c) => Decision.Accept(new EntryEvent.Undeleted(c.By, now)),
        (Kept k, EntryCommand.Purge c) => Decision.Accept(new EntryEvent.Purged(c.By, now, k.Contents, c.Words)),
        (Kept { Trash: { } trash } k, EntryCommand.PurgeExpired c) when trash.PurgeAt <= now =>
            Decision.Accept(new EntryEvent.Purged(null, now, k.Contents, c.Words)),
        (Kept k, EntryCommand.Index c) when k.SealedAt == c.SealedAt && k.Day.Date == c.Date => Decision.Accept(
            new EntryEvent.Indexed(c.SealedAt, c.Date, c.Fingerprint, c.Terms, c.WordCount, c.Words, c.By, now)),
        (Kept k, EntryCommand.NotePublished c) => k.PublishedAt >= c.Time || k.Version >= MaxVersions ? Decision.Accept()
            : Decision.Accept(new EntryEvent.Published(c.Publication, c.Time)),
        (Kept, EntryCommand.NoteSource c) => Decision.Accept(new EntryEvent.SourceSeen(c.IsThere, now)),
        _ => Decision.Accept(),
    };

    /// <summary>An archive may claim any time, but none that is yet to come.</summary>
    private static Decision Accept(EntryCommand.Import c, DateTimeOffset now)
    {
        var events = c.Versions.Select(EntryEvent (v) => new EntryEvent.Imported(c.EntryId, c.Owner, c.ImportId, v.Day, c.Source,
            v.Content.Body, v.Content.Index, now, v.At < now ? v.At : now, v.Media, v.Origin));
        return new Decision(ValueList.From(c.ToTrash ? events.Append(new EntryEvent.Deleted(now + TrashPeriod, null, now)) : events), null);
    }

    private static int LastVersion(this EntryCommand.Import c) => checked(c.FirstVersion + c.Versions.Count - 1 + (c.ToTrash ? 1 : 0));

    private static Decision Edit(Kept k, EntryCommand.Edit c, DateTimeOffset now)
    {
        var (day, media) = (k.After(c), c.Media ?? k.Media);
        return c.Content is { } content
            ? Decision.Accept(new EntryEvent.Edited(day, content.Body, content.Index, c.By, now, media))
            : media != k.Media ? Decision.Accept(media.Count < k.Media.Count && !media.Except(k.Media).Any()
                ? new EntryEvent.MediaDetached(media, day, c.By, now) : new EntryEvent.MediaAttached(media, day, c.By, now))
            : day == k.Day ? Decision.Accept() : Decision.Accept(new EntryEvent.Redated(day, c.By, now));
    }

    private static EntryDay After(this Kept k, EntryCommand.Edit c) => new(c.Date ?? k.Day.Date, c.TimeZone ?? k.Day.TimeZone);

    /// <summary>The new tag takes the first place of those that it stands for.</summary>
    private static ValueList<SealedTag> After(this Kept k, EntryCommand.Retag c) =>
        k.Index.Tags.Any(t => t.Token == c.From)
            ? ValueList.From(k.Index.Tags.Select(t => t.Token == c.From || t.Token == c.To.Token ? c.To : t).DistinctBy(t => t.Token))
            : k.Index.Tags;

    private static bool BeganWith(this Kept k, EntryCommand.Write c) =>
        k.Origin == new Beginning(c.Day, c.Source, c.Content.Index.Digest) { Media = c.Media };

    private static bool EndedWith(this Kept k, EntryCommand.Edit c) =>
        c.ExpectedVersion == k.Version - 1 && k.Last == new LastChange(ChangeKind.Edited, c.Content?.Index.Digest ?? default)
            && k.After(c) == k.Day && (c.Media ?? k.Media) == k.Media;

    private static bool EndedWith(this Kept k, EntryCommand.Restore c) =>
        c.ExpectedVersion == k.Version - 1 && k.Last == new LastChange(ChangeKind.Restored, Revision: c.Revision);

    private static int? Expected(this EntryCommand command) => command switch
    {
        EntryCommand.Edit c => c.ExpectedVersion,
        EntryCommand.Restore c => c.ExpectedVersion,
        EntryCommand.Delete c => c.ExpectedVersion,
        EntryCommand.Undelete c => c.ExpectedVersion,
        EntryCommand.Purge c => c.ExpectedVersion,
        _ => null,
    };
}
