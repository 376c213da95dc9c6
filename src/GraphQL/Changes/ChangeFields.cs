using System.ComponentModel;
using Diary.GraphQL.Changes;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Paging;
using Diary.GraphQL.Sessions;
using Diary.Projections.Changes;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Query
{
    private const int ChangesPage = 200;

    /// <summary>What happened since.</summary>
    [Authorize]
    [Description(
        "Every change since the cursor, in an order that never skips one: a client that follows it converges to the server's state.")]
    public static async Task<ChangeConnection> Changes(
        IResolveFieldContext context, [FromServices] ChangeReader changes, [FromServices] ChangeCursors cursors, string? after,
        [DefaultAstValue("200"), PageLimit(PageRequest.LargestSize)] int? first, CancellationToken cancellation)
    {
        var caller = context.Session<DiarySession>();
        var page = PageRequest.From(first, after, ChangeCursors.List, ChangesPage);
        var rows = await changes.After(caller.Account, cursors.Number(caller.Account, page.After), page.Take, cancellation);
        return new ChangeConnection(
            Page.Of(page, rows, r => new ChangeEdge(new ChangeNode(r), cursors.At(caller.Account, r.Number))));
    }
}
