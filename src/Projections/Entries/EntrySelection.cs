using Diary.Domain;
using Diary.Domain.Entries;

namespace Diary.Projections.Entries;

/// <summary>
/// Which entries a query means, as SQL. A tag's rows lie in each order beside the entries' own, so that the page of a tag is read in
/// order like any other; whatever else is asked for is looked up for each row on the way.
/// </summary>
internal sealed class EntrySelection
{
    private readonly EntryQuery _query;
    private readonly List<object> _parameters;
    private string _rows;
    private string _where = "";

    /// <summary>Selects.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="query">Which; its first tag should be the one that the fewest entries carry.</param>
    public EntrySelection(AccountId account, EntryQuery query)
    {
        (_query, _parameters) = (query, [account.Value]);
        _rows = query.Tags.Count == 0 ? "read.entries e"
            : "read.entry_tags t JOIN read.entries e ON e.account_id = $1 AND e.entry_id = t.entry_id";
        _where = $"e.account_id = $1 AND e.deleted_at IS {(query.InTrash ? "NOT NULL" : "NULL")}";
        foreach (var (tag, isFirst) in query.Tags.Select((t, i) => (t, i == 0)))
        {
            var row = $"{(isFirst ? "t" : "o")}.account_id = $1 AND {(query.InTrash ? "" : "NOT ")}{(isFirst ? "t" : "o")}.in_trash AND ";
            Add(isFirst ? row + "t.token = " : $"EXISTS (SELECT FROM read.entry_tags o WHERE o.entry_id = e.entry_id AND {row}o.token = ",
                tag.ToArrayUnsafe(), isFirst ? "" : ")");
        }

        Add($"{Walked}.entry_date >= ", query.From);
        Add($"{Walked}.entry_date <= ", query.To);
        Add("e.mood = ", query.Mood?.ToArrayUnsafe());
        if (query.Source is { } source)
        {
            Add(source == EntrySource.Diary ? "e.source = " : "e.source <> 1 AND e.source = ", (short)source); // <> 1: the partial index
        }

        _where += query.HasMedia switch { true => " AND e.media IS NOT NULL", false => " AND e.media IS NULL", null => "" };
    }

    /// <summary>Only those whose search terms match a condition; the index of terms finds them.</summary>
    public EntrySelection Matching(string terms)
    {
        var rows = _query.Tags.Count == 0 ? _rows : $"({_rows})";
        _rows = $"read.entry_terms s JOIN {rows} ON e.account_id = $1 AND e.entry_id = s.entry_id";
        Add($"s.account_id IS NOT DISTINCT FROM $1 AND {(_query.InTrash ? "" : "NOT ")}s.in_trash AND s.terms @@ ", terms, "::tsquery");
        return this;
    }

    /// <summary>
    /// Only those whose search terms do not match a condition; each is looked at by itself, for no index finds what is not there.
    /// </summary>
    public EntrySelection NotMatching(string terms)
    {
        Add("NOT EXISTS (SELECT FROM read.entry_terms s WHERE s.account_id = $1 AND s.entry_id = e.entry_id AND (s.terms @@ ", terms,
            "::tsquery) OFFSET 0)");
        return this;
    }

    /// <summary>The parameters, in the order of their numbers.</summary>
    public IReadOnlyList<object> Parameters => _parameters;

    private string Walked => _query.Tags.Count == 0 ? "e" : "t";

    /// <summary>Counts them.</summary>
    public string Count() => $"SELECT count(*)::int FROM {_rows} WHERE {_where}";

    /// <summary>Counts them, up to a bound.</summary>
    public string Count(int most)
    {
        _parameters.Add(most);
        return $"SELECT count(*)::int FROM (SELECT FROM {_rows} WHERE {_where} LIMIT ${_parameters.Count}) counted";
    }

    /// <summary>At most <paramref name="limit"/> of them behind a position, in the order asked for.</summary>
    public string Page(string columns, EntryPosition? after, int limit)
    {
        var key = _query.Order == EntryOrder.UpdatedAtDesc ? "updated_at" : "entry_date";
        var (sign, direction) = _query.Order == EntryOrder.EntryDateAsc ? (">", "ASC") : ("<", "DESC");
        if (after is not null)
        {
            _parameters.Add(_query.Order == EntryOrder.UpdatedAtDesc ? after.UpdatedAt : after.EntryDate);
            _parameters.Add(after.Id.Value);
            _where += $" AND ({Walked}.{key}, {Walked}.entry_id) {sign} (${_parameters.Count - 1}, ${_parameters.Count})";
        }

        _parameters.Add(limit);
        return $"SELECT {columns} FROM {_rows} WHERE {_where} "
            + $"ORDER BY {Walked}.{key} {direction}, {Walked}.entry_id {direction} LIMIT ${_parameters.Count}";
    }

    private void Add(string condition, object? value, string end = "")
    {
        if (value is not null)
        {
            _parameters.Add(value);
            _where += $" AND {condition}${_parameters.Count}{end}";
        }
    }
}
