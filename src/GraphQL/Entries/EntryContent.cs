using System.ComponentModel;
using GraphQL.Types;

namespace Diary.GraphQL.Entries;

/// <summary>UCE content, decrypted for this request.</summary>
[Description("UCE content, decrypted for this request.")]
public sealed record PlainContent(string? Title, string Body, string? Mood, Location? Location, Weather? Weather);

/// <summary>What an entry holds: one member a tier.</summary>
public sealed class EntryContent : UnionGraphType
{
    /// <summary>The union of what can be served.</summary>
    public EntryContent() => Type<AutoRegisteringObjectGraphType<PlainContent>>();
}
