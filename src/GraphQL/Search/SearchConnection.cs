using System.ComponentModel;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Paging;
using Diary.Search;

namespace Diary.GraphQL.Search;

/// <summary>A page of what was found.</summary>
public sealed class SearchConnection : NodeConnection<SearchEdge, EntryNode>
{
    private readonly Func<CancellationToken, Task<SearchTotal>> _total;
    private readonly Lock _gate = new();
    private Task<SearchTotal>? _counted;

    internal SearchConnection(Page<SearchEdge> page, Func<CancellationToken, Task<SearchTotal>> total) : base(page) => _total = total;

    /// <summary>How many were found.</summary>
    public async Task<int> TotalCount(CancellationToken cancellation) => (await Total(cancellation)).Count;

    /// <summary>Whether there may be more.</summary>
    [Description("True where a phrase or a very common word was checked in the newest matches only.")]
    public async Task<bool> TotalIsLowerBound(CancellationToken cancellation) => (await Total(cancellation)).IsLowerBound;

    private Task<SearchTotal> Total(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _counted ??= _total(cancellation);
        }
    }
}

/// <summary>An entry that was found.</summary>
public sealed class SearchEdge : Edge<EntryNode>
{
    private readonly SearchHit _hit;

    internal SearchEdge(SearchHit hit, Cursor cursor) : base(new EntryNode(hit.Row), cursor) => _hit = hit;

    /// <summary>How well it fits.</summary>
    [Description("Higher is better; compare only within one answer.")]
    public double Score => _hit.Score;

    /// <summary>A passage.</summary>
    [Description("A passage of the body with the matches between <mark> and </mark>, the rest HTML-escaped. UCE only.")]
    public string? Snippet => _hit is { Text: { } text, Match: { } match } ? Snippets.Of(text.Body, match.Marks) : null;
}
