using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Diary.GraphQL.Execution;
using GraphQL;

namespace Diary.GraphQL.Http.Sockets;

/// <summary>Reads what GraphQL.NET pushes. Credits bound what is pushed; the bound here is for a source that takes none.</summary>
internal static class Pump
{
    /// <summary>The results of a subscription; one that fails ends with a result that was not executed.</summary>
    /// <exception cref="SocketClosedException">The source knows no credits, and the client does not keep up.</exception>
    public static async IAsyncEnumerable<ExecutionResult> Read(
        IObservable<ExecutionResult> source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var results = Channel.CreateBounded<ExecutionResult>(
            new BoundedChannelOptions(2 * DiaryRequest.MostUnderWay) { SingleReader = true });
        using var subscribed = source.Subscribe(new Observer(results.Writer));
        await foreach (var result in results.Reader.ReadAllAsync(cancellation))
            yield return result;
    }

    private sealed class Observer(ChannelWriter<ExecutionResult> results) : IObserver<ExecutionResult>
    {
        public void OnNext(ExecutionResult value)
        {
            if (!results.TryWrite(value))
                results.TryComplete(new SocketClosedException(Close.Behind));
        }

        public void OnError(Exception error)
        {
            results.TryWrite(new ExecutionResult { Errors = [error as ExecutionError ?? DiaryError.Internal("")] });
            results.TryComplete();
        }

        public void OnCompleted() => results.TryComplete();
    }
}
