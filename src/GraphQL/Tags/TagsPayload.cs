using Diary.GraphQL.Entries;
using Diary.GraphQL.Problems;

namespace Diary.GraphQL.Tags;

/// <summary>All tags as they stand after a change, most used first; null where the change was refused.</summary>
public sealed record TagsPayload(IReadOnlyList<TagNode>? Tags, IReadOnlyList<IProblem> Problems);
