using System.Text;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Grains.Accounts;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Sessions;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Accounts;

/// <summary>Changes what proves the owner of a signed-in account. A token alone is not enough: the credential is asked for again.</summary>
public sealed class CredentialDesk(IGrainFactory grains, AccountReader accounts, SealedVault vault, PasswordQueue passwords,
    PasswordCosts costs, Credentials credentials, SessionDesk sessions, UnlockedAccounts unlocked, AttemptGate gate,
    AuditNotes notes)
{
    private static SignInPayload WrongCurrent => new(null, null, [CredentialChecks.Wrong("input.current")]);

    /// <summary>
    /// Sets another credential. The session that asks goes on, all others end with it. Repeated, after a reply that was lost, it finds the
    /// next credential in place and changes nothing.
    /// </summary>
    public async Task<SignInPayload> ChangePassword(DiarySession session, ChangePasswordInput input, CancellationToken cancellation)
    {
        var email = await vault.Open(session.Account, new SlotId(SlotKind.Email), cancellation) ?? [];
        if (AccountChecks.Of(input, TierOf(session), Encoding.UTF8.GetString(email)) is { Count: > 0 } problems)
        {
            return new SignInPayload(null, null, problems);
        }

        return await gate.Try(AttemptGate.PartyOf(session), attempt => AccountCommands.Settle(async () =>
        {
            var account = await accounts.Find(session.Account, cancellation);
            using var proven = await credentials.Check(account, input.Current, cancellation);
            if (proven is null)
            {
                attempt.WasWrong();
                using var repeated = await credentials.Check(account, input.Next, cancellation);
                return repeated is null ? WrongCurrent : await GoOn(session, cancellation);
            }

            var slots = await vault.Replace(
                session.Account, input.Next, input.KeyBundle, proven.MasterKey, proven.Epoch, passwords, costs, cancellation);
            var command = new AccountCommand.ChangeCredential(proven.Account.Version, session.Id);
            if (!await grains.TryExecute(session.Account, command, slots, notes.Of(AuditAction.CredentialChanged, session)))
            {
                return null;
            }

            unlocked.Forget(session.Account);
            return await GoOn(session, cancellation);
        }), p => p.Session is not null, locked => new SignInPayload(null, null, [locked]));
    }

    /// <summary>
    /// Replaces all recovery codes: by ten fresh ones, shown this once (UCE), or by the ten that the client made (E2E), which when repeated
    /// are found in place.
    /// </summary>
    public async Task<RecoveryCodesPayload> ReplaceRecoveryCodes(
        DiarySession session, ReplaceRecoveryCodesInput input, CancellationToken cancellation)
    {
        if (AccountChecks.Of(input, TierOf(session)) is { Count: > 0 } problems)
        {
            return new RecoveryCodesPayload(null, problems);
        }

        return await gate.Try(AttemptGate.PartyOf(session), () => AccountCommands.Settle(async () =>
        {
            var account = await accounts.Find(session.Account, cancellation);
            using var proven = await credentials.Check(account, input.Current, cancellation);
            if (proven is null)
            {
                return new RecoveryCodesPayload(null, [CredentialChecks.Wrong("input.current")]);
            }

            if (input.Codes is { } given && await AreInPlace(session.Account, given, cancellation))
            {
                return new RecoveryCodesPayload(null, []);
            }

            var codes = proven.MasterKey is { } masterKey
                ? RecoveryCodeSet.Make(vault, session.Account, masterKey, proven.Epoch)
                : RecoveryCodeSet.Take(vault, session.Account, input.Codes!);
            var command = new AccountCommand.ReplaceRecoveryCodes(proven.Account.Version, codes.Ids, session.Id);
            var audit = notes.Of(AuditAction.RecoveryCodesReplaced, session);
            if (!await grains.TryExecute(session.Account, command, new AccountSlots(Recovery: codes.Slots), audit))
            {
                return null;
            }

            unlocked.Forget(session.Account);
            return new RecoveryCodesPayload(codes.Printed, []);
        }), p => p.Problems.Count == 0, locked => new RecoveryCodesPayload(null, [locked]));
    }

    private static Tier TierOf(DiarySession session) => new AccountNode(session.Keys.Account).Tier;

    private async Task<SignInPayload> GoOn(DiarySession session, CancellationToken cancellation) => new(
        await sessions.Continue(session, cancellation),
        await accounts.Find(session.Account, cancellation) is { } account ? new AccountNode(account) : null, []);

    private async Task<bool> AreInPlace(AccountId account, IReadOnlyList<RecoveryCodeInput> codes, CancellationToken cancellation)
    {
        var kept = (await vault.OpenAll(account, SlotKind.Recovery, cancellation))
            .Select(s => Convert.ToHexString(KeySlots.ReadRecovery(s.Content).Verifier)).ToHashSet(StringComparer.Ordinal);
        return kept.SetEquals(codes.Select(c =>
        {
            using var verifier = SymmetricKey.Import(c.Verifier);
            return Convert.ToHexString(StoredVerifier.Of(verifier));
        }));
    }
}
