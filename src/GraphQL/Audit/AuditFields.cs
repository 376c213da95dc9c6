using System.ComponentModel;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Paging;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Query
{
    private const int AuditPage = 50;

    /// <summary>What was done with the account.</summary>
    [Authorize]
    [Description("What was done with this account, by which session, newest first: sign-ins, key use, exports, publications.")]
    public static Task<AuditConnection> AuditLog(IResolveFieldContext context, [FromServices] AuditLog log,
        [DefaultAstValue("50")] int? first, string? after, CancellationToken cancellation) =>
        log.Page(
            context.Session<DiarySession>(), PageRequest.From(first, after, AuditConnection.List, AuditPage), cancellation);
}
