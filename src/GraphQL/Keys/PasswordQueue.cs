using System.Collections.Concurrent;
using Diary.Cryptography;
using Diary.GraphQL.Execution;

namespace Diary.GraphQL.Keys;

/// <summary>
/// Runs Argon2id: each run takes a core and 64 MiB for a tenth of a second. It has threads of its own, before which everything else on the
/// machine goes: the pool's threads are few, and a rush of sign-ins would hold them all. One core is left to everybody else. The queue is
/// short, and what finds it full is told when to come back.
/// </summary>
public sealed class PasswordQueue : IDisposable
{
    /// <summary>About what one run takes.</summary>
    private static readonly TimeSpan RunTime = TimeSpan.FromMilliseconds(100);

    /// <summary>How many run at once on this machine: one a core, and none on the last one where there is another.</summary>
    public static int Lanes => Math.Max(1, Environment.ProcessorCount - 1);

    private readonly BlockingCollection<Run> _waiting;
    private readonly ReturnTimes _returns;
    private readonly int _most;
    private int _inside;

    /// <summary>A queue.</summary>
    /// <param name="lanes">How many run at once; a core each.</param>
    /// <param name="length">How many may wait.</param>
    /// <param name="clock">Tells when to come back.</param>
    public PasswordQueue(int lanes, int length, TimeProvider clock)
    {
        _most = lanes + length;
        (_waiting, _returns) = (new BlockingCollection<Run>(length), new ReturnTimes(length, RunTime / lanes, clock));
        for (var lane = 0; lane < lanes; lane++)
        {
            new Thread(Work) { IsBackground = true, Name = "Argon2id" }.Start();
        }
    }

    /// <summary>The keys that a password stands for.</summary>
    /// <exception cref="RateLimitedException">Too many are waiting.</exception>
    public async Task<PasswordKeys> Derive(string password, Argon2idParameters costs, CancellationToken cancellation)
    {
        var run = new Run(password, costs);
        if (!_waiting.TryAdd(run, 0, cancellation))
        {
            throw new RateLimitedException(_returns.Next());
        }

        await using (cancellation.Register(run.Cancel))
        {
            return await run.Keys;
        }
    }

    /// <summary>
    /// Takes a place before anything else is done for a request whose run will be wanted, so that a rush that finds no room costs little.
    /// </summary>
    /// <returns>To be disposed when the request is done with.</returns>
    /// <exception cref="RateLimitedException">There are as many already as may wait and run.</exception>
    public IDisposable Enter()
    {
        if (Interlocked.Increment(ref _inside) > _most)
        {
            Interlocked.Decrement(ref _inside);
            throw new RateLimitedException(_returns.Next());
        }

        return new Place(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _waiting.CompleteAdding(); // the threads end after what they run
        while (_waiting.TryTake(out var run))
        {
            run.Cancel();
        }
    }

    private void Work()
    {
        ThreadPriority.Lower();
        foreach (var run in _waiting.GetConsumingEnumerable())
        {
            run.Execute();
        }
    }

    private sealed class Place(PasswordQueue queue) : IDisposable
    {
        private int _left;

        public void Dispose() => Interlocked.Add(ref queue._inside, Interlocked.Exchange(ref _left, 1) - 1);
    }

    private sealed class Run(string password, Argon2idParameters costs)
    {
        private readonly TaskCompletionSource<PasswordKeys> _keys = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private string? _password = password; // forgotten as soon as it is used: a thread that waits for the next run still holds this one

        public Task<PasswordKeys> Keys => _keys.Task;

        public void Cancel()
        {
            _keys.TrySetCanceled();
            Interlocked.Exchange(ref _password, null);
        }

        public void Execute()
        {
            if (Interlocked.Exchange(ref _password, null) is not { } text)
            {
                return; // nobody waits for it any more
            }

            try
            {
                var keys = PasswordHashing.DeriveKeys(text, costs);
                if (!_keys.TrySetResult(keys))
                {
                    keys.Dispose();
                }
            }
#pragma warning disable CA1031 // whoever waits is told
            catch (Exception e)
#pragma warning restore CA1031
            {
                _keys.TrySetException(e);
            }
        }
    }
}
