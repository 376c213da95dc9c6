using Diary.GraphQL.Keys;

namespace Diary.Silo.Hosting;

/// <summary>
/// Texts and passwords pass through ordinary memory, where they would lie until it is used again. Some time after an account was closed,
/// shared buffers are zeroed, the heap is compacted and what is free goes back to the system, which hands it out zeroed; and this several
/// times, since requests and jobs may have been under way, and the runtime lets go of buffers that no thread used for half a minute.
/// </summary>
internal sealed class MemorySweep(UnlockedAccounts accounts, TimeProvider clock) : BackgroundService
{
    private const int Sweeps = 12;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        var (swept, left) = (accounts.Closed, 0);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (accounts.Closed is var closed && closed != swept)
            {
                (swept, left) = (closed, Sweeps);
            }

            if (left > 0)
            {
                left--;
                Sweep();
            }
        }
    }

    private static void Sweep()
    {
        SharedBuffers.Clear();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        for (var thread = 0; thread < ThreadPool.ThreadCount; thread++)
        {
            ThreadPool.QueueUserWorkItem(_ => SharedBuffers.Clear()); // for those that keep some for themselves
        }
    }
}
