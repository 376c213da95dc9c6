using System.Collections.Concurrent;
using System.Text.Json;
using Diary.GraphQL.Execution;
using GraphQL;
using GraphQL.Transport;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Diary.GraphQL.Http.Sockets;

/// <summary>The operations that run on one socket, by the ids that the client gave them.</summary>
internal sealed class SocketOperations(SocketEndpoint host, SocketWriter writer, Action<Close> end, CancellationToken lifetime)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    /// <summary>What each operation and each event is signed with.</summary>
    public StringValues Authorization { get; set; }

    /// <summary>Whose they are, once the client has signed in.</summary>
    public IWatchedSession? Session { get; set; }

    /// <summary>Starts an operation.</summary>
    public async ValueTask Begin(string id, GraphQLRequest request)
    {
        if (_running.Count >= host.Options.MostOperations && !_running.ContainsKey(id))
        {
            await SendErrors(id, [DiaryError.RateLimited(TimeSpan.FromSeconds(1))], lifetime);
            return;
        }
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(lifetime);
        if (!_running.TryAdd(id, cancellation))
        {
            cancellation.Dispose();
            throw new SocketClosedException(Close.Taken(id));
        }
        _ = Task.Run(() => Run(id, request, cancellation), CancellationToken.None);
    }

    /// <summary>Ends an operation; one that has ended, or never was, is passed over, as the protocol wants.</summary>
    public void Cancel(string id)
    {
        if (_running.TryRemove(id, out var operation))
            Stop(operation);
    }

    public void CancelAll()
    {
        foreach (var id in _running.Keys)
            Cancel(id);
    }

    private async Task Run(string id, GraphQLRequest request, CancellationTokenSource operation)
    {
        var token = operation.Token;
        await using var scope = host.Scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<DiaryRequest>();
        (context.AllowMutation, context.AllowSubscription, context.Authorization) = (true, true, Authorization);
        context.TraceId = System.Diagnostics.ActivityTraceId.CreateRandom().ToString();
        try
        {
            ExecutionResult result;
            try
            {
                result = await host.Operations.Run(scope.ServiceProvider, request, token);
                if (result.Streams is null or { Count: 0 })
                {
                    await Answer(id, operation, result);
                    return;
                }
            }
            finally
            {
                context.Session?.Dispose(); // an idle subscriber holds no keys
            }
            await Follow(id, operation, result.Streams.Values.Single(), context.Credits);
        }
        catch (OperationCanceledException)
        {
            // the client, or the socket, has ended it
        }
        catch (SocketClosedException e)
        {
            end(e.Close);
        }
        catch (Exception e)
        {
            await Finish(id, operation, () => SendErrors(id, [host.Errors.ToError(e, context, "subscription")], lifetime));
        }
        finally
        {
            _running.TryRemove(KeyValuePair.Create(id, operation));
            operation.Dispose();
        }
    }

    /// <summary>One result, as a query or a mutation has; errors where the document did not run.</summary>
    private async Task Answer(string id, CancellationTokenSource operation, ExecutionResult result)
    {
        if (!result.Executed || (result.Operation?.Operation == OperationType.Subscription && result.Data is null))
        {
            await Finish(id, operation, () => SendErrors(id, result.Errors ?? [], lifetime));
            return;
        }
        await writer.Deliver("next", id, w => JsonSerializer.Serialize(w, result, host.Serializer.Json), operation.Token);
        await Finish(id, operation, () => writer.Send("complete", id, null, lifetime));
    }

    private async Task Follow(string id, CancellationTokenSource operation, IObservable<ExecutionResult> source, SemaphoreSlim credits)
    {
        await foreach (var result in Pump.Read(source, operation.Token))
        {
            if (result.Errors is [EventRefused])
            {
                await (Session?.Look() ?? Task.CompletedTask); // a session that is over is closed for good, whoever sees it first
                throw new SocketClosedException(Close.TokenSpent);
            }
            if (!result.Executed)
            {
                await Finish(id, operation, () => SendErrors(id, result.Errors ?? [], lifetime));
                return;
            }
            await writer.Deliver("next", id, w => JsonSerializer.Serialize(w, result, host.Serializer.Json), operation.Token);
            credits.Release();
        }
        await Finish(id, operation, () => writer.Send("complete", id, null, lifetime));
    }

    /// <summary>Says how it ended, unless the client ended it; its id is free again before the client can learn that.</summary>
    private async Task Finish(string id, CancellationTokenSource operation, Func<ValueTask> say)
    {
        if (_running.TryRemove(KeyValuePair.Create(id, operation)))
            await say();
    }

    private ValueTask SendErrors(string id, IEnumerable<ExecutionError> errors, CancellationToken cancellation) =>
        writer.Send("error", id, w => JsonSerializer.Serialize(w, All(errors), host.Serializer.Json), cancellation);

    private static ExecutionErrors All(IEnumerable<ExecutionError> errors) => [.. errors];

    private static void Stop(CancellationTokenSource operation)
    {
        try
        {
            operation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // it ended at the same moment
        }
    }
}
