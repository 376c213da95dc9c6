using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Sessions;
using Diary.Projections.Accounts;

namespace Diary.GraphQL.Accounts;

/// <summary>The way back in without the credential.</summary>
public sealed class RecoveryDesk(IGrainFactory grains, AccountReader accounts, SealedVault vault, ServerKeys serverKeys,
    PasswordQueue passwords, PasswordCosts costs, Credentials credentials, SessionDesk sessions, UnlockedAccounts unlocked,
    AttemptGate gate, AuditNotes notes)
{
    /// <summary>
    /// Spends a recovery code for another credential, and signs in. Every session ends. Repeated, after a reply that was lost or a kill
    /// before there was a session, it finds the code spent and the next credential in place, and signs in with that.
    /// </summary>
    public async Task<SignInPayload> Recover(RecoverInput input, CancellationToken cancellation)
    {
        if (AccountChecks.Of(input) is { Count: > 0 } problems)
        {
            return new SignInPayload(null, null, problems);
        }

        var index = serverKeys.EmailIndex(input.Email);
        return await gate.Try(index, attempt => AccountCommands.Settle(async () =>
        {
            var account = await accounts.FindByEmail(index, cancellation);
            using var proven = await credentials.Check(account, input.Code, cancellation);
            if (proven is null)
            {
                attempt.WasWrong();
                using var repeated = await credentials.Check(account, input.Next, cancellation);
                return repeated is null ? new SignInPayload(null, null, [CredentialChecks.WrongCode("input.code")])
                    : await SignIn(repeated.Account, repeated.MasterKey, repeated.Epoch, repeated.Record, input, cancellation);
            }

            var slots = await vault.Replace(
                proven.Account.Id, input.Next, input.KeyBundle, proven.MasterKey, proven.Epoch, passwords, costs, cancellation);
            var command = new AccountCommand.Recover(proven.Account.Version, proven.Code);
            var audit = notes.Of(AuditAction.Recovered, proven.Account, device: input.Device);
            if (!await grains.TryExecute(proven.Account.Id, command, slots, audit))
            {
                return null;
            }

            unlocked.Forget(proven.Account.Id);
            return await SignIn(proven.Account, proven.MasterKey, proven.Epoch, slots.Password, input, cancellation);
        }), p => p.Session is not null, locked => new SignInPayload(null, null, [locked]));
    }

    /// <summary>The private key as it was wrapped under a code that is not spent; handed out once the audit log tells of it.</summary>
    public async Task<RecoveryBundlePayload> Bundle(RecoveryBundleInput input, CancellationToken cancellation)
    {
        if (AccountChecks.Of(input) is { Count: > 0 } problems)
        {
            return new RecoveryBundlePayload(null, problems);
        }

        var index = serverKeys.EmailIndex(input.Email);
        return await gate.Try(index, async () =>
        {
            var account = await accounts.FindByEmail(index, cancellation);
            using var proven = await credentials.Check(account, new RecoveryProofInput { Verifier = input.Verifier }, cancellation);
            return proven is not null && await notes.Write(AuditAction.RecoveryBundleRead, proven.Account, cancellation)
                ? new RecoveryBundlePayload(proven.Kept.Wrap, [])
                : new RecoveryBundlePayload(null, [CredentialChecks.WrongCode("input.verifier")]);
        }, p => p.KeyBundle is not null, locked => new RecoveryBundlePayload(null, [locked]));
    }

    /// <summary>Null where the next credential was replaced in its turn, before there was a session.</summary>
    private async Task<SignInPayload?> SignIn(
        AccountRow account, SymmetricKey? masterKey, int epoch, Bytes credential, RecoverInput input, CancellationToken cancellation) =>
        await sessions.Open(account.Id, AuditNotes.KeyOf(account), masterKey, epoch, input.Device, credential, cancellation) is { } pair
            ? new SignInPayload(pair, new AccountNode(await accounts.Find(account.Id, cancellation) ?? account), [])
            : null;
}
