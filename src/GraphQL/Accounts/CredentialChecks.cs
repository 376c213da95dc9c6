using System.Globalization;
using Diary.Cryptography;
using Diary.GraphQL.Problems;

namespace Diary.GraphQL.Accounts;

/// <summary>The shape of what proves who someone is.</summary>
internal static class CredentialChecks
{
    /// <summary>How many recovery codes an account gets.</summary>
    public const int RecoveryCodes = 10;

    private const int KeySize = SymmetricKey.Size;

    /// <summary>What is said of every wrong credential, whatever is wrong with it.</summary>
    public static Refusal Wrong(string field = "input.credential") =>
        new(ProblemCode.WrongCredential, "The address or the password is wrong.", field);

    /// <summary>The same of a recovery code.</summary>
    public static Refusal WrongCode(string field) =>
        new(ProblemCode.WrongCredential, "The address or the recovery code is wrong.", field);

    /// <summary>Of a credential that should be an account's already.</summary>
    public static void Present(List<IProblem> problems, string field, CredentialInput credential, Tier? tier = null)
    {
        if (tier is { } known && !Fits(problems, field, credential, known))
        {
            return;
        }

        if (credential.AuthKey is { } key)
        {
            CheckSize(problems, $"{field}.authKey.key", key.Key, KeySize);
            CheckKdf(problems, $"{field}.authKey.kdf", key.Kdf);
        }
        else if (!PasswordHashing.IsAcceptable(credential.Password))
        {
            // No account has such a password; said in the same words as for a wrong one, and without a run of Argon2id.
            problems.Add(Wrong(field));
        }
    }

    /// <summary>Of a credential that is set for an account of the tier.</summary>
    /// <param name="problems">Where to.</param>
    /// <param name="field">Where it stands.</param>
    /// <param name="credential">What is set.</param>
    /// <param name="tier">Of the account.</param>
    /// <param name="email">The account's address, which no password should be made of.</param>
    public static void Set(List<IProblem> problems, string field, CredentialInput credential, Tier tier, string email)
    {
        if (!Fits(problems, field, credential, tier))
        {
            return;
        }

        if (credential.AuthKey is { } key)
        {
            CheckSize(problems, $"{field}.authKey.key", key.Key, KeySize);
            CheckKdf(problems, $"{field}.authKey.kdf", key.Kdf, required: true);
        }
        else if (!PasswordHashing.IsAcceptable(credential.Password))
        {
            Text.Refuse(problems, $"{field}.password",
                $"must have {PasswordHashing.MinCharacters} to {PasswordHashing.MaxCharacters} characters of well-formed Unicode.");
        }
        else if (PasswordStrength.WeaknessOf(credential.Password!, email) is { } weakness)
        {
            Text.Refuse(problems, $"{field}.password", weakness);
        }
    }

    /// <summary>Of the keys that an E2E account begins with.</summary>
    public static void Keys(List<IProblem> problems, string field, E2EKeysInput keys)
    {
        if (!X25519PublicKey.TryImport(keys.PublicKey, out _))
        {
            Text.Refuse(problems, $"{field}.publicKey", "must be an X25519 public key: 32 bytes, not of low order.");
        }

        Bundle(problems, $"{field}.keyBundle", keys.KeyBundle);
        Codes(problems, $"{field}.recoveryCodes", keys.RecoveryCodes);
    }

    /// <summary>Of a private key that a client wrapped; null is none.</summary>
    public static void Bundle(List<IProblem> problems, string field, byte[]? bundle)
    {
        if (bundle is not null && !KeyBundle.HasForm(bundle))
        {
            Text.Refuse(problems, field, string.Create(CultureInfo.InvariantCulture,
                $"must be a key bundle: {KeyBundle.Size} bytes, of which the first is 1."));
        }
    }

    /// <summary>Of the recovery codes that an E2E client made.</summary>
    public static void Codes(List<IProblem> problems, string field, IReadOnlyList<RecoveryCodeInput> codes)
    {
        if (codes.Count != RecoveryCodes)
        {
            Text.Refuse(problems, field, string.Create(CultureInfo.InvariantCulture, $"must be {RecoveryCodes} codes."));
            return;
        }

        for (var i = 0; i < codes.Count; i++)
        {
            var code = string.Create(CultureInfo.InvariantCulture, $"{field}.{i}");
            Verifier(problems, $"{code}.verifier", codes[i].Verifier);
            Bundle(problems, $"{code}.keyBundle", codes[i].KeyBundle);
        }

        if (codes.Select(c => Convert.ToHexString(c.Verifier)).Distinct(StringComparer.Ordinal).Count() < codes.Count)
        {
            Text.Refuse(problems, field, "must be different codes.");
        }
    }

    /// <summary>Of a recovery code's verifier.</summary>
    public static void Verifier(List<IProblem> problems, string field, byte[] verifier) => CheckSize(problems, field, verifier, KeySize);

    /// <summary>Adds a TIER_MISMATCH problem.</summary>
    public static void Mismatch(List<IProblem> problems, string field, string why) =>
        problems.Add(new Refusal(ProblemCode.TierMismatch, $"{field} {why}", field));

    private static bool Fits(List<IProblem> problems, string field, CredentialInput credential, Tier tier)
    {
        switch (tier)
        {
            case Tier.Uce when credential.AuthKey is not null:
                Mismatch(problems, $"{field}.authKey", "belongs to the E2E tier: a UCE account has a password.");
                return false;
            case Tier.E2E when credential.AuthKey is null:
                Mismatch(problems, $"{field}.password", "must never reach the server in the E2E tier: send an authKey.");
                return false;
            default:
                return true;
        }
    }

    private static void CheckKdf(List<IProblem> problems, string field, KdfInput? kdf, bool required = false)
    {
        if (kdf is null)
        {
            if (required)
            {
                Text.Refuse(problems, field, "must say how the key was derived.");
            }

            return;
        }

        CheckSize(problems, $"{field}.salt", kdf.Salt, Argon2idParameters.SaltSize);
        Between(problems, $"{field}.memoryKiB", kdf.MemoryKiB, Argon2idParameters.MinMemoryKiB, Argon2idParameters.MaxMemoryKiB);
        Between(problems, $"{field}.iterations", kdf.Iterations, Argon2idParameters.MinIterations, Argon2idParameters.MaxIterations);
        Between(problems, $"{field}.parallelism", kdf.Parallelism, 1, 1);
    }

    private static void CheckSize(List<IProblem> problems, string field, byte[] bytes, int size)
    {
        if (bytes.Length != size)
        {
            Text.Refuse(problems, field, string.Create(CultureInfo.InvariantCulture, $"must be {size} bytes."));
        }
    }

    private static void Between(List<IProblem> problems, string field, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            Text.Refuse(problems, field, least == most
                ? string.Create(CultureInfo.InvariantCulture, $"must be {least}.")
                : string.Create(CultureInfo.InvariantCulture, $"must be {least} to {most}."));
        }
    }
}
