using System.ComponentModel;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Jobs;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Query
{
    /// <summary>The caller's job of an id.</summary>
    [Authorize]
    public static async Task<JobNode?> Job(
        IResolveFieldContext context, [Id] string id, [FromServices] JobDesk desk, CancellationToken cancellation) =>
        GlobalId.TryParse(id, out var key) ? await desk.Find(context.Session<DiarySession>(), key, cancellation) : null;
}

public sealed partial class Subscription
{
    /// <summary>The caller's job of an id, as it stands and each time that it moves.</summary>
    [Authorize]
    public static IAsyncEnumerable<JobNode> JobProgress(IResolveFieldContext context, [Id] string id, [FromServices] JobDesk desk) =>
        desk.Follow(context.Session<DiarySession>(), GlobalId.TryParse(id, out var key) ? key : Guid.Empty).Paced(context);
}

public sealed partial class Mutation
{
    /// <summary>Makes a new master key.</summary>
    [Authorize]
    [Description("Re-wraps every entry key under a new master key, in the background (UCE).")]
    public static Task<JobPayload> RotateKeys(
        IResolveFieldContext context, [FromServices] KeyRotationDesk desk, CancellationToken cancellation) =>
        desk.Rotate(context.Session<DiarySession>(), cancellation);
}
