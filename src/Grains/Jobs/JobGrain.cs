using Diary.Domain;
using Diary.Domain.Jobs;
using Diary.Grains.Sessions;

namespace Diary.Grains.Jobs;

/// <summary>
/// Keeps a job's progress. It does no work itself: whoever may open what the work needs does. Where that is nobody's key, its reminder sees
/// to it that somebody works until it is over.
/// </summary>
public sealed class JobGrain([PersistentState("job", SessionGrain.Storage)] IPersistentState<KeptJob> stored, IJobRunner runner,
    TimeProvider clock) : Grain, IJobGrain, IRemindable
{
    private const string Reminder = "work";
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private KeptJob Job => stored.State;

    private bool IsLeased => Job.LeaseUntil > clock.Now();

    private bool IsFree => !IsLeased && !(Job.ResumeAt > clock.Now());

    /// <inheritdoc/>
    public async Task<JobStatus?> Begin(AccountId account, JobKind kind, JobOrder? order = null, bool again = false)
    {
        if (stored.RecordExists && Job.Account != account)
        {
            return null;
        }

        if (!stored.RecordExists || Job.State == JobState.Failed || (again && Status().IsOver))
        {
            stored.State = new KeptJob
            {
                Account = account,
                Kind = kind,
                State = JobState.Queued,
                StartedAt = stored.RecordExists && !again ? Job.StartedAt : clock.Now(),
                Order = order,
                LeaseUntil = Job.LeaseUntil,
                Runner = Job.Runner,
            };
            await Queue();
        }

        return Status();
    }

    /// <inheritdoc/>
    public Task<JobStatus?> Find(AccountId account)
    {
        if (!Is(account))
        {
            return Task.FromResult<JobStatus?>(null);
        }

        var status = Status();
        if (status is { RunsAlone: true, State: JobState.Waiting } && IsFree)
        {
            runner.Start(account, status); // whoever waits for it need not wait for the reminder too
        }

        return Task.FromResult<JobStatus?>(status);
    }

    /// <inheritdoc/>
    public async Task<bool> Take(AccountId account, Guid runner)
    {
        if (!Is(account) || Status().IsOver || (IsLeased && Job.Runner != runner) || Job.ResumeAt > clock.Now())
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
        if (!Is(account) || Job.Runner != runner)
        {
            return false;
        }

        var goesOn = Job.State == JobState.Running;
        Job.LeaseUntil = goesOn && report.State == JobState.Running ? clock.Now() + JobLease.Period : default;
        if (goesOn)
        {
            Job.State = report.State;
            Job.Total = report.Total;
            Job.Done = Math.Max(Job.Done, Math.Min(report.Done, report.Total ?? int.MaxValue));
            Job.Failed = report.Failed;
            Job.Imported = report.Imported;
            Job.Skipped = report.Skipped;
            Job.Problems = report.Problems;
            (Job.Place, Job.ResumeAt) = (report.Place ?? Job.Place, report.ResumeAt);
            Job.FinishedAt = Status().IsOver ? clock.Now() : null;
        }

        await stored.WriteStateAsync();
        return goesOn;
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
            Job.Done = Job.Total ?? Job.Done;
            await End(JobState.Succeeded);
        }

        return Status();
    }

    /// <inheritdoc/>
    public async Task<JobStatus?> Cancel(AccountId account)
    {
        if (!Is(account))
        {
            return null;
        }

        if (!Status().IsOver)
        {
            await End(JobState.Cancelled);
        }

        return Status();
    }

    /// <inheritdoc/>
    public async Task<JobStatus?> Undo(AccountId account, SessionId by)
    {
        if (!Is(account))
        {
            return null;
        }

        if (Job is { Kind: JobKind.ArchiveImport, Order: { DryRun: false } order }
            && Job.State is JobState.Succeeded or JobState.Failed or JobState.Cancelled)
        {
            (Job.State, Job.IsUndo, Job.Order) = (JobState.Queued, true, order with { By = by });
            (Job.Done, Job.Total, Job.Failed, Job.Problems, Job.FinishedAt) = (0, null, 0, default, null);
            await Queue();
        }

        return Status();
    }

    /// <inheritdoc/>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (!stored.RecordExists || Status().IsOver)
        {
            if (await this.GetReminder(Reminder) is { } reminder)
            {
                await this.UnregisterReminder(reminder);
            }
        }
        else if (IsFree)
        {
            runner.Start(Job.Account, Status());
        }
    }

    /// <summary>The reminder comes first: what is written down is not forgotten.</summary>
    private async Task Queue()
    {
        if (Status().RunsAlone)
        {
            await this.RegisterOrUpdateReminder(Reminder, Period, Period);
        }

        await stored.WriteStateAsync();
        if (Status().RunsAlone)
        {
            runner.Start(Job.Account, Status());
        }
    }

    private async Task End(JobState state)
    {
        (Job.State, Job.FinishedAt) = (state, clock.Now());
        await stored.WriteStateAsync();
    }

    private bool Is(AccountId account) => stored.RecordExists && Job.Account == account;

    private JobStatus Status() => new(this.GetPrimaryKey(), Job.Kind,
        Job.State == JobState.Running && !IsLeased ? JobState.Waiting : Job.State,
        Job.Done, Job.Total, Job.Failed, Job.StartedAt, Job.FinishedAt, Job.Order, Job.IsUndo, Job.Imported, Job.Skipped, Job.Problems,
        Job.Place);
}
