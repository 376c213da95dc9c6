using System.ComponentModel;
using Diary.Domain.Jobs;
using Diary.Domain;
using Diary.GraphQL.Accounts;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Jobs;
using Diary.GraphQL.Media;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using GraphQL;
using GraphQL.Types;

namespace Diary.GraphQL;

/// <summary>The query root; each noun adds its fields in its own folder.</summary>
public sealed partial class Query
{
    /// <summary>Any object by its global id.</summary>
    [Authorize, Description("Any object by its global id; null where it is absent or someone else's.")]
    [OutputType(typeof(AutoRegisteringInterfaceGraphType<INode>))]
    public static async Task<object?> Node(IResolveFieldContext context, [Id] string id, [FromServices] EntryLoader entries,
        [FromServices] MediaLoader media, [FromServices] JobDesk jobs, CancellationToken cancellation)
    {
        var session = context.Session<DiarySession>();
        return !GlobalId.TryParse(id, out var key) ? null
            : key == session.Account.Value ? new AccountNode(session.Keys.Account)
            : key.Version == DerivedId.Version && await jobs.Find(session, key, cancellation) is { } job ? job
            : new Chained<EntryNode?, object?>(entries.Load(new EntryId(key)), async (entry, cancel) =>
                entry as object ?? await media.Load(new MediaId(key)).GetResultAsync(cancel));
    }
}

/// <summary>The mutation root; each noun adds its fields in its own folder.</summary>
public sealed partial class Mutation;

/// <summary>The subscription root; each noun adds its fields in its own folder.</summary>
public sealed partial class Subscription;
