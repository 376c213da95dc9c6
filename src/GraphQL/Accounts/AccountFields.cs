using System.ComponentModel;
using Diary.GraphQL.Accounts;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Query
{
    /// <summary>The signed-in account.</summary>
    [Authorize, Description("The signed-in account.")]
    public static AccountNode Me(IResolveFieldContext context) => new(context.Session<DiarySession>().Keys.Account);

    /// <summary>Looks the same for every address: it does not tell who has an account.</summary>
    [AllowAnonymous]
    [Description(
        "What a client needs before it can sign in. Unknown addresses get stable, plausible answers: it does not tell who has an account.")]
    public static Task<SignInParameters> SignInParameters(
        string email, [FromServices] AccountDesk desk, CancellationToken cancellation) => desk.Parameters(email, cancellation);
}

public sealed partial class Mutation
{
    /// <summary>Begins an account and signs in.</summary>
    [AllowAnonymous, Credential]
    public static Task<SignUpPayload> SignUp(SignUpInput input, [FromServices] AccountDesk desk, CancellationToken cancellation) =>
        desk.SignUp(input, cancellation);

    /// <summary>Begins a session.</summary>
    [AllowAnonymous, Credential]
    public static Task<SignInPayload> SignIn(SignInInput input, [FromServices] AccountDesk desk, CancellationToken cancellation) =>
        desk.SignIn(input, cancellation);

    /// <summary>Trades a refresh token for a new pair.</summary>
    [AllowAnonymous]
    [Description("Trades a refresh token for a new pair. A token that was traded before ends the whole session.")]
    public static Task<SignInPayload> RefreshSession(
        string refreshToken, [FromServices] AccountDesk desk, CancellationToken cancellation) =>
        desk.Refresh(refreshToken, cancellation);

    /// <summary>Sets another credential; every session ends but the one that asks.</summary>
    [Authorize, Credential]
    public static Task<SignInPayload> ChangePassword(
        IResolveFieldContext context, ChangePasswordInput input, [FromServices] CredentialDesk desk, CancellationToken cancellation) =>
        desk.ChangePassword(context.Session<DiarySession>(), input, cancellation);

    /// <summary>Changes the time zone or the language.</summary>
    [Authorize]
    [Description("Changes what is given and keeps the rest; an explicit null clears the language.")]
    public static Task<AccountPayload> UpdateSettings(
        IResolveFieldContext context, UpdateSettingsInput input, [FromServices] SettingsDesk desk, CancellationToken cancellation) =>
        desk.Update(context.Session<DiarySession>(), input, cancellation);

    /// <summary>Spends a recovery code for another credential.</summary>
    [AllowAnonymous, Credential]
    [Description("Signs in with a recovery code and sets a new credential; the code is spent and every session ends.")]
    public static Task<SignInPayload> Recover(
        RecoverInput input, [FromServices] RecoveryDesk desk, CancellationToken cancellation) => desk.Recover(input, cancellation);

    /// <summary>What an E2E client needs before it can recover.</summary>
    [AllowAnonymous, Credential]
    [Description("E2E: the private key as it was wrapped under an unspent recovery code. Spends nothing.")]
    public static Task<RecoveryBundlePayload> RecoveryBundle(
        RecoveryBundleInput input, [FromServices] RecoveryDesk desk, CancellationToken cancellation) => desk.Bundle(input, cancellation);

    /// <summary>Makes all recovery codes worth nothing, and gives others.</summary>
    [Authorize, Credential]
    public static Task<RecoveryCodesPayload> ReplaceRecoveryCodes(IResolveFieldContext context, ReplaceRecoveryCodesInput input,
        [FromServices] CredentialDesk desk, CancellationToken cancellation) =>
        desk.ReplaceRecoveryCodes(context.Session<DiarySession>(), input, cancellation);
}
