using System.Collections.Concurrent;
using System.Security.Cryptography;
using Diary.Domain;
using Diary.Domain.Jobs;
using Diary.Grains.Jobs;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Facebook;
using Diary.GraphQL.Keys;
using Microsoft.Extensions.Logging;

namespace Diary.GraphQL.Archives;

/// <summary>
/// Works on imports, on undoing them and on what is brought from Facebook, whether anybody is signed in or not. What is interrupted goes on
/// where it stood: at the job's next reminder, on any silo.
/// </summary>
public sealed partial class JobRuns(IGrainFactory grains, ImportRun import, UndoRun undo, PullRun pull, PublishRun publish,
    UnlockedAccounts accounts, TimeProvider clock, ILogger<JobRuns> log) : IJobRunner, IAsyncDisposable
{
    private const int MostImports = 2; // the others wait: an import keeps a core busy
    private const int MostPulls = 8; // these wait for Facebook

    private readonly SemaphoreSlim _imports = new(MostImports, MostImports);
    private readonly SemaphoreSlim _pulls = new(MostPulls, MostPulls);
    private readonly ConcurrentDictionary<Guid, Task> _runs = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <inheritdoc/>
    public void Start(AccountId account, JobStatus job)
    {
        var begun = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_stopping.IsCancellationRequested || !_runs.TryAdd(job.Id, begun.Task.Unwrap()))
        {
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            begun.SetResult(Task.Run(() => Run(account, job), CancellationToken.None));
        }
    }

    /// <summary>Stops between two entries; another process goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_runs.Values);
        _stopping.Dispose();
        _imports.Dispose();
        _pulls.Dispose();
    }

    private async Task Run(AccountId account, JobStatus job)
    {
        var free = job.Kind is JobKind.FacebookPull or JobKind.FacebookPublish ? _pulls : _imports;
        try
        {
            await free.WaitAsync(_stopping.Token);
            try
            {
                var running = new RunningJob(grains.GetGrain<IJobGrain>(job.Id), account, job, clock);
                if (await running.Take(_stopping.Token))
                {
                    await Work(running);
                }
            }
            finally
            {
                free.Release();
            }
        }
#pragma warning disable CA1031 // whatever it was, the next reminder goes on
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_stopping.IsCancellationRequested)
            {
                LogInterrupted(job.Kind, e.GetType().Name);
            }
        }
        finally
        {
            _runs.TryRemove(job.Id, out _);
            accounts.NoteLeftovers();
        }
    }

    private async Task Work(RunningJob running)
    {
        try
        {
            await (running.Job switch
            {
                { Kind: JobKind.FacebookPull } => pull.Run(running, _stopping.Token),
                { Kind: JobKind.FacebookPublish } => publish.Run(running, _stopping.Token),
                { IsUndo: true } => undo.Run(running, _stopping.Token),
                _ => import.Run(running, _stopping.Token),
            });
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            await running.Tell(JobState.Waiting); // gives the lease up: another silo need not wait for it to lapse
        }
        catch (Exception e) when (e is InvalidDataException or CryptographicException)
        {
            await running.End("The file cannot be read to its end: it is damaged.");
        }
        catch (Exception e) when (e is not UnavailableException && !ErrorMapping.IsDependencyAway(e) && !_stopping.IsCancellationRequested)
        {
            LogFailed(running.Job.Kind, ExceptionOutline.Of(e)); // it would fail again and again
            await running.End("Something went wrong on our side.");
        }
    }

    [LoggerMessage(EventId = 3303, Level = LogLevel.Error, Message = "A job ({Kind}) failed: {Outline}")]
    private partial void LogFailed(JobKind kind, string outline);

    [LoggerMessage(EventId = 3301, Level = LogLevel.Warning, Message = "A job ({Kind}) was interrupted and goes on later: {Error}")]
    private partial void LogInterrupted(JobKind kind, string error);
}
