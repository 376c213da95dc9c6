namespace Diary.Projections.Entries;

/// <summary>The rows of the tags of entries that begin. Day and time are the entry's own: a tag's entries are listed by them.</summary>
internal static class TagRows
{
    /// <summary>What a row holds.</summary>
    public const string Columns = "account_id, entry_id, token, sealed_name, position, entry_date, updated_at";

    /// <summary>A set of rows with these columns, from the parameters that <see cref="Of"/> gives.</summary>
    public const string Given =
        "unnest(?::uuid[], ?::uuid[], ?::bytea[], ?::bytea[], ?::smallint[], ?::date[], ?::timestamptz[])";

    /// <summary>The rows, a list for each column.</summary>
    public static object[] Of(IReadOnlyList<WrittenEntry> written)
    {
        var rows = written.SelectMany(w => w.Event.Index.Tags.Select((t, i) => (Entry: w, Tag: t, Position: (short)(i + 1)))).ToList();
        return
        [
            rows.Select(r => r.Entry.Account.Value).ToArray(), rows.Select(r => r.Entry.Entry.Value).ToArray(),
            rows.Select(r => r.Tag.Token.ToArrayUnsafe()).ToArray(), rows.Select(r => r.Tag.SealedName.ToArrayUnsafe()).ToArray(),
            rows.Select(r => r.Position).ToArray(), rows.Select(r => r.Entry.Event.Day.Date).ToArray(),
            rows.Select(r => r.Entry.Event.At).ToArray(),
        ];
    }
}
