using GraphQL;
using GraphQL.Transport;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Diary.GraphQL.Execution;

/// <summary>Runs one operation, whatever it came by: reads who asks, counts it, executes it. A failure is a result too.</summary>
internal sealed class OperationRun(IDocumentExecuter<ISchema> executer, RateLimits limits, ErrorMapping errors)
{
    /// <summary>Runs the operation for the scope's <see cref="DiaryRequest"/>, whose session the caller disposes.</summary>
    public async Task<ExecutionResult> Run(IServiceProvider scope, GraphQLRequest request, CancellationToken cancellation)
    {
        var context = scope.GetRequiredService<DiaryRequest>();
        try
        {
            await Admit(scope, context, context.Authorization, cancellation);
            return await executer.ExecuteAsync(new ExecutionOptions
            {
                Query = request.Query,
                DocumentId = request.DocumentId,
                OperationName = request.OperationName,
                Variables = request.Variables,
                Extensions = request.Extensions,
                RequestServices = scope,
                CancellationToken = cancellation,
                UserContext = context,
            });
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return new ExecutionResult { Errors = [errors.ToError(e, context, "request")] };
        }
    }

    /// <summary>Reads who asks, and counts it.</summary>
    /// <exception cref="RateLimitedException">Too many requests, or bad tokens, came.</exception>
    internal async Task Admit(IServiceProvider scope, DiaryRequest context, StringValues authorization, CancellationToken cancellation)
    {
        if (authorization.Count > 0)
        {
            limits.AdmitToken();
        }

        context.Caller = await scope.GetRequiredService<IRequestAuthenticator>().Authenticate(authorization, cancellation);
        if (context.Caller is AuthenticationOutcome.Refused)
        {
            limits.CountBadToken();
        }

        limits.CountRequest(context.Session?.SessionId);
    }
}
