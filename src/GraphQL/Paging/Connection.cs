namespace Diary.GraphQL.Paging;

/// <summary>
/// A page of a list. The CLR type that derives from it gives the GraphQL type its name:
/// <c>public sealed class ChangeConnection(Page&lt;ChangeEdge&gt; page) : Connection&lt;ChangeEdge&gt;(page);</c>
/// </summary>
/// <typeparam name="TEdge">The edge type, named <c>…Edge</c>.</typeparam>
public abstract class Connection<TEdge>(Page<TEdge> page) where TEdge : class
{
    /// <summary>The rows with their cursors.</summary>
    public IReadOnlyList<TEdge> Edges => page.Edges;

    /// <summary>Where the page stands.</summary>
    public PageInfo PageInfo => page.Info;
}

/// <summary>A page that also gives its nodes without the edges round them.</summary>
/// <typeparam name="TEdge">The edge type, named <c>…Edge</c>.</typeparam>
/// <typeparam name="TNode">What the edges lead to.</typeparam>
public abstract class NodeConnection<TEdge, TNode>(Page<TEdge> page) : Connection<TEdge>(page)
    where TEdge : Edge<TNode>
    where TNode : class
{
    /// <summary>What the edges lead to, in the same order.</summary>
    public IEnumerable<TNode> Nodes => Edges.Select(edge => edge.Node);
}

/// <summary>A page that can also tell how long the whole list is.</summary>
/// <param name="page">The page.</param>
/// <param name="count">Counts the whole list; called only where <c>totalCount</c> is selected.</param>
/// <typeparam name="TEdge">The edge type, named <c>…Edge</c>.</typeparam>
/// <typeparam name="TNode">What the edges lead to.</typeparam>
public abstract class CountedConnection<TEdge, TNode>(Page<TEdge> page, Func<CancellationToken, Task<int>> count)
    : NodeConnection<TEdge, TNode>(page)
    where TEdge : Edge<TNode>
    where TNode : class
{
    /// <summary>How long the whole list is.</summary>
    public Task<int> TotalCount(CancellationToken cancellation) => count(cancellation);
}
