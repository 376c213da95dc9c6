using GraphQL;
using GraphQL.Types;

namespace Diary.GraphQL.Paging;

/// <summary>Sets the largest page of one <c>first</c> or <c>last</c> argument, where <see cref="PageRequest.MaxSize"/> is not it.</summary>
/// <param name="most">From 1 to <see cref="PageRequest.LargestSize"/>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PageLimitAttribute(int most) : GraphQLAttribute
{
    internal const string Key = "PAGE_LIMIT";

    /// <summary>The largest page.</summary>
    public int Most { get; } = most;

    /// <inheritdoc/>
    public override void Modify(QueryArgument queryArgument) =>
        queryArgument.WithMetadata(Key, Math.Clamp(Most, 1, PageRequest.LargestSize));
}
