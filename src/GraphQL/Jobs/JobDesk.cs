using Diary.Domain.Jobs;
using Diary.Grains.Jobs;
using Diary.GraphQL.Sessions;
using Diary.Projections.Accounts;

namespace Diary.GraphQL.Jobs;

/// <summary>Finds jobs.</summary>
public sealed class JobDesk(IGrainFactory grains, AccountReader accounts)
{
    /// <summary>The caller's job of an id; null where it is absent or someone else's.</summary>
    public async Task<JobNode?> Find(DiarySession caller, Guid id, CancellationToken cancellation)
    {
        var grain = grains.GetGrain<IJobGrain>(id);
        var status = await grain.Find(caller.Account);
        if (status is { Kind: JobKind.KeyRotation, IsOver: false } && await accounts.Find(caller.Account, cancellation) is { } account
            && !(account.IsRotating && id == KeyRotationJob.IdOf(account.Id, account.KeyEpoch)))
        {
            status = await grain.Settle(caller.Account); // its runner was killed between the last step and telling so
        }

        return status is null ? null : new JobNode(status);
    }
}
