using Diary.Cryptography;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;

namespace Diary.GraphQL.Accounts;

/// <summary>The shape of what an account is made of.</summary>
internal static class AccountChecks
{
    private const int LongestAddress = 254; // RFC 5321, section 4.5.3.1.3
    private const int LongestDevice = 100;

    public static List<IProblem> Of(SignUpInput input)
    {
        var problems = new List<IProblem>();
        if (input.Id is not null && !GlobalId.TryParse(input.Id, out _))
        {
            Text.Refuse(problems, "input.id", "must be a UUID.");
        }

        CheckEmail(problems, input.Email);
        Text.Check(problems, "input.device", input.Device, LongestDevice, 1);
        Text.CheckTimeZone(problems, "input.timeZone", input.TimeZone);
        if (!PasswordHashing.IsAcceptable(input.Credential.Password))
        {
            Text.Refuse(problems, "input.credential.password",
                $"must have {PasswordHashing.MinCharacters} to {PasswordHashing.MaxCharacters} characters of well-formed Unicode.");
        }

        return problems;
    }

    public static List<IProblem> Of(SignInInput input)
    {
        var problems = new List<IProblem>();
        CheckEmail(problems, input.Email);
        Text.Check(problems, "input.device", input.Device, LongestDevice, 1);
        if (!PasswordHashing.IsAcceptable(input.Credential.Password))
        {
            // No account has such a password; said in the same words as for a wrong one, and without a run of Argon2id.
            problems.Add(new Refusal(ProblemCode.WrongCredential, "The address or the password is wrong.", "input.credential"));
        }

        return problems;
    }

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
