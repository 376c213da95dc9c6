using System.Runtime.CompilerServices;
using Diary.GraphQL.Execution;
using GraphQL;

namespace Diary.GraphQL.Tests.Execution;

[Name("Subscription")]
public sealed class LibrarySubscription
{
    /// <summary>From 1 on, as many as are asked for.</summary>
    [AllowAnonymous]
    public static IAsyncEnumerable<Counted> Count(IResolveFieldContext context, [FromServices] Counter counter, int to) =>
        counter.Count(to).Paced(context);

    [Authorize]
    public static IAsyncEnumerable<Counted> Secret(IResolveFieldContext context, [FromServices] Counter counter) =>
        counter.Count(2).Paced(context);

    [AllowAnonymous]
    public static async IAsyncEnumerable<Counted> Fails()
    {
        yield return new Counted(1);
        await Task.Yield();
        throw new InvalidOperationException("secret words of the source");
    }
}

public sealed record Counted(int Number)
{
    public string Filler => new('x', 100_000);

    /// <summary>By a loader, which each event has its own of.</summary>
    public global::GraphQL.DataLoader.IDataLoaderResult<Author> Author([FromServices] AuthorLoader authors) => authors.Load(Number % 10);

    public string? Fault() => throw new InvalidOperationException("secret words of the event");
}

/// <summary>Counts, and tells a test how far it came and when it was ended.</summary>
public sealed class Counter
{
    private int _made;

    public int Made => _made;

    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async IAsyncEnumerable<Counted> Count(int to, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        try
        {
            for (var number = 1; number <= to; number++)
            {
                cancellation.ThrowIfCancellationRequested();
                Interlocked.Increment(ref _made);
                yield return new Counted(number);
                await Task.Yield();
            }
        }
        finally
        {
            Ended.TrySetResult();
        }
    }
}
