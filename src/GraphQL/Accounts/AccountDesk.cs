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

/// <summary>Signs up and signs in: one Argon2id run each, whether the account is there or not.</summary>
public sealed class AccountDesk(
    IGrainFactory grains, AccountReader accounts, SealedVault vault, ServerKeys serverKeys, PasswordQueue passwords, SessionDesk sessions,
    AttemptGate gate, AuditNotes notes)
{
    private const int FirstEpoch = 1;

    private static readonly SignInPayload WrongCredential =
        new(null, null, [new Refusal(ProblemCode.WrongCredential, "The address or the password is wrong.", "input.credential")]);

    // Costs of the run that an unknown address gets, so that it takes as long as a known one.
    private readonly Argon2idParameters _decoy = Argon2idParameters.WithFreshSalt();

    /// <summary>Begins an account. Repeated with the same id, address and password it signs in, but shows no codes again.</summary>
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

        var id = new AccountId(GlobalId.TryParse(input.Id, out var given) ? given : Guid.CreateVersion7());
        using var fresh = await NewAccountKeys.Make(id, FirstEpoch, input.Credential.Password!, passwords, cancellation);
        var receipt = await grains.GetGrain<IAccountGrain>(id.Value).Execute(
            new AccountCommand.SignUp(id, Domain.Accounts.Tier.Uce, index, new Bytes(fresh.PublicKey.AsSpan().ToArray()), FirstEpoch,
                ValueList.From(fresh.Recovery.Select(r => r.Id)), input.TimeZone ?? "UTC"),
            fresh.Seal(vault, input.Email.Trim()), notes.Of(AuditAction.SignedUp, id, fresh.PublicKey, device: input.Device));
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

        var pair = await sessions.Open(id, fresh.PublicKey, fresh.MasterKey, FirstEpoch, input.Device, Bytes.Empty, cancellation);
        var account = await accounts.Find(id, cancellation)
            ?? throw new InvalidOperationException("The account that was just made is not there.");
        return new SignUpPayload(pair, new AccountNode(account), [.. fresh.Recovery.Select(r => r.Code.Print())], []);
    }

    /// <summary>Begins a session.</summary>
    public async Task<SignInPayload> SignIn(SignInInput input, CancellationToken cancellation)
    {
        if (AccountChecks.Of(input) is { Count: > 0 } problems)
        {
            return new SignInPayload(null, null, problems);
        }

        var index = serverKeys.EmailIndex(input.Email);
        return await Try(index, await accounts.FindByEmail(index, cancellation), input.Credential.Password!, input.Device, cancellation);
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
            ? await Try(serverKeys.EmailIndex(input.Email), account, input.Credential.Password!, input.Device, cancellation)
            : WrongCredential;
        return signedIn.Session is not null
            ? new SignUpPayload(signedIn.Session, signedIn.Account, null, [])
            : signedIn.Problems is [Locked locked] ? new SignUpPayload(null, null, null, [locked])
            : new SignUpPayload(
                null, null, null, [new Refusal(ProblemCode.EmailTaken, "The address has an account already.", "input.email")]);
    }

    /// <summary>Signs in unless too many wrong credentials came before this one; that is decided before any of them is looked at.</summary>
    private async Task<SignInPayload> Try(
        Bytes index, AccountRow? account, string password, string device, CancellationToken cancellation)
    {
        var attempt = await gate.Enter(index);
        return attempt.Locked is { } locked
            ? new SignInPayload(null, null, [locked])
            : await attempt.Check(() => SignIn(account, password, device, cancellation), p => p.Session is not null);
    }

    private async Task<SignInPayload> SignIn(AccountRow? account, string password, string device, CancellationToken cancellation)
    {
        var slot = account is null ? null : await vault.Read(account.Id, new SlotId(SlotKind.Password), cancellation);
        if (account is null || slot is not { } credential)
        {
            using var unused = await passwords.Derive(password, _decoy, cancellation);
            return WrongCredential;
        }

        var (epoch, costs, verifier, wrap) = KeySlots.ReadPassword(credential.Content);
        using var keys = await passwords.Derive(password, costs, cancellation);
        if (!keys.Matches(verifier)
            || !MasterKeyWrap.TryUnwrap(keys.Wrapping, wrap, WrapAad.For(WrapPurpose.Password, account.Id.Value, epoch), out var masterKey))
        {
            return WrongCredential;
        }

        using (masterKey)
        {
            var pair = await sessions.Open(
                account.Id, AuditNotes.KeyOf(account), masterKey, epoch, device, credential.Record, cancellation);
            return new SignInPayload(pair, new AccountNode(account), []);
        }
    }
}
