using Diary.Domain;

namespace Diary.Grains.Jobs;

/// <summary>Does the work of jobs that go on by themselves: what is in a user's archive is not the grains' business.</summary>
public interface IJobRunner
{
    /// <summary>Begins to work on a job, unless this process does already; returns at once.</summary>
    void Start(AccountId account, JobStatus job);
}
