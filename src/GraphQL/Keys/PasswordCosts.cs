using Diary.Cryptography;

namespace Diary.GraphQL.Keys;

/// <summary>
/// What a run of Argon2id costs for passwords that are set from now on (UCE). Stored ones rise to it at their next sign-in.
/// </summary>
/// <param name="MemoryKiB">Memory in KiB: 65,536 (64 MiB) to 1,048,576.</param>
/// <param name="Iterations">Passes: 3 to 64.</param>
public sealed record PasswordCosts(
    int MemoryKiB = Argon2idParameters.MinMemoryKiB, int Iterations = Argon2idParameters.MinIterations)
{
    /// <summary>These costs beside a fresh salt.</summary>
    public Argon2idParameters WithFreshSalt() => Argon2idParameters.WithFreshSalt(MemoryKiB, Iterations);
}
