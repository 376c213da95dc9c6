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

    private readonly string _write;
    private readonly string _rewrite;
    private readonly string _tag;
    private readonly string _redate;
    private readonly string _move;
    private readonly string _purge;
    private readonly string _index;

    /// <summary>Projects into the tables of <paramref name="schema"/>.</summary>
    public EntryProjection(string schema)
    {
        var events = $"""
            INSERT INTO {schema}.entry_events
                (account_id, entry_id, version, kind, recorded_at, session_id, sealed_at, entry_date, time_zone, tagged_at)
            SELECT account_id, entry_id, version, ?, updated_at, ?, sealed_at, entry_date, time_zone, tagged_at FROM entry
            """;
        const string current =
            "RETURNING account_id, entry_id, version, updated_at, sealed_at, entry_date, time_zone, deleted_at, tagged_at";
        var retag = TagRows.Replaced(schema);
        _write = $"""
            WITH entry AS (
                INSERT INTO {schema}.entries
                    (account_id, entry_id, version, sealed_at, entry_date, time_zone, source, mood, fingerprint, word_count, created_at,
                        updated_at, import_id)
                SELECT account, entry, version, version, day, zone, source, nullif(mood, ''::bytea), nullif(fingerprint, ''::bytea),
                    nullif(words, ''::bytea), at, at, nullif(import, '{Guid.Empty}')
                FROM unnest(?::uuid[], ?::uuid[], ?::int[], ?::date[], ?::text[], ?::smallint[], ?::bytea[], ?::bytea[], ?::bytea[],
                    ?::timestamptz[], ?::uuid[]) w(account, entry, version, day, zone, source, mood, fingerprint, words, at, import)
            ), tags AS (
                INSERT INTO {schema}.entry_tags ({TagRows.Columns}) SELECT * FROM {TagRows.Given}
            ), terms AS (
                INSERT INTO {schema}.entry_terms (account_id, entry_id, terms, entry_date, in_trash)
                SELECT account, entry, array_to_tsvector(string_to_array(terms, ' ')), day, false
                FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::date[]) t(account, entry, terms, day)
            ), words AS (
                INSERT INTO {schema}.vocabulary (account_id, entry_id, quarter, token, terms, sealed_word)
                SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::int[], ?::bytea[], ?::bytea[], ?::bytea[])
            )
            INSERT INTO {schema}.entry_events
                (account_id, entry_id, version, kind, recorded_at, session_id, sealed_at, entry_date, time_zone)
            SELECT account, entry, version, kind, at, nullif(session, '{Guid.Empty}'), version, day, zone
            FROM unnest(?::uuid[], ?::uuid[], ?::int[], ?::smallint[], ?::date[], ?::text[], ?::timestamptz[], ?::uuid[])
                w(account, entry, version, kind, day, zone, at, session)
            """;
        _rewrite = $"""
            WITH entry AS (
                UPDATE {schema}.entries e SET version = ?, sealed_at = ?, entry_date = ?, time_zone = ?,
                    mood = nullif(?, ''::bytea), fingerprint = nullif(?, ''::bytea), word_count = nullif(?, ''::bytea), updated_at = ?,
                    tagged_at = (
                        SELECT tagged_at FROM {schema}.entry_events h
                        WHERE h.account_id = e.account_id AND h.entry_id = e.entry_id AND h.version = ?)
                WHERE account_id = ? AND entry_id = ? {current}
            ), {retag}, found AS (
                SELECT account_id, entry_id, array_to_tsvector(t.terms) AS terms, entry_date, false
                FROM entry, (SELECT ?::text[] AS terms) t WHERE cardinality(t.terms) > 0
            ), unindexed AS (
                DELETE FROM {schema}.entry_terms o USING entry
                WHERE o.account_id = entry.account_id AND o.entry_id = entry.entry_id AND NOT EXISTS (SELECT FROM found)
            ), terms AS (
                INSERT INTO {schema}.entry_terms (account_id, entry_id, terms, entry_date, in_trash) SELECT * FROM found
                ON CONFLICT (account_id, entry_id) DO UPDATE SET terms = excluded.terms, entry_date = excluded.entry_date
            ), words AS (
                INSERT INTO {schema}.vocabulary (account_id, entry_id, quarter, token, terms, sealed_word)
                SELECT account_id, entry_id, w.* FROM entry, unnest(?::int[], ?::bytea[], ?::bytea[], ?::bytea[]) w
                ON CONFLICT DO NOTHING
            )
            {events}
            """;
        _tag = $"""
            WITH entry AS (
                UPDATE {schema}.entries SET version = ?, tagged_at = ?, updated_at = ? WHERE account_id = ? AND entry_id = ? {current}
            ), {retag}
            {events}
            """;
        _redate = $"""
            WITH entry AS (
                UPDATE {schema}.entries SET version = ?, entry_date = ?, time_zone = ?, updated_at = ?,
                    word_count = CASE WHEN word_count = '\x00000000'
                        OR date_trunc('quarter', entry_date::timestamp) = date_trunc('quarter', ?::date::timestamp) THEN word_count END
                WHERE account_id = ? AND entry_id = ? {current}
            ), terms AS (
                UPDATE {schema}.entry_terms o SET entry_date = entry.entry_date FROM entry
                WHERE o.account_id = entry.account_id AND o.entry_id = entry.entry_id
            ), tags AS (
                UPDATE {schema}.entry_tags o SET entry_date = entry.entry_date, updated_at = entry.updated_at FROM entry
                WHERE o.account_id = entry.account_id AND o.entry_id = entry.entry_id
            )
            {events}
            """;
        _move = $"""
            WITH entry AS (
                UPDATE {schema}.entries SET version = ?, updated_at = ?,
                    deleted_at = to_timestamp(nullif(?, 0)), purge_at = to_timestamp(nullif(?, 0))
                WHERE account_id = ? AND entry_id = ? {current}
            ), tags AS (
                UPDATE {schema}.entry_tags o SET in_trash = entry.deleted_at IS NOT NULL, updated_at = entry.updated_at FROM entry
                WHERE o.account_id = entry.account_id AND o.entry_id = entry.entry_id
            ), terms AS (
                UPDATE {schema}.entry_terms o SET in_trash = entry.deleted_at IS NOT NULL FROM entry
                WHERE o.account_id = entry.account_id AND o.entry_id = entry.entry_id
            )
            {events}
            """;
        _purge = $"""
            WITH gone AS (DELETE FROM {schema}.entries WHERE account_id = ? AND entry_id = ? RETURNING account_id, entry_id),
            tags AS (DELETE FROM {schema}.entry_tags o USING gone WHERE o.account_id = gone.account_id AND o.entry_id = gone.entry_id),
            terms AS (DELETE FROM {schema}.entry_terms o USING gone WHERE o.account_id = gone.account_id AND o.entry_id = gone.entry_id),
            events AS (
                DELETE FROM {schema}.entry_events o USING gone WHERE o.account_id = gone.account_id AND o.entry_id = gone.entry_id),
            unused AS (DELETE FROM {schema}.vocabulary WHERE account_id = ? AND entry_id = ? AND token <> ALL (?::bytea[]))
            INSERT INTO {schema}.vocabulary (account_id, entry_id, quarter, token, terms, sealed_word)
            SELECT ?::uuid, ?::uuid, w.* FROM unnest(?::int[], ?::bytea[], ?::bytea[], ?::bytea[]) w
            ON CONFLICT DO NOTHING
            """;
        // What was indexed for another content or another quarter is of no use any more, but its words were found: they stay.
        _index = $"""
            WITH entry AS (
                UPDATE {schema}.entries SET word_count = ?, fingerprint = coalesce(fingerprint, nullif(?, ''::bytea))
                WHERE account_id = ? AND entry_id = ? AND sealed_at = ?
                    AND date_trunc('quarter', entry_date::timestamp) = date_trunc('quarter', ?::date::timestamp)
                RETURNING account_id, entry_id, entry_date, deleted_at
            ), found AS (
                SELECT account_id, entry_id, array_to_tsvector(t.terms) AS terms, entry_date, deleted_at IS NOT NULL
                FROM entry, (SELECT ?::text[] AS terms) t WHERE cardinality(t.terms) > 0
            ), unindexed AS (
                DELETE FROM {schema}.entry_terms o USING entry
                WHERE o.account_id = entry.account_id AND o.entry_id = entry.entry_id AND NOT EXISTS (SELECT FROM found)
            ), terms AS (
                INSERT INTO {schema}.entry_terms (account_id, entry_id, terms, entry_date, in_trash) SELECT * FROM found
                ON CONFLICT (account_id, entry_id) DO UPDATE SET terms = excluded.terms
            )
            INSERT INTO {schema}.vocabulary (account_id, entry_id, quarter, token, terms, sealed_word)
            SELECT e.account_id, e.entry_id, w.* FROM {schema}.entries e, unnest(?::int[], ?::bytea[], ?::bytea[], ?::bytea[]) w
            WHERE e.account_id = ? AND e.entry_id = ?
            ON CONFLICT DO NOTHING
            """;
    }

    /// <summary>The statement for one event, with its parameters in the order of their <c>?</c>.</summary>
    /// <param name="account">The tenant.</param>
    /// <param name="entry">The stream.</param>
    /// <param name="version">The version that the event makes.</param>
    /// <param name="event">What happened.</param>
    public (string Sql, object[] Parameters) For(AccountId account, EntryId entry, int version, EntryEvent @event) => @event switch
    {
        EntryEvent.Written or EntryEvent.Imported when WrittenEntry.Of(account, entry, version, @event) is { } begun =>
            ForWritten([begun]),
        EntryEvent.Imported e => (_rewrite, Rewrite(account, entry, version, version, e.Day, e.Index, EntryEventKind.Imported, e, 0)),
        EntryEvent.Edited e => (_rewrite, Rewrite(account, entry, version, version, e.Day, e.Index, EntryEventKind.Edited, e, 0)),
        EntryEvent.Restored e =>
            (_rewrite, Rewrite(account, entry, version, e.SealedAt, e.Day, e.Index, EntryEventKind.Restored, e, e.Revision)),
        EntryEvent.Tagged e => (_tag,
            [version, version, e.At, account.Value, entry.Value, .. TagRows.Of(e.Tags), .. Event(EntryEventKind.Tagged, e)]),
        EntryEvent.Redated e => (_redate,
            [version, e.Day.Date, e.Day.TimeZone, e.At, e.Day.Date, account.Value, entry.Value, .. Event(EntryEventKind.Edited, e)]),
        EntryEvent.Deleted e =>
            (_move, [version, e.At, Seconds(e.At), Seconds(e.PurgeAt), account.Value, entry.Value, .. Event(EntryEventKind.Deleted, e)]),
        EntryEvent.Undeleted e => (_move, [version, e.At, 0d, 0d, account.Value, entry.Value, .. Event(EntryEventKind.Undeleted, e)]),
        EntryEvent.Purged e => (_purge, [account.Value, entry.Value, account.Value, entry.Value,
            e.Words.Select(w => Raw(w.Token)).ToArray(), account.Value, entry.Value, .. Words(e.Words)]),
        EntryEvent.Indexed e => (_index, [Raw(e.WordCount), Raw(e.Fingerprint), account.Value, entry.Value, e.SealedAt, e.Date,
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
        var indexed = written.Where(w => !w.Event.Index.Terms.IsEmpty).ToList();
        var words = written.SelectMany(w => w.Event.Index.Words.Select(v => (w.Account, w.Entry, Word: v))).ToList();
        return (_write,
        [
            accounts, entries, versions, days, zones, written.Select(w => (short)w.Event.Source).ToArray(),
            written.Select(w => Raw(w.Event.Index.Mood)).ToArray(), written.Select(w => Raw(w.Event.Index.Fingerprint)).ToArray(),
            written.Select(w => Raw(w.Event.Index.WordCount)).ToArray(), times,
            written.Select(w => w.Import ?? Guid.Empty).ToArray(), .. TagRows.Of(written),
            indexed.Select(w => w.Account.Value).ToArray(), indexed.Select(w => w.Entry.Value).ToArray(),
            indexed.Select(w => string.Join(' ', Terms(w.Event.Index.Terms))).ToArray(), indexed.Select(w => w.Event.Day.Date).ToArray(),
            words.Select(w => w.Account.Value).ToArray(), words.Select(w => w.Entry.Value).ToArray(), .. Words(words.Select(w => w.Word)),
            accounts, entries, versions,
            written.Select(w => (short)(w.Import is null ? EntryEventKind.Written : EntryEventKind.Imported)).ToArray(),
            days, zones, times, written.Select(w => w.Event.By?.Value ?? Guid.Empty).ToArray(),
        ]);
    }

    private static object[] Rewrite(AccountId account, EntryId entry, int version, int sealedAt, EntryDay day, ContentIndex index,
        EntryEventKind kind, EntryEvent e, int taggedAs) =>
        [version, sealedAt, day.Date, day.TimeZone, Raw(index.Mood), Raw(index.Fingerprint), Raw(index.WordCount), e.At, taggedAs,
            account.Value, entry.Value, .. TagRows.Of(index.Tags), Terms(index.Terms), .. Words(index.Words), .. Event(kind, e)];

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
internal readonly record struct WrittenEntry(AccountId Account, EntryId Entry, int Version, EntryEvent.Written Event, Guid? Import = null)
{
    /// <summary>The beginning that an event is; null where it is none.</summary>
    public static WrittenEntry? Of(AccountId account, EntryId entry, int version, object @event) => @event switch
    {
        EntryEvent.Written e => new(account, entry, version, e),
        EntryEvent.Imported e when version == 1 => new(account, entry, version,
            new EntryEvent.Written(e.EntryId, e.Owner, e.Day, e.Source, e.Body, e.Index, null, e.At), e.Import),
        _ => null,
    };
}
