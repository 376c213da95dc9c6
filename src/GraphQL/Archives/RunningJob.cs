using System.Globalization;
using Diary.Domain;
using Diary.Domain.Jobs;
using Diary.Grains.Jobs;

namespace Diary.GraphQL.Archives;

/// <summary>A job that this process works on: its lease, and how far it is.</summary>
internal sealed class RunningJob(IJobGrain grain, AccountId account, JobStatus job, TimeProvider clock)
{
    private const int MostProblems = 50;
    private static readonly TimeSpan Patience = JobLease.Period + TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Guid _runner = Guid.NewGuid();
    private readonly List<string> _problems = [];
    private int _unnamed;

    /// <summary>Whose it is.</summary>
    public AccountId Account => account;

    /// <summary>The job as it stood when it was taken.</summary>
    public JobStatus Job { get; private set; } = job;

    /// <summary>How much is done.</summary>
    public int Done { get; set; }

    /// <summary>Of how much; null where that is not known.</summary>
    public int? Total { get; set; }

    /// <summary>How much was added.</summary>
    public int Imported { get; set; }

    /// <summary>How much was passed over.</summary>
    public int Skipped { get; set; }

    /// <summary>How much could not be done.</summary>
    public int Failed { get; set; }

    /// <summary>Where the next runner goes on, in the runner's own terms.</summary>
    public string? Place { get; set; }

    /// <summary>Takes the lease, from a runner that is not heard of any more if need be; false where there is nothing to do.</summary>
    public async Task<bool> Take(CancellationToken cancellation)
    {
        for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < Patience;)
        {
            if (await grain.Take(account, _runner) && await grain.Find(account) is { } taken)
            {
                Job = taken;
                (Done, Total, Failed, Imported, Skipped) = (taken.Done, taken.Total, taken.Failed, taken.Imported, taken.Skipped);
                Place = taken.Place;
                _problems.Clear();
                _problems.AddRange(taken.Problems);
                return true;
            }

            if (await grain.Find(account) is not { IsOver: false })
            {
                return false;
            }

            await Task.Delay(Pause, clock, cancellation);
        }

        return false;
    }

    /// <summary>Takes the lease again that was given up for a while.</summary>
    public Task<bool> Retake() => grain.Take(account, _runner);

    /// <summary>Says what stands in the way of one thing; it quotes nothing of the user's.</summary>
    public void Fail(string problem)
    {
        Failed++;
        Note(problem);
    }

    /// <summary>Says what its owner should know.</summary>
    public void Note(string problem)
    {
        if (_problems.Count < MostProblems)
        {
            _problems.Add(problem);
        }
        else
        {
            _unnamed++;
        }
    }

    /// <summary>Tells how far it is, and keeps the lease where it goes on; false where it must stop.</summary>
    public Task<bool> Tell(JobState state = JobState.Running) => Tell(state, resumeAt: null);

    /// <summary>Gives the lease up until a time.</summary>
    public Task<bool> Wait(DateTimeOffset resumeAt) => Tell(JobState.Waiting, resumeAt);

    /// <summary>Ends it without having done all.</summary>
    public Task<bool> End(string problem)
    {
        Note(problem);
        return Tell(JobState.Failed);
    }

    private Task<bool> Tell(JobState state, DateTimeOffset? resumeAt) => grain.Report(account, _runner, new JobReport(
        state, Done, Total, Failed, Imported, Skipped, ValueList.From(_unnamed == 0 ? _problems
            : [.. _problems.Take(MostProblems - 1), string.Create(CultureInfo.InvariantCulture, $"And {_unnamed + 1} more.")]),
        Place, resumeAt));
}
