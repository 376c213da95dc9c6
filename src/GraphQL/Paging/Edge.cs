namespace Diary.GraphQL.Paging;

/// <summary>
/// A row of a connection and where it stands. The CLR type that derives from it gives the GraphQL type its name:
/// <c>public sealed class EntryEdge(Entry node, Cursor cursor) : Edge&lt;Entry&gt;(node, cursor);</c>
/// </summary>
/// <typeparam name="TNode">What the edge leads to.</typeparam>
public abstract class Edge<TNode>(TNode node, Cursor cursor) : IEdge where TNode : class
{
    /// <summary>Where the row stands in the list.</summary>
    public string Cursor => cursor.ToString();

    /// <summary>The row.</summary>
    public TNode Node => node;
}

/// <summary>What a page needs to know of its edges.</summary>
public interface IEdge
{
    /// <summary>Where the row stands in the list.</summary>
    string Cursor { get; }
}
