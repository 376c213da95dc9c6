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
                    (account_id, entry_id, version, sealed_at, entry_date, time_zone, source, mood, fingerprint, created_at, updated_at)
                SELECT account, entry, version, version, day, zone, source, nullif(mood, ''::bytea), nullif(fingerprint, ''::bytea), at, at
                FROM unnest(?::uuid[], ?::uuid[], ?::int[], ?::date[], ?::text[], ?::smallint[], ?::bytea[], ?::bytea[], ?::timestamptz[])
                    w(account, entry, version, day, zone, source, mood, fingerprint, at)
            ), tags AS (
                INSERT INTO {schema}.entry_tags ({TagRows.Columns}) SELECT * FROM {TagRows.Given}
            ), terms AS (
                INSERT INTO {schema}.entry_terms (account_id, entry_id, terms)
                SELECT account, entry, array_to_tsvector(string_to_array(terms, ' '))
                FROM unnest(?::uuid[], ?::uuid[], ?::text[]) t(account, entry, terms)
            )
            INSERT INTO {schema}.entry_events
                (account_id, entry_id, version, kind, recorded_at, session_id, sealed_at, entry_date, time_zone)
            SELECT account, entry, version, {(int)EntryEventKind.Written}, at, nullif(session, '{Guid.Empty}'), version, day, zone
            FROM unnest(?::uuid[], ?::uuid[], ?::int[], ?::date[], ?::text[], ?::timestamptz[], ?::uuid[])
                w(account, entry, version, day, zone, at, session)
            """;
        _rewrite = $"""
            WITH entry AS (
                UPDATE {schema}.entries e SET version = ?, sealed_at = ?, entry_date = ?, time_zone = ?,
                    mood = nullif(?, ''::bytea), fingerprint = nullif(?, ''::bytea), updated_at = ?, tagged_at = (
                        SELECT tagged_at FROM {schema}.entry_events h
                        WHERE h.account_id = e.account_id AND h.entry_id = e.entry_id AND h.version = ?)
                WHERE account_id = ? AND entry_id = ? {current}
            ), {retag}, found AS (
                SELECT account_id, entry_id, array_to_tsvector(t.terms) AS terms
                FROM entry, (SELECT ?::text[] AS terms) t WHERE cardinality(t.terms) > 0
            ), unindexed AS (
                DELETE FROM {schema}.entry_terms o USING entry
                WHERE o.account_id = entry.account_id AND o.entry_id = entry.entry_id AND NOT EXISTS (SELECT FROM found)
            ), terms AS (
                INSERT INTO {schema}.entry_terms (account_id, entry_id, terms) SELECT * FROM found
                ON CONFLICT (account_id, entry_id) DO UPDATE SET terms = excluded.terms
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
                UPDATE {schema}.entries SET version = ?, entry_date = ?, time_zone = ?, updated_at = ?
                WHERE account_id = ? AND entry_id = ? {current}
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
            )
            {events}
            """;
        _purge = $"""
            WITH gone AS (DELETE FROM {schema}.entries WHERE account_id = ? AND entry_id = ? RETURNING account_id, entry_id),
            tags AS (DELETE FROM {schema}.entry_tags o USING gone WHERE o.account_id = gone.account_id AND o.entry_id = gone.entry_id),
            terms AS (DELETE FROM {schema}.entry_terms o USING gone WHERE o.account_id = gone.account_id AND o.entry_id = gone.entry_id)
            DELETE FROM {schema}.entry_events o USING gone WHERE o.account_id = gone.account_id AND o.entry_id = gone.entry_id
            """;
    }

    /// <summary>The statement for one event, with its parameters in the order of their <c>?</c>.</summary>
    /// <param name="account">The tenant.</param>
    /// <param name="entry">The stream.</param>
    /// <param name="version">The version that the event makes.</param>
    /// <param name="event">What happened.</param>
    public (string Sql, object[] Parameters) For(AccountId account, EntryId entry, int version, EntryEvent @event) => @event switch
    {
        EntryEvent.Written e => ForWritten([new(account, entry, version, e)]),
        EntryEvent.Edited e => (_rewrite, Rewrite(account, entry, version, version, e.Day, e.Index, EntryEventKind.Edited, e, 0)),
        EntryEvent.Restored e =>
            (_rewrite, Rewrite(account, entry, version, e.SealedAt, e.Day, e.Index, EntryEventKind.Restored, e, e.Revision)),
        EntryEvent.Tagged e => (_tag,
            [version, version, e.At, account.Value, entry.Value, .. TagRows.Of(e.Tags), .. Event(EntryEventKind.Tagged, e)]),
        EntryEvent.Redated e => (_redate,
            [version, e.Day.Date, e.Day.TimeZone, e.At, account.Value, entry.Value, .. Event(EntryEventKind.Edited, e)]),
        EntryEvent.Deleted e =>
            (_move, [version, e.At, Seconds(e.At), Seconds(e.PurgeAt), account.Value, entry.Value, .. Event(EntryEventKind.Deleted, e)]),
        EntryEvent.Undeleted e => (_move, [version, e.At, 0d, 0d, account.Value, entry.Value, .. Event(EntryEventKind.Undeleted, e)]),
        EntryEvent.Purged => (_purge, [account.Value, entry.Value]),
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
        return (_write,
        [
            accounts, entries, versions, days, zones, written.Select(w => (short)w.Event.Source).ToArray(),
            written.Select(w => Raw(w.Event.Index.Mood)).ToArray(), written.Select(w => Raw(w.Event.Index.Fingerprint)).ToArray(), times,
            .. TagRows.Of(written),
            indexed.Select(w => w.Account.Value).ToArray(), indexed.Select(w => w.Entry.Value).ToArray(),
            indexed.Select(w => string.Join(' ', Terms(w.Event.Index))).ToArray(),
            accounts, entries, versions, days, zones, times, written.Select(w => w.Event.By?.Value ?? Guid.Empty).ToArray(),
        ]);
    }

    private static object[] Rewrite(AccountId account, EntryId entry, int version, int sealedAt, EntryDay day, ContentIndex index,
        EntryEventKind kind, EntryEvent e, int taggedAs) =>
        [version, sealedAt, day.Date, day.TimeZone, Raw(index.Mood), Raw(index.Fingerprint), e.At, taggedAs, account.Value, entry.Value,
            .. TagRows.Of(index.Tags), Terms(index), .. Event(kind, e)];

    private static object[] Event(EntryEventKind kind, EntryEvent e) => [(short)kind, e.By is { } by ? by.Value : DBNull.Value];

    private static byte[] Raw(Bytes bytes) => bytes.ToArrayUnsafe();

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000d;

    private static string[] Terms(ContentIndex index)
    {
        var packed = index.Terms.Span;
        var terms = new string[packed.Length / TermLength];
        for (var i = 0; i < terms.Length; i++)
        {
            terms[i] = Base64Url.EncodeToString(packed.Slice(i * TermLength, TermLength));
        }

        return terms;
    }
}

/// <summary>An entry's beginning, and where it stands.</summary>
internal readonly record struct WrittenEntry(AccountId Account, EntryId Entry, int Version, EntryEvent.Written Event);
