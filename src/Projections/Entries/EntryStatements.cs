namespace Diary.Projections.Entries;

/// <summary>The statements of <see cref="EntryProjection"/>, one for each kind of change, over the tables of a schema.</summary>
internal sealed class EntryStatements
{
    /// <summary>Over the tables of <paramref name="schema"/>.</summary>
    public EntryStatements(string schema)
    {
        var events = $"""
            INSERT INTO {schema}.entry_events
                (account_id, entry_id, version, kind, recorded_at, session_id, sealed_at, entry_date, time_zone, tagged_at, media)
            SELECT account_id, entry_id, version, ?, updated_at, ?, sealed_at, entry_date, time_zone, tagged_at, media FROM entry
            """;
        const string current =
            "RETURNING account_id, entry_id, version, updated_at, sealed_at, entry_date, time_zone, deleted_at, tagged_at, media";
        var attach = $"""
            attached AS (
                INSERT INTO {schema}.entry_media (account_id, media_id, entry_id) SELECT account_id, unnest(media), entry_id FROM entry
                ON CONFLICT DO NOTHING)
            """;
        var retag = TagRows.Replaced(schema);
        Write = $"""
            WITH entry AS (
                INSERT INTO {schema}.entries
                    (account_id, entry_id, version, sealed_at, entry_date, time_zone, source, mood, fingerprint, word_count, created_at,
                        updated_at, import_id, media)
                SELECT account, entry, version, version, day, zone, source, nullif(mood, ''::bytea), nullif(fingerprint, ''::bytea),
                    nullif(words, ''::bytea), at, at, nullif(import, '{Guid.Empty}'), nullif(media, '')::uuid[]
                FROM unnest(?::uuid[], ?::uuid[], ?::int[], ?::date[], ?::text[], ?::smallint[], ?::bytea[], ?::bytea[], ?::bytea[],
                    ?::timestamptz[], ?::uuid[], ?::text[])
                    w(account, entry, version, day, zone, source, mood, fingerprint, words, at, import, media)
                RETURNING account_id, entry_id, media
            ), {attach}, origins AS (
                INSERT INTO {schema}.entry_origins (account_id, entry_id, item, match, seen, posted_at)
                SELECT account, entry, item, nullif(match, ''::bytea), nullif(seen, ''::bytea), at
                FROM unnest(?::uuid[], ?::uuid[], ?::bytea[], ?::bytea[], ?::bytea[], ?::timestamptz[])
                    o(account, entry, item, match, seen, at)
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
                (account_id, entry_id, version, kind, recorded_at, session_id, sealed_at, entry_date, time_zone, media)
            SELECT account, entry, version, kind, at, nullif(session, '{Guid.Empty}'), version, day, zone, nullif(media, '')::uuid[]
            FROM unnest(?::uuid[], ?::uuid[], ?::int[], ?::smallint[], ?::date[], ?::text[], ?::timestamptz[], ?::uuid[], ?::text[])
                w(account, entry, version, kind, day, zone, at, session, media)
            """;
        Rewrite = $"""
            WITH entry AS (
                UPDATE {schema}.entries e SET version = ?, sealed_at = ?, entry_date = ?, time_zone = ?,
                    mood = nullif(?, ''::bytea), fingerprint = nullif(?, ''::bytea), word_count = nullif(?, ''::bytea), updated_at = ?,
                    media = nullif(?::uuid[], '{"{}"}'), tagged_at = (
                        SELECT tagged_at FROM {schema}.entry_events h
                        WHERE h.account_id = e.account_id AND h.entry_id = e.entry_id AND h.version = ?)
                WHERE account_id = ? AND entry_id = ? {current}
            ), {attach}, {retag}, found AS (
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
        Import = $"""
            WITH origin AS (
                UPDATE {schema}.entry_origins SET seen = nullif(?, ''::bytea), removed_at = NULL WHERE account_id = ? AND entry_id = ?
            ), {Rewrite["WITH ".Length..].TrimStart()}
            """;
        See = $"UPDATE {schema}.entry_origins SET removed_at = to_timestamp(nullif(?, 0)) WHERE account_id = ? AND entry_id = ?";
        Tag = $"""
            WITH entry AS (
                UPDATE {schema}.entries SET version = ?, tagged_at = ?, updated_at = ? WHERE account_id = ? AND entry_id = ? {current}
            ), {retag}
            {events}
            """;
        string Redated(string media, string rest) => $"""
            WITH entry AS (
                UPDATE {schema}.entries SET version = ?, entry_date = ?, time_zone = ?, updated_at = ?, {media}
                    word_count = CASE WHEN word_count = '\x00000000'
                        OR date_trunc('quarter', entry_date::timestamp) = date_trunc('quarter', ?::date::timestamp) THEN word_count END
                WHERE account_id = ? AND entry_id = ? {current}
            ), terms AS (
                UPDATE {schema}.entry_terms o SET entry_date = entry.entry_date FROM entry
                WHERE o.account_id = entry.account_id AND o.entry_id = entry.entry_id
            ), tags AS (
                UPDATE {schema}.entry_tags o SET entry_date = entry.entry_date, updated_at = entry.updated_at FROM entry
                WHERE o.account_id = entry.account_id AND o.entry_id = entry.entry_id
            ){rest}
            {events}
            """;
        Redate = Redated("", "");
        Arrange = Redated("media = nullif(?::uuid[], '{}'),", $", {attach}");
        Move = $"""
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
        Purge = $"""
            WITH gone AS (DELETE FROM {schema}.entries WHERE account_id = ? AND entry_id = ? RETURNING account_id, entry_id),
            tags AS (DELETE FROM {schema}.entry_tags o USING gone WHERE o.account_id = gone.account_id AND o.entry_id = gone.entry_id),
            terms AS (DELETE FROM {schema}.entry_terms o USING gone WHERE o.account_id = gone.account_id AND o.entry_id = gone.entry_id),
            media AS (DELETE FROM {schema}.entry_media o USING gone WHERE o.account_id = gone.account_id AND o.entry_id = gone.entry_id),
            events AS (
                DELETE FROM {schema}.entry_events o USING gone WHERE o.account_id = gone.account_id AND o.entry_id = gone.entry_id),
            origins AS (
                DELETE FROM {schema}.entry_origins o USING gone WHERE o.account_id = gone.account_id AND o.entry_id = gone.entry_id),
            unused AS (DELETE FROM {schema}.vocabulary WHERE account_id = ? AND entry_id = ? AND token <> ALL (?::bytea[]))
            INSERT INTO {schema}.vocabulary (account_id, entry_id, quarter, token, terms, sealed_word)
            SELECT ?::uuid, ?::uuid, w.* FROM unnest(?::int[], ?::bytea[], ?::bytea[], ?::bytea[]) w
            ON CONFLICT DO NOTHING
            """;
        Touch = $"""
            WITH entry AS (
                UPDATE {schema}.entries SET version = ?, updated_at = greatest(updated_at, ?)
                WHERE account_id = ? AND entry_id = ? {current}
            ), tags AS (
                UPDATE {schema}.entry_tags o SET updated_at = entry.updated_at FROM entry
                WHERE o.account_id = entry.account_id AND o.entry_id = entry.entry_id
            )
            {events}
            """;
        // What was indexed for another content or another quarter is of no use any more, but its words were found: they stay.
        Index = $"""
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

    /// <summary>Begins entries, many at once.</summary>
    public string Write { get; }

    /// <summary>Replaces a content.</summary>
    public string Rewrite { get; }

    /// <summary>The same with what came from elsewhere, where it changed.</summary>
    public string Import { get; }

    /// <summary>Notes whether it is there still.</summary>
    public string See { get; }

    /// <summary>Replaces tags.</summary>
    public string Tag { get; }

    /// <summary>Changes the day.</summary>
    public string Redate { get; }

    /// <summary>Changes the media, and the day.</summary>
    public string Arrange { get; }

    /// <summary>Moves into the trash or out of it.</summary>
    public string Move { get; }

    /// <summary>Notes that something happened that changes nothing.</summary>
    public string Touch { get; }

    /// <summary>Deletes an entry, and leaves words to the vocabulary.</summary>
    public string Purge { get; }

    /// <summary>Adds what was found in a text.</summary>
    public string Index { get; }
}
