using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Grains.Accounts;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;
using Refusal = Diary.GraphQL.Problems.Refusal;

namespace Diary.GraphQL.Accounts;

/// <summary>Signs up and signs in.</summary>
public sealed class AccountDesk(IGrainFactory grains, AccountReader accounts, SealedVault vault, ServerKeys serverKeys,
    PasswordQueue passwords, PasswordCosts costs, Credentials credentials, PasswordRenewal renewal, SessionDesk sessions,
    AttemptGate gate, AuditNotes notes)
{
    /// <summary>What a client needs before it signs in; made up, and ever the same, for an address that nobody has.</summary>
    public async Task<SignInParameters> Parameters(string email, CancellationToken cancellation)
    {
        var madeUp = serverKeys.MadeUp(email);
        var account = await accounts.FindByEmail(serverKeys.EmailIndex(email), cancellation);
        var slot = await vault.Open(account?.Id ?? madeUp.Id, new SlotId(SlotKind.Password), cancellation);
        var kept = slot is null ? Argon2idParameters.WithFreshSalt() with { Salt = madeUp.Salt } : KeySlots.ReadPassword(slot).Costs;
        return (account?.Tier ?? madeUp.Tier) == Domain.Accounts.Tier.E2E
            ? new SignInParameters(
                Tier.E2E, new Kdf(kept.Salt, kept.MemoryKiB, kept.Iterations, kept.Parallelism), $"{account?.Id ?? madeUp.Id}")
            : new SignInParameters(Tier.Uce, null, $"{account?.Id ?? madeUp.Id}");
    }

    /// <summary>Begins an account. Repeated with the same id, address and credential it signs in, but shows no codes again.</summary>
    public async Task<SignUpPayload> SignUp(SignUpInput input, CancellationToken cancellation)
    {
        if (AccountChecks.Of(input) is { Count: > 0 } problems)
        {
            return new SignUpPayload(null, null, null, problems);
        }

        var index = serverKeys.EmailIndex(input.Email);
        if (await accounts.FindByEmail(index, cancellation) is { } taken)
        {
            return await Repeat(input, taken, cancellation);
        }

        // Of version 4: one of version 7 would tell whoever asks for an address's parameters when its account began.
        var id = new AccountId(GlobalId.TryParse(input.Id, out var given) ? given : Guid.NewGuid());
        using var fresh = input.Tier == Tier.E2E
            ? NewAccount.E2E(id, input, vault)
            : await NewAccount.Uce(id, input, vault, passwords, costs, cancellation);
        var receipt = await grains.GetGrain<IAccountGrain>(id.Value).Execute(
            fresh.Command(index, input.TimeZone ?? "UTC"), fresh.Slots,
            notes.Of(AuditAction.SignedUp, id, fresh.PublicKey, device: input.Device));
        if (receipt.RetryAfter is { } retryAfter)
        {
            throw new UnavailableException(retryAfter);
        }

        if (receipt.Refusal is { } refusal)
        {
            return refusal.Code == RefusalCode.EmailTaken && await accounts.FindByEmail(index, cancellation) is { } rival
                ? await Repeat(input, rival, cancellation)
                : new SignUpPayload(null, null, null, [new Refusal(ProblemCode.Invalid, "The id is taken: make another.", "input.id")]);
        }

        var pair = await sessions.Open(
            id, fresh.PublicKey, fresh.MasterKey, fresh.Epoch, input.Device, Bytes.Empty, cancellation);
        return pair is not null && await accounts.Find(id, cancellation) is { } account
            ? new SignUpPayload(pair, new AccountNode(account), fresh.Codes.Printed, [])
            : throw new InvalidOperationException("The account that was just made is not there.");
    }

    /// <summary>Begins a session.</summary>
    public async Task<SignInPayload> SignIn(SignInInput input, CancellationToken cancellation)
    {
        if (AccountChecks.Of(input) is { Count: > 0 } problems)
        {
            return new SignInPayload(null, null, problems);
        }

        using var place = input.Credential.Password is null ? null : passwords.Enter();
        var index = serverKeys.EmailIndex(input.Email);
        return await Try(index, () => accounts.FindByEmail(index, cancellation), input.Credential, input.Device, cancellation);
    }

    /// <summary>Trades a refresh token.</summary>
    public async Task<SignInPayload> Refresh(string refreshToken, CancellationToken cancellation) =>
        await sessions.Renew(refreshToken, cancellation) is { } renewed
            ? new SignInPayload(renewed.Pair, new AccountNode(renewed.Account), [])
            : new SignInPayload(
                null, null, [new Refusal(ProblemCode.WrongCredential, "The refresh token is not valid. Sign in again.", "refreshToken")]);

    private async Task<SignUpPayload> Repeat(SignUpInput input, AccountRow account, CancellationToken cancellation)
    {
        var signedIn = GlobalId.TryParse(input.Id, out var id) && id == account.Id.Value
            ? await Try(serverKeys.EmailIndex(input.Email), () => Task.FromResult<AccountRow?>(account), input.Credential, input.Device,
                cancellation)
            : null;
        return signedIn?.Session is not null
            ? new SignUpPayload(signedIn.Session, signedIn.Account, null, [])
            : signedIn?.Problems is [Locked locked] ? new SignUpPayload(null, null, null, [locked])
            : new SignUpPayload(
                null, null, null, [new Refusal(ProblemCode.EmailTaken, "The address has an account already.", "input.email")]);
    }

    /// <summary>Signs in unless too many wrong credentials came before this one; that is decided before any of them is looked at.</summary>
    private Task<SignInPayload> Try(
        Bytes index, Func<Task<AccountRow?>> find, CredentialInput credential, string device, CancellationToken cancellation) =>
        gate.Try(index, () => AccountCommands.Settle(async () => await SignIn(await find(), credential, device, cancellation)),
            p => p.Session is not null, locked => new SignInPayload(null, null, [locked]));

    /// <summary>Null where the credential was replaced between its check and the session.</summary>
    private async Task<SignInPayload?> SignIn(
        AccountRow? account, CredentialInput credential, string device, CancellationToken cancellation)
    {
        using var proven = await credentials.Check(account, credential, cancellation);
        if (proven is null)
        {
            return new SignInPayload(null, null, [CredentialChecks.Wrong()]);
        }

        var pair = await sessions.Open(
            proven.Account.Id, proven.PublicKey, proven.MasterKey, proven.Epoch, device, proven.Record, cancellation);
        if (pair is null)
        {
            return null;
        }

        await renewal.Run(proven, credential.Password, cancellation);
        return new SignInPayload(pair, new AccountNode(proven.Account), []);
    }
}
