using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Grains.Accounts;
using Diary.Grains.Erasure;
using Diary.GraphQL.Accounts;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Sessions;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Erasure;

/// <summary>Deletes the account that asks for it, once it has proved who it is again: a token alone is not enough.</summary>
public sealed class DeletionDesk(IGrainFactory grains, AccountReader accounts, Credentials credentials, UnlockedAccounts unlocked,
    AttemptGate gate, ErasureStore erasures, ReceiptSigner receipts)
{
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

        return await gate.Try(AttemptGate.PartyOf(caller), () => AccountCommands.Settle(() => Attempt(caller, input, cancellation)),
            p => p.Receipt is not null, locked => new DeleteAccountPayload(null, [locked]));
    }

    /// <summary>
    /// How the account was deleted, with the receipt; null where it was not. For whoever holds a token of it, which no credential could
    /// prove more about: there is none any more.
    /// </summary>
    public async Task<DeleteAccountPayload?> Deleted(AccountId account, CancellationToken cancellation)
    {
        if (await erasures.Find(account, cancellation) is not { } erasure)
        {
            return null;
        }

        unlocked.Forget(account);
        await grains.GetGrain<IErasureGrain>(0).Wake();
        return new DeleteAccountPayload(await receipts.Sign(account.Value, null, erasure.KeysDestroyed, erasure.At, cancellation), []);
    }

    /// <summary>Null where the command was sent: what became of it, and with it the receipt, is looked up by the next attempt.</summary>
    private async Task<DeleteAccountPayload?> Attempt(DiarySession caller, DeleteAccountInput input, CancellationToken cancellation)
    {
        if (await Deleted(caller.Account, cancellation) is { } deleted)
        {
            return deleted;
        }

        var account = await accounts.Find(caller.Account, cancellation);
        using var proven = await credentials.Check(account, input.Credential, cancellation);
        if (proven is null)
        {
            return new DeleteAccountPayload(null, [CredentialChecks.Wrong()]);
        }

        var keys = await erasures.CountKeys(caller.Account, cancellation);
        await grains.TryExecute(
            caller.Account, new AccountCommand.Delete(proven.Account.Version, keys, caller.Id), AccountSlots.None, audit: null);
        return null;
    }
}
