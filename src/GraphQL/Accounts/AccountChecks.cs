using System.Security.Cryptography;
using System.Text;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;

namespace Diary.GraphQL.Accounts;

/// <summary>The shape of what an account is made of.</summary>
internal static class AccountChecks
{
    private const int LongestAddress = 254; // RFC 5321, section 4.5.3.1.3
    private const int LongestDevice = 100;
    private const int RandomVersion = 4; // RFC 9562, section 5.4; its variant, in four bits, is 10xx
    private const int LeastVariant = 0b1000;
    private const int MostVariant = 0b1011;

    public static List<IProblem> Of(SignUpInput input)
    {
        var problems = new List<IProblem>();
        CheckId(problems, input);
        CheckEmail(problems, input.Email);
        Text.Check(problems, "input.device", input.Device, LongestDevice, 1);
        Text.CheckTimeZone(problems, "input.timeZone", input.TimeZone);
        CredentialChecks.Set(problems, "input.credential", input.Credential, input.Tier, input.Email);
        switch (input)
        {
            case { Tier: Tier.Uce, Keys: not null }:
                CredentialChecks.Mismatch(problems, "input.keys", "belong to the E2E tier: the server makes those of a UCE account.");
                break;
            case { Tier: Tier.E2E, Keys: null }:
                Text.Refuse(problems, "input.keys", "must be given: only the client can make the keys of an E2E account.");
                break;
            case { Keys: { } keys }:
                CredentialChecks.Keys(problems, "input.keys", keys);
                break;
        }

        return problems;
    }

    public static List<IProblem> Of(SignInInput input)
    {
        var problems = new List<IProblem>();
        CheckEmail(problems, input.Email);
        Text.Check(problems, "input.device", input.Device, LongestDevice, 1);
        CredentialChecks.Present(problems, "input.credential", input.Credential);
        return problems;
    }

    /// <summary>The tier is that of the proof: which one the address has is not told.</summary>
    public static List<IProblem> Of(RecoverInput input)
    {
        var problems = new List<IProblem>();
        var tier = input.Code.Code is null ? Tier.E2E : Tier.Uce;
        CheckEmail(problems, input.Email);
        Text.Check(problems, "input.device", input.Device, LongestDevice, 1);
        if (input.Code.Verifier is { } verifier)
        {
            CredentialChecks.Verifier(problems, "input.code.verifier", verifier);
        }

        CredentialChecks.Set(problems, "input.next", input.Next, tier, input.Email);
        CheckBundle(problems, input.KeyBundle, tier);
        return problems;
    }

    public static List<IProblem> Of(RecoveryBundleInput input)
    {
        var problems = new List<IProblem>();
        CheckEmail(problems, input.Email);
        CredentialChecks.Verifier(problems, "input.verifier", input.Verifier);
        return problems;
    }

    public static List<IProblem> Of(ChangePasswordInput input, Tier tier, string email)
    {
        var problems = new List<IProblem>();
        CredentialChecks.Present(problems, "input.current", input.Current, tier);
        CredentialChecks.Set(problems, "input.next", input.Next, tier, email);
        CheckBundle(problems, input.KeyBundle, tier);
        if (problems.Count == 0 && IsSame(input.Current, input.Next))
        {
            Text.Refuse(problems, "input.next", "must be another one than the current.");
        }

        return problems;
    }

    public static List<IProblem> Of(ReplaceRecoveryCodesInput input, Tier tier)
    {
        var problems = new List<IProblem>();
        CredentialChecks.Present(problems, "input.current", input.Current, tier);
        switch (input.Codes)
        {
            case not null when tier == Tier.Uce:
                CredentialChecks.Mismatch(problems, "input.codes", "belong to the E2E tier: the server makes those of a UCE account.");
                break;
            case null when tier == Tier.E2E:
                Text.Refuse(problems, "input.codes", "must be given: only the client can make the codes of an E2E account.");
                break;
            case { } codes:
                CredentialChecks.Codes(problems, "input.codes", codes);
                break;
        }

        return problems;
    }

    /// <summary>
    /// An id is told to whoever asks for an address's parameters, and what is told of an address that nobody has is of version 4: an
    /// account's own of another version would tell that it is there, and one of version 7 since when.
    /// </summary>
    private static void CheckId(List<IProblem> problems, SignUpInput input)
    {
        if (input.Id is null)
        {
            if (input.Tier == Tier.E2E)
            {
                Text.Refuse(problems, "input.id", "must be a UUID that the client makes: the keys of an E2E account are bound to it.");
            }
        }
        else if (!GlobalId.TryParse(input.Id, out var id))
        {
            Text.Refuse(problems, "input.id", "must be a UUID.");
        }
        else if (id is not { Version: RandomVersion, Variant: >= LeastVariant and <= MostVariant })
        {
            Text.Refuse(problems, "input.id", "must be a random UUID, of version 4: another would tell that the address has an account.");
        }
    }

    private static void CheckBundle(List<IProblem> problems, byte[]? bundle, Tier tier)
    {
        if (bundle is not null && tier == Tier.Uce)
        {
            CredentialChecks.Mismatch(problems, "input.keyBundle", "belongs to the E2E tier.");
            return;
        }

        CredentialChecks.Bundle(problems, "input.keyBundle", bundle);
    }

    private static bool IsSame(CredentialInput current, CredentialInput next) => current.AuthKey is { } key
        ? CryptographicOperations.FixedTimeEquals(key.Key, next.AuthKey!.Key)
        : string.Equals(current.Password!.Normalize(NormalizationForm.FormKC), next.Password!.Normalize(NormalizationForm.FormKC),
            StringComparison.Ordinal);

    private static void CheckEmail(List<IProblem> problems, string address)
    {
        var trimmed = address.AsSpan().Trim();
        var at = trimmed.LastIndexOf('@');
        if (trimmed.Length > LongestAddress || at <= 0 || at == trimmed.Length - 1 || !Text.IsWellFormed(trimmed)
            || trimmed.ContainsAnyInRange('\0', ' ') || trimmed.Contains('\u007f'))
        {
            Text.Refuse(problems, "input.email", "must be an e-mail address of at most 254 characters.");
        }
    }
}
