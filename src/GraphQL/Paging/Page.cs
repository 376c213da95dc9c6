namespace Diary.GraphQL.Paging;

/// <summary>The edges of a page and where it stands.</summary>
/// <typeparam name="TEdge">The edge type.</typeparam>
public sealed record Page<TEdge>(IReadOnlyList<TEdge> Edges, PageInfo Info) where TEdge : class;

/// <summary>Makes pages of what a reader fetched.</summary>
public static class Page
{
    /// <summary>Cuts <paramref name="rows"/> to the page that was asked for.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="rows">Up to <see cref="PageRequest.Take"/> rows, in order, from the first after the cursor.</param>
    /// <param name="edge">Makes the edge of a row.</param>
    public static Page<TEdge> Of<TRow, TEdge>(PageRequest request, IReadOnlyList<TRow> rows, Func<TRow, TEdge> edge)
        where TEdge : class, IEdge
    {
        TEdge[] edges = [.. rows.Take(request.First).Select(edge)];
        return new Page<TEdge>(edges, new PageInfo(
            HasNextPage: rows.Count > request.First,
            HasPreviousPage: request.After is not null,
            StartCursor: edges.Length == 0 ? null : edges[0].Cursor,
            EndCursor: edges.Length == 0 ? null : edges[^1].Cursor));
    }
}
