using GraphQL;

namespace Diary.GraphQL.Scalars;

/// <summary>Any object with a global id, as Relay and the normalised caches of clients want it.</summary>
[Name("Node")]
public interface INode
{
    /// <summary>The object's <see cref="GlobalId"/>.</summary>
    [Id]
    string Id { get; }
}
