using Diary.GraphQL.Keys;

namespace Diary.Silo.Hosting;

/// <summary>
/// Texts and passwords pass through ordinary memory, where they would lie until it is used again. Some time after an account was closed,
/// the heap is compacted and what is free goes back to the system, which hands it out zeroed; and once more, since requests and jobs may
/// have been under way the first time.
/// </summary>
internal sealed class MemorySweep(UnlockedAccounts accounts, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        var (swept, again) = (accounts.Closed, false);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var closed = accounts.Closed;
            if (closed != swept || again)
            {
                (again, swept) = (closed != swept, closed);
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
    }
}
