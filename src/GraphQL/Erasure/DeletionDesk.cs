using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Grains.Accounts;
using Diary.Grains.Erasure;
using Diary.GraphQL.Accounts;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Sessions;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Erasure;

/// <summary>Deletes the account that asks for it, once it has proved who it is again: a token alone is not enough.</summary>
public sealed class DeletionDesk(IGrainFactory grains, AccountReader accounts, Credentials credentials, UnlockedAccounts unlocked,
    ErasureStore erasures, ReceiptSigner receipts)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Destroys all keys in one commit, which ends every session and frees the address; the rest is deleted soon after. Repeated where the
    /// account is deleted already, it gives the same receipt.
    /// </summary>
    public async Task<DeleteAccountPayload> Delete(DiarySession caller, DeleteAccountInput input, CancellationToken cancellation)
    {
        var problems = new List<IProblem>();
        CredentialChecks.Present(problems, "input.credential", input.Credential);
        if (problems.Count > 0)
        {
            return new DeleteAccountPayload(null, problems);
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await erasures.Find(caller.Account, cancellation) is { } erasure)
            {
                unlocked.Forget(caller.Account);
                await grains.GetGrain<IErasureGrain>(0).Wake();
                return new DeleteAccountPayload(
                    await receipts.Sign(caller.Account.Value, null, erasure.KeysDestroyed, erasure.At, cancellation), []);
            }

            var account = await accounts.Find(caller.Account, cancellation);
            using var proven = await credentials.Check(account, input.Credential, cancellation);
            if (proven is null)
            {
                return new DeleteAccountPayload(null, [CredentialChecks.Wrong()]);
            }

            // Refused only where the account changed since it was read: then it is looked at again.
            var keys = await erasures.CountKeys(caller.Account, cancellation);
            var receipt = await grains.GetGrain<IAccountGrain>(caller.Account.Value).Execute(
                new AccountCommand.Delete(proven.Account.Version, keys, caller.Id), AccountSlots.None, null);
            if (receipt.RetryAfter is { } retryAfter)
            {
                throw new UnavailableException(retryAfter);
            }
        }

        throw new UnavailableException(Pause);
    }
}
