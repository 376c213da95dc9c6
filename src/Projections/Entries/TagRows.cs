using Diary.Domain;
using Diary.Domain.Entries;

namespace Diary.Projections.Entries;

/// <summary>
/// The rows of entries' tags. Day and time are the entry's own: a tag's entries are listed by them. A tag that the system set comes after
/// the user's and has no sealed name: it stays whatever the user's are replaced by.
/// </summary>
internal static class TagRows
{
    /// <summary>What a row of an entry that begins holds.</summary>
    public const string Columns = "account_id, entry_id, token, sealed_name, position, entry_date, updated_at";

    /// <summary>A set of rows with these columns, from the parameters that <see cref="Of(IReadOnlyList{WrittenEntry})"/> gives.</summary>
    public const string Given =
        "unnest(?::uuid[], ?::uuid[], ?::bytea[], ?::bytea[], ?::smallint[], ?::date[], ?::timestamptz[])";

    private const short Last = 1000;

    /// <summary>The rows of entries that begin, a list for each column.</summary>
    public static object[] Of(IReadOnlyList<WrittenEntry> written)
    {
        var rows = written.SelectMany(w => Users(w.Event.Index.Tags).Index()
            .Select(t => (Entry: w, Token: t.Item.Token, Name: t.Item.SealedName, Position: (short)(t.Index + 1)))
            .Concat(AutoTag.Of(w.Event.Source) is { } auto ? [(w, auto.Token, Bytes.Empty, Last)] : [])).ToList();
        return
        [
            rows.Select(r => r.Entry.Account.Value).ToArray(), rows.Select(r => r.Entry.Entry.Value).ToArray(),
            rows.Select(r => r.Token.ToArrayUnsafe()).ToArray(), rows.Select(r => r.Name.ToArrayUnsafe()).ToArray(),
            rows.Select(r => r.Position).ToArray(), rows.Select(r => r.Entry.Event.Day.Date).ToArray(),
            rows.Select(r => r.Entry.Event.At).ToArray(),
        ];
    }

    /// <summary>The tags that take the place of an entry's: tokens, then sealed names.</summary>
    public static object[] Of(ValueList<SealedTag> tags) =>
    [
        Users(tags).Select(t => t.Token.ToArrayUnsafe()).ToArray(), Users(tags).Select(t => t.SealedName.ToArrayUnsafe()).ToArray(),
    ];

    /// <summary>The parts of a statement that replace the tags of its <c>entry</c>, whichever side of the trash that is on.</summary>
    public static string Replaced(string schema) => $"""
        given AS (
            SELECT account_id, entry_id, t.token, t.name, t.position, entry_date, updated_at, deleted_at IS NOT NULL
            FROM entry, unnest(?::bytea[], ?::bytea[]) WITH ORDINALITY t(token, name, position)
            UNION ALL
            SELECT account_id, entry_id, o.token, o.sealed_name, o.position, entry.entry_date, entry.updated_at, deleted_at IS NOT NULL
            FROM entry JOIN {schema}.entry_tags o USING (account_id, entry_id) WHERE o.sealed_name = ''::bytea
        ), untagged AS (
            DELETE FROM {schema}.entry_tags o USING entry
            WHERE o.account_id = entry.account_id AND o.entry_id = entry.entry_id AND o.token NOT IN (SELECT token FROM given)
        ), tags AS (
            INSERT INTO {schema}.entry_tags ({Columns}, in_trash) SELECT * FROM given
            ON CONFLICT (account_id, entry_id, token) DO UPDATE SET sealed_name = excluded.sealed_name, position = excluded.position,
                entry_date = excluded.entry_date, updated_at = excluded.updated_at
        )
        """;

    private static IEnumerable<SealedTag> Users(ValueList<SealedTag> tags) => tags.Where(t => AutoTag.Find(t.Token) is null);
}
