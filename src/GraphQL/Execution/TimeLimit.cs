using GraphQL;
using GraphQL.DI;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Cancels a request that executes longer than <paramref name="limit"/> and answers it with TIMEOUT. What no token can interrupt, the
/// work before execution, is bounded by <see cref="DocumentLimits"/>.
/// </summary>
internal sealed class TimeLimit(TimeSpan limit, TimeProvider time) : IConfigureExecution
{
    public float SortOrder => -100;

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        var caller = options.CancellationToken;
        using var clock = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(caller, clock.Token);
        options.CancellationToken = either.Token;
        try
        {
            return await next(options);
        }
        catch (OperationCanceledException) when (clock.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            var error = new DiaryError(ErrorCodes.Timeout, "The request took too long. Ask for less, or try again.");
            return new ExecutionResult { Errors = [error] };
        }
    }
}
