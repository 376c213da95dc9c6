using GraphQL;

namespace Diary.GraphQL;

/// <summary>Any object that has a global id.</summary>
[Name("Node")]
public interface INode
{
    /// <summary>The global id.</summary>
    [Id]
    string Id { get; }
}
