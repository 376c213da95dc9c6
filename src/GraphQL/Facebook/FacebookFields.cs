using System.ComponentModel;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Facebook;
using Diary.GraphQL.Jobs;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Query
{
    /// <summary>The caller's connection to Facebook.</summary>
    [Authorize, Description("Null where the account was never connected.")]
    public static Task<FacebookAccountNode?> Facebook(
        IResolveFieldContext context, [FromServices] FacebookDesk desk, CancellationToken cancellation) =>
        desk.Find(context.Session<DiarySession>(), cancellation);
}

public sealed partial class Mutation
{
    /// <summary>Begins a connection.</summary>
    [Authorize, Description("Send a browser to the authorizationUrl within ten minutes, on a device of the caller's own.")]
    public static Task<ConnectFacebookPayload> ConnectFacebook(
        IResolveFieldContext context, ConnectFacebookInput input, [FromServices] FacebookDesk desk, CancellationToken cancellation) =>
        desk.Connect(context.Session<DiarySession>(), input, cancellation);

    /// <summary>Ends the connection.</summary>
    [Authorize, Description("Forgets all that Facebook gave, whether Facebook can be reached or not. What came into the diary stays.")]
    public static Task<FacebookPayload> DisconnectFacebook(
        IResolveFieldContext context, [FromServices] FacebookDesk desk, CancellationToken cancellation) =>
        desk.Disconnect(context.Session<DiarySession>(), cancellation);

    /// <summary>Says what is brought, and how often.</summary>
    [Authorize]
    public static Task<FacebookPayload> ConfigureFacebook(
        IResolveFieldContext context, ConfigureFacebookInput input, [FromServices] FacebookDesk desk, CancellationToken cancellation) =>
        desk.Configure(context.Session<DiarySession>(), input, cancellation);

    /// <summary>Brings posts now.</summary>
    [Authorize, Description("Brings posts now; where that is under way, the same job. Null: from where the last one ended.")]
    public static Task<JobPayload> PullFromFacebook(IResolveFieldContext context, DateOnly? since, [FromServices] FacebookDesk desk) =>
        desk.Pull(context.Session<DiarySession>(), since);

    /// <summary>Publishes an entry.</summary>
    [Authorize, Description("Publishes exactly what the input carries: once for an entry and a page, whatever fails. The same again is the "
        + "same job; another message for what stands there brings it up to date.")]
    public static Task<JobPayload> PublishToFacebook(
        IResolveFieldContext context, PublishToFacebookInput input, [FromServices] PublishDesk desk, CancellationToken cancellation) =>
        desk.Publish(context.Session<DiarySession>(), input, cancellation);
}
