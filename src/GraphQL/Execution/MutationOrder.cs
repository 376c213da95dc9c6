using GraphQL.Execution;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Mutations one after the other, each with everything below it before the next begins, so that each shows what it did itself.
/// GraphQL.NET's own strategy runs the loaders of all of them at the end. Fields within one mutation run in parallel, as in queries.
/// </summary>
internal sealed class MutationOrder : ParallelExecutionStrategy
{
    public override async Task ExecuteNodeTreeAsync(global::GraphQL.Execution.ExecutionContext context, ExecutionNode rootNode)
    {
        if (rootNode is not RootExecutionNode { SubFields: { } mutations })
        {
            await base.ExecuteNodeTreeAsync(context, rootNode);
            return;
        }

        foreach (var mutation in mutations)
        {
            await base.ExecuteNodeTreeAsync(context, mutation);
        }
    }
}
