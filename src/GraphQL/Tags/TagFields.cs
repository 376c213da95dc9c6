using System.ComponentModel;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using Diary.GraphQL.Tags;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Mutation
{
    /// <summary>Gives a tag another name, on every entry that carries it.</summary>
    [Authorize]
    [Description("UCE only. All entries that carry the tag, also in the trash; renamed to another tag, the two become one. Where the "
        + "server was too slow for all of them, it answers UNAVAILABLE, and the same request goes on from there.")]
    public static Task<TagsPayload> RenameTag(
        IResolveFieldContext context, string from, string to, [FromServices] TagDesk desk, CancellationToken cancellation) =>
        desk.Rename(context.Session<DiarySession>(), from, to, cancellation);
}
