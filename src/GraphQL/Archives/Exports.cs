using System.Collections.Concurrent;
using Diary.Domain;
using Diary.Domain.Jobs;
using Diary.Grains.Jobs;
using Diary.GraphQL.Keys;
using Microsoft.Extensions.Logging;

namespace Diary.GraphQL.Archives;

/// <summary>
/// Works on exports, in the background of their owners' requests: only then are the keys open. A run holds keys for less than a minute, and
/// takes those of the owner's next request from there on; where none comes, or the process ends, whoever asks for the job begins it anew.
/// </summary>
public sealed partial class Exports(
    IGrainFactory grains, ExportRun export, UnlockedAccounts accounts, TimeProvider clock, ILogger<Exports> log) : IAsyncDisposable
{
    private const int MostAtOnce = 2; // a run that waits for keys is none of them
    private const int MostRuns = 100;

    private readonly SemaphoreSlim _free = new(MostAtOnce, MostAtOnce);
    private readonly ConcurrentDictionary<Guid, (LentKeys Keys, Task Run)> _runs = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Has this process work on an export, unless somebody does already; returns at once.</summary>
    internal void Continue(UnlockedAccount account, JobStatus job)
    {
        if (job is not { Kind: JobKind.Export, IsOver: false } || _stopping.IsCancellationRequested)
        {
            return;
        }

        if (_runs.TryGetValue(job.Id, out var run))
        {
            run.Keys.Offer(account);
            return;
        }

        var keys = new LentKeys(account.Id, clock);
        var begun = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (job.State == JobState.Running || _runs.Count >= MostRuns || !_runs.TryAdd(job.Id, (keys, begun.Task.Unwrap())))
        {
            return;
        }

        keys.Offer(account);
        using (ExecutionContext.SuppressFlow())
        {
            begun.SetResult(Task.Run(() => Run(account.Id, job, keys), CancellationToken.None));
        }
    }

    /// <summary>Offers the keys of a request to whatever run waits for them; returns at once.</summary>
    internal void Offer(UnlockedAccount account)
    {
        if (!_runs.IsEmpty)
        {
            foreach (var run in _runs.Values.Where(r => r.Keys.Account == account.Id))
            {
                run.Keys.Offer(account);
            }
        }
    }

    /// <summary>Stops between two entries.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_runs.Values.Select(r => r.Run));
        _stopping.Dispose();
        _free.Dispose();
    }

    private async Task Run(AccountId account, JobStatus job, LentKeys keys)
    {
        var running = new RunningJob(grains.GetGrain<IJobGrain>(job.Id), account, job, clock);
        try
        {
            await _free.WaitAsync(_stopping.Token);
            try
            {
                if (await running.Take(_stopping.Token))
                {
                    await export.Run(running, keys, _stopping.Token);
                }
            }
            finally
            {
                _free.Release();
            }
        }
#pragma warning disable CA1031 // whatever it was, who asks for the job begins it anew
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_stopping.IsCancellationRequested)
            {
                LogInterrupted(e.GetType().Name);
            }

            await GiveUp(running);
        }
        finally
        {
            keys.Dispose();
            _runs.TryRemove(job.Id, out _);
            accounts.NoteLeftovers();
        }
    }

    private async Task GiveUp(RunningJob running)
    {
        try
        {
            await running.Tell(JobState.Waiting);
        }
#pragma warning disable CA1031 // then its lease lapses
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogInterrupted(e.GetType().Name);
        }
    }

    [LoggerMessage(EventId = 3302, Level = LogLevel.Warning, Message = "An export was interrupted and begins anew when asked for: {Error}")]
    private partial void LogInterrupted(string error);
}
