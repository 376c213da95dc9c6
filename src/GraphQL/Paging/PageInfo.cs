namespace Diary.GraphQL.Paging;

/// <summary>Where a page stands in its list, as the Relay cursor connections specification says.</summary>
/// <param name="HasNextPage">Whether rows follow this page.</param>
/// <param name="HasPreviousPage">Whether the page began after a cursor; the first page has none before it.</param>
/// <param name="StartCursor">The first edge's cursor; null on an empty page.</param>
/// <param name="EndCursor">The last edge's cursor, to go on after; null on an empty page.</param>
public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);
