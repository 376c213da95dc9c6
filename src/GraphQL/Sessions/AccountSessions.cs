using System.ComponentModel;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL.Accounts;

public sealed partial class AccountNode
{
    /// <summary>Its sessions.</summary>
    [Description("The devices that are signed in, this one first and then the last used; at most 100, beyond which the one that was not "
        + "used for longest ends.")]
    public async Task<IEnumerable<SessionNode>> Sessions(
        IResolveFieldContext context, [FromServices] SessionList sessions, CancellationToken cancellation) =>
        await sessions.Of(account, context.Request().Session as DiarySession, cancellation);
}
