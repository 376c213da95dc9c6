using System.Buffers.Text;
using Diary.Domain;
using Diary.Domain.Entries;

namespace Diary.Projections.Entries;

/// <summary>
/// Folds an entry's events into the flat tables that queries read: one statement an event, in the transaction that appends it.
/// </summary>
public sealed class EntryProjection
{
    private const int TermLength = 9;

    private readonly EntryStatements _sql;

    /// <summary>Projects into the tables of <paramref name="schema"/>.</summary>
    public EntryProjection(string schema) => _sql = new EntryStatements(schema);

    /// <summary>The statement for one event, with its parameters in the order of their <c>?</c>.</summary>
    /// <param name="account">The tenant.</param>
    /// <param name="entry">The stream.</param>
    /// <param name="version">The version that the event makes.</param>
    /// <param name="event">What happened.</param>
    public (string Sql, object[] Parameters) For(AccountId account, EntryId entry, int version, EntryEvent @event) => @event switch
    {
        EntryEvent.Written or EntryEvent.Imported when WrittenEntry.Of(account, entry, version, @event) is { } begun =>
            ForWritten([begun]),
        EntryEvent.Imported { Origin: { } origin } e => (_sql.Import,
            [Raw(origin.Seen), account.Value, entry.Value, .. Imported(account, entry, version, e)]),
        EntryEvent.Imported e => (_sql.Rewrite, Imported(account, entry, version, e)),
        EntryEvent.Published e => (_sql.Touch, [version, e.At, account.Value, entry.Value, .. Event(EntryEventKind.Published, e)]),
        EntryEvent.SourceSeen e => (_sql.See, [e.IsThere ? 0d : Seconds(e.At), account.Value, entry.Value]),
        EntryEvent.Edited e => (_sql.Rewrite,
            Rewrite(account, entry, version, version, e.Day, e.Index, e.Media, EntryEventKind.Edited, e, 0)),
        EntryEvent.Restored e =>
            (_sql.Rewrite, Rewrite(account, entry, version, e.SealedAt, e.Day, e.Index, e.Media, EntryEventKind.Restored, e, e.Revision)),
        EntryEvent.Tagged e => (_sql.Tag,
            [version, version, e.At, account.Value, entry.Value, .. TagRows.Of(e.Tags), .. Event(EntryEventKind.Tagged, e)]),
        EntryEvent.Redated e => (_sql.Redate,
            [version, e.Day.Date, e.Day.TimeZone, e.At, e.Day.Date, account.Value, entry.Value, .. Event(EntryEventKind.Edited, e)]),
        EntryEvent.MediaAttached e => Arranged(account, entry, version, e.Day, e.Media, EntryEventKind.MediaAttached, e),
        EntryEvent.MediaDetached e => Arranged(account, entry, version, e.Day, e.Media, EntryEventKind.MediaDetached, e),
        EntryEvent.Deleted e =>
            (_sql.Move,
                [version, e.At, Seconds(e.At), Seconds(e.PurgeAt), account.Value, entry.Value, .. Event(EntryEventKind.Deleted, e)]),
        EntryEvent.Undeleted e => (_sql.Move, [version, e.At, 0d, 0d, account.Value, entry.Value, .. Event(EntryEventKind.Undeleted, e)]),
        EntryEvent.Purged e => (_sql.Purge, [account.Value, entry.Value, account.Value, entry.Value,
            e.Words.Select(w => Raw(w.Token)).ToArray(), account.Value, entry.Value, .. Words(e.Words)]),
        EntryEvent.Indexed e => (_sql.Index, [Raw(e.WordCount), Raw(e.Fingerprint), account.Value, entry.Value, e.SealedAt, e.Date,
            Terms(e.Terms), .. Words(e.Words), account.Value, entry.Value]),
        _ => throw new ArgumentOutOfRangeException(nameof(@event)),
    };

    /// <summary>The one statement for the beginnings of many entries.</summary>
    internal (string Sql, object[] Parameters) ForWritten(IReadOnlyList<WrittenEntry> written)
    {
        Guid[] accounts = [.. written.Select(w => w.Account.Value)], entries = [.. written.Select(w => w.Entry.Value)];
        int[] versions = [.. written.Select(w => w.Version)];
        DateOnly[] days = [.. written.Select(w => w.Event.Day.Date)];
        string[] zones = [.. written.Select(w => w.Event.Day.TimeZone)];
        DateTimeOffset[] times = [.. written.Select(w => w.Event.At)];
        string[] media = [.. written.Select(w => w.Event.Media.Count == 0 ? "" : $"{{{string.Join(',', w.Event.Media)}}}")];
        var indexed = written.Where(w => !w.Event.Index.Terms.IsEmpty).ToList();
        var origins = written.Where(w => w.Origin is not null).ToList();
        var words = written.SelectMany(w => w.Event.Index.Words.Select(v => (w.Account, w.Entry, Word: v))).ToList();
        return (_sql.Write,
        [
            accounts, entries, versions, days, zones, written.Select(w => (short)w.Event.Source).ToArray(),
            written.Select(w => Raw(w.Event.Index.Mood)).ToArray(), written.Select(w => Raw(w.Event.Index.Fingerprint)).ToArray(),
            written.Select(w => Raw(w.Event.Index.WordCount)).ToArray(), times,
            written.Select(w => w.Import ?? Guid.Empty).ToArray(), media,
            origins.Select(w => w.Account.Value).ToArray(), origins.Select(w => w.Entry.Value).ToArray(),
            origins.Select(w => Raw(w.Origin!.Item)).ToArray(), origins.Select(w => Raw(w.Origin!.Match)).ToArray(),
            origins.Select(w => Raw(w.Origin!.Seen)).ToArray(), origins.Select(w => w.Event.At).ToArray(), .. TagRows.Of(written),
            indexed.Select(w => w.Account.Value).ToArray(), indexed.Select(w => w.Entry.Value).ToArray(),
            indexed.Select(w => string.Join(' ', Terms(w.Event.Index.Terms))).ToArray(), indexed.Select(w => w.Event.Day.Date).ToArray(),
            words.Select(w => w.Account.Value).ToArray(), words.Select(w => w.Entry.Value).ToArray(), .. Words(words.Select(w => w.Word)),
            accounts, entries, versions,
            written.Select(w => (short)(w.Import is null ? EntryEventKind.Written : EntryEventKind.Imported)).ToArray(),
            days, zones, times, written.Select(w => w.Event.By?.Value ?? Guid.Empty).ToArray(), media,
        ]);
    }

    private static object[] Imported(AccountId account, EntryId entry, int version, EntryEvent.Imported e) =>
        Rewrite(account, entry, version, version, e.Day, e.Index, e.Media, EntryEventKind.Imported, e, 0);

    private static object[] Rewrite(AccountId account, EntryId entry, int version, int sealedAt, EntryDay day, ContentIndex index,
        ValueList<MediaId> media, EntryEventKind kind, EntryEvent e, int taggedAs) =>
        [version, sealedAt, day.Date, day.TimeZone, Raw(index.Mood), Raw(index.Fingerprint), Raw(index.WordCount), e.At, Ids(media),
            taggedAs, account.Value, entry.Value, .. TagRows.Of(index.Tags), Terms(index.Terms), .. Words(index.Words), .. Event(kind, e)];

    private (string Sql, object[] Parameters) Arranged(AccountId account, EntryId entry, int version, EntryDay day,
        ValueList<MediaId> media, EntryEventKind kind, EntryEvent e) => (_sql.Arrange,
        [version, day.Date, day.TimeZone, e.At, Ids(media), day.Date, account.Value, entry.Value, .. Event(kind, e)]);

    private static Guid[] Ids(ValueList<MediaId> media) => [.. media.Select(m => m.Value)];

    private static object[] Event(EntryEventKind kind, EntryEvent e) => [(short)kind, e.By is { } by ? by.Value : DBNull.Value];

    private static byte[] Raw(Bytes bytes) => bytes.ToArrayUnsafe();

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000d;

    private static object[] Words(IEnumerable<VocabularyWord> words)
    {
        VocabularyWord[] all = [.. words];
        return [all.Select(w => w.Quarter).ToArray(), all.Select(w => Raw(w.Token)).ToArray(), all.Select(w => Raw(w.Terms)).ToArray(),
            all.Select(w => Raw(w.SealedWord)).ToArray()];
    }

    private static string[] Terms(Bytes given)
    {
        var packed = given.Span;
        var terms = new string[packed.Length / TermLength];
        for (var i = 0; i < terms.Length; i++)
        {
            terms[i] = Base64Url.EncodeToString(packed.Slice(i * TermLength, TermLength));
        }

        return terms;
    }
}

/// <summary>An entry's beginning, and where it stands.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Entry">Which it is.</param>
/// <param name="Version">The version that it makes.</param>
/// <param name="Event">How it begins.</param>
/// <param name="Import">What brought it; null where it was written here.</param>
/// <param name="Origin">What it is recognised by; null where nothing is known of it.</param>
internal readonly record struct WrittenEntry(
    AccountId Account, EntryId Entry, int Version, EntryEvent.Written Event, Guid? Import = null, EntryOrigin? Origin = null)
{
    /// <summary>The beginning that an event is; null where it is none.</summary>
    public static WrittenEntry? Of(AccountId account, EntryId entry, int version, object @event) => @event switch
    {
        EntryEvent.Written e => new(account, entry, version, e),
        EntryEvent.Imported e when version == 1 => new(account, entry, version,
            new EntryEvent.Written(e.EntryId, e.Owner, e.Day, e.Source, e.Body, e.Index, null, e.At, e.Media), e.Import, e.Origin),
        _ => null,
    };
}
