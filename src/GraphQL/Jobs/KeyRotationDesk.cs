using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Jobs;
using Diary.Grains.Accounts;
using Diary.Grains.Jobs;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Sessions;
using Diary.Projections.Accounts;
using Refusal = Diary.GraphQL.Problems.Refusal;

namespace Diary.GraphQL.Jobs;

/// <summary>
/// Begins key rotations: one commit in which the next master key takes the place of the present one in every slot, and the present one is
/// kept under the next. What it wraps is wrapped anew by <see cref="KeyRotations"/> afterwards.
/// </summary>
public sealed class KeyRotationDesk(
    IGrainFactory grains, AccountReader accounts, NextMasterKey next, UnlockedAccounts unlocked, AuditNotes notes)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Begins a rotation; while one runs, that is the answer.</summary>
    public async Task<JobPayload> Rotate(DiarySession caller, CancellationToken cancellation)
    {
        if (caller.Keys.Tier != Tier.Uce)
        {
            return Refused(ProblemCode.TierMismatch, "The server has no key of an E2E account that it could rotate.");
        }

        // What was read may change before the commit: a session is renewed, a password changed. Then all of it is read again.
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var account = await accounts.Find(caller.Account, cancellation) ?? throw new UnavailableException(Pause);
            if (account.IsRotating)
            {
                return await Job(account.Id, account.KeyEpoch);
            }

            var keys = await caller.KeysOf(account.KeyEpoch, unlocked, cancellation);
            if (keys.Epoch != account.KeyEpoch)
            {
                continue;
            }

            var receipt = await grains.GetGrain<IAccountGrain>(account.Id.Value).Execute(
                new AccountCommand.StartKeyRotation(account.Version, caller.Id), await next.Slots(keys, cancellation),
                notes.Of(AuditAction.KeysRotated, caller));
            switch (receipt)
            {
                case { RetryAfter: { } retryAfter }:
                    throw new UnavailableException(retryAfter);
                case { Refusal: null }:
                    unlocked.Forget(account.Id);
                    return await Job(account.Id, account.KeyEpoch + 1);
                case { Refusal.Reason: RefusalReason.TooManyKeyEpochs }:
                    return Refused(ProblemCode.LimitReached, "The account has had as many keys as one may have.");
                default:
                    break;
            }
        }

        throw new UnavailableException(Pause);
    }

    private static JobPayload Refused(ProblemCode code, string message) => new(null, [new Refusal(code, message)]);

    private async Task<JobPayload> Job(AccountId account, int epoch) =>
        await grains.GetGrain<IJobGrain>(KeyRotationJob.IdOf(account, epoch)).Begin(account, JobKind.KeyRotation) is { } status
            ? new JobPayload(new JobNode(status), [])
            : throw new InvalidOperationException("A key rotation is another account's.");
}
