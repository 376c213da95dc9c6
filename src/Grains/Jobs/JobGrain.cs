using Diary.Domain;
using Diary.Domain.Jobs;
using Diary.Grains.Sessions;

namespace Diary.Grains.Jobs;

/// <summary>Keeps a job's progress. It does no work itself: whoever may open what the work needs does.</summary>
public sealed class JobGrain(
    [PersistentState("job", SessionGrain.Storage)] IPersistentState<KeptJob> stored, TimeProvider clock) : Grain, IJobGrain
{
    private KeptJob Job => stored.State;

    private bool IsLeased => Job.State == JobState.Running && Job.LeaseUntil > clock.Now();

    /// <inheritdoc/>
    public async Task<JobStatus?> Begin(AccountId account, JobKind kind)
    {
        if (stored.RecordExists && Job.Account != account)
        {
            return null;
        }

        if (!stored.RecordExists || Job.State == JobState.Failed)
        {
            stored.State = new KeptJob
            {
                Account = account,
                Kind = kind,
                State = JobState.Queued,
                StartedAt = stored.RecordExists ? Job.StartedAt : clock.Now(),
            };
            await stored.WriteStateAsync();
        }

        return Status();
    }

    /// <inheritdoc/>
    public Task<JobStatus?> Find(AccountId account) => Task.FromResult(Is(account) ? Status() : null);

    /// <inheritdoc/>
    public async Task<bool> Take(AccountId account, Guid runner)
    {
        if (!Is(account) || Status().IsOver || IsLeased)
        {
            return false;
        }

        (Job.State, Job.Runner, Job.LeaseUntil) = (JobState.Running, runner, clock.Now() + JobLease.Period);
        await stored.WriteStateAsync();
        return true;
    }

    /// <inheritdoc/>
    public async Task<bool> Report(AccountId account, Guid runner, JobReport report)
    {
        if (!Is(account) || Job.State != JobState.Running || Job.Runner != runner)
        {
            return false;
        }

        Job.State = report.State;
        Job.Total = report.Total;
        Job.Done = Math.Max(Job.Done, Math.Min(report.Done, report.Total));
        Job.Failed = report.Failed;
        Job.LeaseUntil = clock.Now() + JobLease.Period;
        Job.FinishedAt = Status().IsOver ? clock.Now() : null;
        await stored.WriteStateAsync();
        return true;
    }

    /// <inheritdoc/>
    public async Task<JobStatus?> Settle(AccountId account)
    {
        if (!Is(account))
        {
            return null;
        }

        if (!Status().IsOver)
        {
            (Job.State, Job.Done, Job.FinishedAt) = (JobState.Succeeded, Job.Total ?? Job.Done, clock.Now());
            await stored.WriteStateAsync();
        }

        return Status();
    }

    private bool Is(AccountId account) => stored.RecordExists && Job.Account == account;

    private JobStatus Status() => new(this.GetPrimaryKey(), Job.Kind,
        Job.State == JobState.Running && !IsLeased ? JobState.Waiting : Job.State,
        Job.Done, Job.Total, Job.Failed, Job.StartedAt, Job.FinishedAt);
}
