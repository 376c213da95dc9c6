using GraphQL;
using GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Executes a subscription. Each event is a request of its own: with services of its own, signed in anew with what the subscriber showed,
/// and with the account's keys open no longer than the event takes.
/// </summary>
internal sealed class EventExecution(IServiceScopeFactory scopes, GraphQLOptions options, ErrorMapping errors, TimeProvider clock)
    : SubscriptionExecutionStrategy(new ParallelExecutionStrategy())
{
    /// <inheritdoc/>
    protected override async ValueTask<ExecutionResult> ProcessDataAsync(ExecutionContext context, ExecutionNode node, object? eventData)
    {
        var subscriber = (DiaryRequest)context.UserContext;
        await using var scope = scopes.CreateAsyncScope();
        var request = scope.ServiceProvider.GetRequiredService<DiaryRequest>();
        request.TraceId = subscriber.TraceId;
        using var limit = new CancellationTokenSource(options.TimeLimit, clock);
        try
        {
            request.Caller = await scope.ServiceProvider.GetRequiredService<IRequestAuthenticator>()
                .Authenticate(subscriber.Authorization, limit.Token);
            if (request.Caller is AuthenticationOutcome.Refused)
            {
                return new ExecutionResult { Errors = [new EventRefused(request)] };
            }

            (context.RequestServices, context.UserContext, context.CancellationToken) = (scope.ServiceProvider, request, limit.Token);
            return await base.ProcessDataAsync(context, node, eventData);
        }
        catch (Exception e)
        {
            return new ExecutionResult { Errors = [errors.ToError(e, request, "event")] };
        }
        finally
        {
            request.Session?.Dispose();
        }
    }
}

/// <summary>An event that its subscriber may see no more: what it showed is no longer in force.</summary>
internal sealed class EventRefused : ExecutionError
{
    public EventRefused(DiaryRequest request) : base(Guard.Denied(request).Message) => Code = ErrorCodes.Unauthenticated;
}
