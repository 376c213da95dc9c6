using System.ComponentModel;
using System.Runtime.CompilerServices;
using Diary.Domain;
using Diary.GraphQL.Changes;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Paging;
using Diary.GraphQL.Sessions;
using Diary.Projections.Changes;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Subscription
{
    /// <summary>What happened since, and then what happens.</summary>
    [Authorize]
    [Description("Every change as it happens, from the cursor on: what happened while the client was away comes first.")]
    public static IAsyncEnumerable<ChangeEdge> DiaryChanged(
        IResolveFieldContext context, [FromServices] ChangeFollower changes, [FromServices] ChangeCursors cursors, string? after)
    {
        var account = context.Session<DiarySession>().Account;
        var cursor = Cursor.Parse(after, ChangeCursors.List);
        var number = cursor is null ? (long?)null : cursors.Number(account, cursor);
        return Edges(account, changes.Follow(account, number), cursors).Paced(context);
    }

    private static async IAsyncEnumerable<ChangeEdge> Edges(AccountId account, IAsyncEnumerable<ChangeRow> changes, ChangeCursors cursors,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var change in changes.WithCancellation(cancellation))
        {
            yield return new ChangeEdge(new ChangeNode(change), cursors.At(account, change.Number));
        }
    }
}
