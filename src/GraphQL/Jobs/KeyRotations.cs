using System.Collections.Concurrent;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Jobs;
using Diary.Grains.Accounts;
using Diary.Grains.Jobs;
using Diary.GraphQL.Keys;
using Microsoft.Extensions.Logging;

namespace Diary.GraphQL.Jobs;

/// <summary>
/// Carries key rotations on, in the background of their owners' requests: only then are the keys open. One runner in the cluster works on
/// a rotation, holds the keys for less than a minute, and leaves the rest to the next request of any session.
/// </summary>
public sealed partial class KeyRotations(IGrainFactory grains, CapsuleRewrap rewrap, TimeProvider clock, ILogger<KeyRotations> log)
    : IAsyncDisposable
{
    /// <summary>
    /// How long after a rotation began capsules are left alone: a session's keys are believed for <see cref="UnlockedAccounts.Trust"/>, a
    /// request takes 30 seconds at most, and the rest is for clocks that differ. Nothing is wrapped by the key before any more then.
    /// </summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Slice = UnlockedAccounts.Lifetime - TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // From here on attempts that keep nobody waiting any more are struck off when another is added.
    private const int MostRemembered = 1000;

    private readonly ConcurrentDictionary<AccountId, Attempt> _attempts = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>How many accounts it remembers: those that it works on, and those that it has just tried.</summary>
    internal int Remembered => _attempts.Count;

    /// <summary>Goes on with the account's rotation where there is one and nobody works on it; returns at once.</summary>
    public void Continue(UnlockedAccount account)
    {
        if (account.Tier != Tier.Uce || !account.Account.IsRotating || _stopping.IsCancellationRequested)
        {
            return;
        }

        var attempt = new Attempt();
        if (_attempts.TryGetValue(account.Id, out var earlier)
                ? !earlier.IsPast(clock.GetUtcNow()) || !_attempts.TryUpdate(account.Id, attempt, earlier)
                : !_attempts.TryAdd(account.Id, attempt))
        {
            return;
        }

        Strike();
        if (!account.TryHold())
        {
            attempt.NextAt = clock.GetUtcNow();
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            attempt.Run = Task.Run(() => Run(account, attempt), CancellationToken.None);
        }
    }

    /// <summary>Stops between two batches; another process goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_attempts.Values.Select(a => a.Run));
        _stopping.Dispose();
    }

    private void Strike()
    {
        if (_attempts.Count > MostRemembered)
        {
            var now = clock.GetUtcNow();
            foreach (var known in _attempts.Where(a => a.Value.IsPast(now) && a.Value.Run.IsCompleted))
            {
                _attempts.TryRemove(known); // unless another attempt took its place
            }
        }
    }

    private async Task Run(UnlockedAccount account, Attempt attempt)
    {
        var pause = Pause;
        try
        {
            pause = await Work(account, _stopping.Token) ? UnlockedAccounts.Lifetime : Pause;
        }
        catch (Exception e)
        {
            if (!_stopping.IsCancellationRequested)
            {
                LogInterrupted(e.GetType().Name); // the next request goes on
            }
        }
        finally
        {
            account.Release();
            attempt.NextAt = clock.GetUtcNow() + pause;
        }
    }

    /// <summary>Works until all is done or the time is over; true where nothing is left to do.</summary>
    private async Task<bool> Work(UnlockedAccount account, CancellationToken cancellation)
    {
        var job = grains.GetGrain<IJobGrain>(KeyRotationJob.IdOf(account.Id, account.Epoch));
        var status = await job.Find(account.Id) ?? await job.Begin(account.Id, JobKind.KeyRotation);
        if (status is null || status.IsOver)
        {
            return true;
        }

        var runner = Guid.NewGuid();
        return clock.GetUtcNow() - status.StartedAt >= Quiet && await job.Take(account.Id, runner)
            && await Work(account, job, runner, cancellation);
    }

    private async Task<bool> Work(UnlockedAccount account, IJobGrain job, Guid runner, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var total = await rewrap.Count(account.Id, cancellation);
        for (var outdated = int.MaxValue; outdated > 0;)
        {
            var (done, failed) = (0, 0);
            outdated = 0;
            for ((EntryId, int)? place = default((EntryId, int)); place is { } after;)
            {
                var batch = await rewrap.Next(account, after, cancellation);
                (done, failed, outdated, place) = (done + batch.Read, failed + batch.Failed, outdated + batch.Outdated, batch.Last);
                total = Math.Max(total, done);
                var isOver = clock.GetElapsedTime(began) >= Slice;
                if (!await job.Report(account.Id, runner, new JobReport(isOver ? JobState.Waiting : JobState.Running, done, total))
                    || isOver)
                {
                    return false;
                }
            }

            if (outdated == 0 && failed > 0)
            {
                return await job.Report(account.Id, runner, new JobReport(JobState.Failed, done, total, failed));
            }
        }

        return await Finish(account, job, runner, total);
    }

    private async Task<bool> Finish(UnlockedAccount account, IJobGrain job, Guid runner, int total)
    {
        var receipt = await grains.GetGrain<IAccountGrain>(account.Id.Value).Execute(
            new AccountCommand.FinishKeyRotation(account.Epoch), AccountSlots.None, audit: null);
        var isDone = receipt is { RetryAfter: null, Refusal: null };
        await job.Report(account.Id, runner, new JobReport(isDone ? JobState.Succeeded : JobState.Waiting, total, total));
        return isDone;
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "A key rotation was interrupted and goes on later: {Error}")]
    private partial void LogInterrupted(string error);

    private sealed class Attempt
    {
        private long _nextAt = long.MaxValue;

        public Task Run { get; set; } = Task.CompletedTask;

        public DateTimeOffset NextAt
        {
            set => Volatile.Write(ref _nextAt, value.UtcTicks);
        }

        public bool IsPast(DateTimeOffset now) => now.UtcTicks >= Volatile.Read(ref _nextAt);
    }
}
