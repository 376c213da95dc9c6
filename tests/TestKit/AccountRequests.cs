using System.Text.Json;

namespace Diary.TestKit;

/// <summary>The requests about an account's credentials, in either tier; each gives the payload.</summary>
public static class AccountRequests
{
    private const string Problems = "problems { __typename code message field ... on Locked { retryAt } }";

    private const string Signed = "session { accessToken refreshToken accessTokenExpiresAt refreshTokenExpiresAt } "
        + $"account {{ id recoveryCodesLeft keyBundle }} {Problems}";

    /// <summary>Begins a session.</summary>
    public static Task<JsonElement> SignIn(this DiaryClient client, string email, object credential, string device = "test") =>
        Send(client, "signIn", "SignInInput", Signed, new { email, credential, device });

    /// <summary>Begins a UCE session by a password.</summary>
    public static Task<JsonElement> SignIn(this DiaryClient client, string email, string password = DiaryClient.Password) =>
        client.SignIn(email, new { password });

    /// <summary>Sets another credential.</summary>
    public static Task<JsonElement> ChangePassword(this DiaryClient client, object current, object next, byte[]? keyBundle = null) =>
        Send(client, "changePassword", "ChangePasswordInput", Signed, new { current, next, keyBundle });

    /// <summary>Sets another UCE password.</summary>
    public static Task<JsonElement> ChangePassword(this DiaryClient client, string current, string next) =>
        client.ChangePassword(new { password = current }, new { password = next });

    /// <summary>Spends a recovery code.</summary>
    public static Task<JsonElement> Recover(this DiaryClient client, string email, object code, object next, byte[]? keyBundle = null) =>
        Send(client, "recover", "RecoverInput", Signed, new { email, code, next, device = "recovered", keyBundle });

    /// <summary>Spends a recovery code of a UCE account.</summary>
    public static Task<JsonElement> Recover(this DiaryClient client, string email, string code, string next) =>
        client.Recover(email, new { code }, new { password = next });

    /// <summary>Fetches the private key of an E2E account as a recovery code wrapped it.</summary>
    public static Task<JsonElement> RecoveryBundle(this DiaryClient client, string email, byte[] verifier) =>
        Send(client, "recoveryBundle", "RecoveryBundleInput", $"keyBundle {Problems}",
            new { email, verifier });

    /// <summary>Replaces all recovery codes.</summary>
    public static Task<JsonElement> ReplaceRecoveryCodes(this DiaryClient client, object current, object? codes = null) =>
        Send(client, "replaceRecoveryCodes", "ReplaceRecoveryCodesInput", $"recoveryCodes {Problems}",
            new { current, codes });

    /// <summary>Whether the session's tokens are worth anything.</summary>
    public static async Task<bool> IsSignedIn(this DiaryClient client) =>
        !(await client.Send("{ me { id } }")).TryGetProperty("errors", out _);

    private static async Task<JsonElement> Send(DiaryClient client, string mutation, string type, string fields, object input) =>
        (await client.Data($"mutation ($input: {type}!) {{ {mutation}(input: $input) {{ {fields} }} }}", new { input }))
            .GetProperty(mutation);
}
