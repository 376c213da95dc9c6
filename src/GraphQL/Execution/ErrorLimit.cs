using GraphQL;
using GraphQL.DI;

namespace Diary.GraphQL.Execution;

/// <summary>Keeps the first errors and drops the flood: 21 KB of unknown variables brought 294 KB of errors.</summary>
internal sealed class ErrorLimit : IConfigureExecution
{
    /// <summary>The most errors that a response carries.</summary>
    public const int MaxErrors = 20;

    public float SortOrder => -200;

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        var result = await next(options);
        if (result.Errors is { Count: > MaxErrors } errors)
            result.Errors = [.. errors.Take(MaxErrors)];
        return result;
    }
}
