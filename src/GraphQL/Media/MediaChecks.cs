using System.Buffers;
using System.Security.Cryptography;
using Diary.Domain.Accounts;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using Refusal = Diary.GraphQL.Problems.Refusal;

namespace Diary.GraphQL.Media;

/// <summary>The shape of what is announced.</summary>
internal static class MediaChecks
{
    private const int LongestType = 127; // RFC 6838
    private const int LongestName = 255;
    private const int MostMetadata = 4096;

    // RFC 9110, "Tokens"
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>What is wrong with it, and its id.</summary>
    public static (Guid Id, List<IProblem> Problems) Check(Tier tier, BeginUploadInput input)
    {
        var problems = new List<IProblem>();
        if (!GlobalId.TryParse(input.Id, out var id))
        {
            Text.Refuse(problems, "input.id", "must be a UUID.");
        }

        if (!IsType(input.ContentType))
        {
            Text.Refuse(problems, "input.contentType", "must be a type and a subtype, such as image/jpeg.");
        }

        CheckName(problems, tier, input.FileName);
        CheckMetadata(problems, tier, input.EncryptedMetadata);
        if (input.SizeBytes is < 1 or > MediaLayout.MostBytes)
        {
            Text.Refuse(problems, "input.sizeBytes", $"must be from 1 to {MediaLayout.MostBytes}.");
        }

        if (input.Sha256.Length != SHA256.HashSizeInBytes)
        {
            Text.Refuse(problems, "input.sha256", "must have 32 bytes.");
        }

        if (input.PartSha256 is { } hashes && (hashes.Count != MediaLayout.CountOf(Math.Clamp(input.SizeBytes, 1, MediaLayout.MostBytes))
            || hashes.Any(h => h.Length != SHA256.HashSizeInBytes)))
        {
            Text.Refuse(problems, "input.partSha256", $"must have 32 bytes for each part of {MediaLayout.PartSize} bytes.");
        }

        return (id, problems);
    }

    private static void CheckName(List<IProblem> problems, Tier tier, string? name)
    {
        const string field = "input.fileName";
        if (name is not null && tier == Tier.E2E)
        {
            problems.Add(new Refusal(
                ProblemCode.TierMismatch, "The account is E2E: seal the name into encryptedMetadata.", field));
            return;
        }

        var found = problems.Count;
        Text.Check(problems, field, name, LongestName, 1);
        if (name is not null && problems.Count == found && (name is "." or ".." || name.Any(c => c is '/' or '\\' || char.IsControl(c))))
        {
            Text.Refuse(problems, field, "must be a name alone: no path and no control characters.");
        }
    }

    private static void CheckMetadata(List<IProblem> problems, Tier tier, byte[]? metadata)
    {
        const string field = "input.encryptedMetadata";
        if (metadata is not null && tier == Tier.Uce)
        {
            problems.Add(new Refusal(
                ProblemCode.TierMismatch, "The account is UCE: give fileName, which the server seals.", field));
        }
        else if (metadata?.Length > MostMetadata)
        {
            Text.Refuse(problems, field, $"may have {MostMetadata} bytes.");
        }
    }

    /// <summary>Whether it is a type and a subtype.</summary>
    internal static bool IsType(string type) =>
        type.Length <= LongestType && type.Split('/') is [{ Length: > 0 } first, { Length: > 0 } second]
        && !first.AsSpan().ContainsAnyExcept(TokenCharacters) && !second.AsSpan().ContainsAnyExcept(TokenCharacters);
}
