using Diary.GraphQL.Accounts;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Mutation
{
    /// <summary>Ends the session of the token.</summary>
    [Authorize]
    public static async Task<SignOutPayload> SignOut(IResolveFieldContext context, [FromServices] SessionDesk desk) =>
        new(await desk.End(context.Session<DiarySession>()) ? 1 : 0, []);

    /// <summary>Ends a session of the caller's account.</summary>
    [Authorize]
    public static async Task<SignOutPayload> RevokeSession(
        IResolveFieldContext context, [Id] string id, [FromServices] SessionDesk desk) =>
        GlobalId.TryParse(id, out var session) && await desk.Revoke(context.Session<DiarySession>(), session)
            ? new SignOutPayload(1, [])
            : new SignOutPayload(0, [new Refusal(ProblemCode.NotFound, "There is no such session.", "id")]);

    /// <summary>Ends every other session of the caller's account.</summary>
    [Authorize]
    public static async Task<SignOutPayload> RevokeOtherSessions(IResolveFieldContext context, [FromServices] SessionDesk desk) =>
        new(await desk.RevokeOthers(context.Session<DiarySession>()), []);
}
