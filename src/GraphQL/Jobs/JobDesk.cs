using System.Runtime.CompilerServices;
using Diary.Domain;
using Diary.Domain.Jobs;
using Diary.Grains.Jobs;
using Diary.GraphQL.Archives;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using Diary.Projections.Accounts;

namespace Diary.GraphQL.Jobs;

/// <summary>Finds jobs, and follows them.</summary>
public sealed class JobDesk(IGrainFactory grains, AccountReader accounts, Exports exports, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The caller's job of an id; null where it is absent or someone else's.</summary>
    public async Task<JobNode?> Find(DiarySession caller, Guid id, CancellationToken cancellation)
    {
        if (await Status(caller.Account, id, cancellation) is not { } status)
        {
            return null;
        }

        exports.Continue(caller.Keys, status);
        return new JobNode(status);
    }

    /// <summary>
    /// The job as it stands, and again each time that it moved, until it is over. Looked at twice a second while somebody follows: few
    /// jobs run, and who works on one may be anywhere.
    /// </summary>
    /// <exception cref="DiaryError">NOT_FOUND: the account has no job of this id.</exception>
    public async IAsyncEnumerable<JobNode> Follow(
        DiarySession caller, Guid id, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var account = caller.Account;
        JobStatus? told = null;
        while (told is not { IsOver: true })
        {
            var status = await Look(account, id, told, cancellation)
                ?? throw new DiaryError(ErrorCodes.NotFound, "There is no such job.");
            if (told is null)
            {
                exports.Continue(caller.Keys, status);
            }

            if (status != told)
            {
                yield return new JobNode(told = status);
            }

            if (!status.IsOver)
            {
                await Task.Delay(Pause, clock, cancellation);
            }
        }
    }

    /// <summary>As <see cref="Status"/>; what was known before where the database or a silo is away for the moment.</summary>
    private async Task<JobStatus?> Look(AccountId account, Guid id, JobStatus? before, CancellationToken cancellation)
    {
        try
        {
            return await Status(account, id, cancellation);
        }
        catch (Exception e) when (before is not null && ErrorMapping.IsDependencyAway(e))
        {
            return before;
        }
    }

    private async Task<JobStatus?> Status(AccountId caller, Guid id, CancellationToken cancellation)
    {
        var grain = grains.GetGrain<IJobGrain>(id);
        var status = await grain.Find(caller);
        if (status is { Kind: JobKind.KeyRotation, IsOver: false } && await accounts.Find(caller, cancellation) is { } account
            && !(account.IsRotating && id == KeyRotationJob.IdOf(account.Id, account.KeyEpoch)))
        {
            status = await grain.Settle(caller); // its runner was killed between the last step and telling so
        }

        return status;
    }
}
