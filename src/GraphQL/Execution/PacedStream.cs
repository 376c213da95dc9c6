using System.Runtime.CompilerServices;
using GraphQL;

namespace Diary.GraphQL.Execution;

/// <summary>
/// What GraphQL.NET does not do: its subscriptions are pushed, and whatever the source brings is queued. A paced source takes a credit for
/// each event, which the transport gives back once the event is sent: a client that reads slowly slows its source, and nothing grows.
/// </summary>
internal static class PacedStream
{
    /// <summary>The same events, no more of them under way than <see cref="DiaryRequest.MostUnderWay"/>.</summary>
    public static async IAsyncEnumerable<T> Paced<T>(
        this IAsyncEnumerable<T> source, IResolveFieldContext context, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var credits = context.Request().Credits;
        await foreach (var value in source.WithCancellation(cancellation))
        {
            await credits.WaitAsync(cancellation);
            yield return value;
        }
    }
}
