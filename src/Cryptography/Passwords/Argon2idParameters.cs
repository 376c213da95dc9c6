using System.Security.Cryptography;

namespace Diary.Cryptography;

/// <summary>What lies beside a stored verifier, so that the same password gives the same keys again.</summary>
/// <param name="Salt">16 random bytes.</param>
/// <param name="MemoryKiB">Memory in KiB (1,024 bytes): 8 to 1,048,576.</param>
/// <param name="Iterations">Passes: 3 (libsodium takes no fewer) to 64.</param>
/// <param name="Parallelism">Lanes: 1 (libsodium takes no other).</param>
public sealed record Argon2idParameters(byte[] Salt, int MemoryKiB, int Iterations, int Parallelism)
{
    /// <summary>The length of the salt in bytes.</summary>
    public const int SaltSize = 16;

    /// <summary>64 MiB: the default, and the least that an account may have.</summary>
    public const int MinMemoryKiB = 64 * 1024;

    /// <summary>3 passes: the default, and the least that an account may have.</summary>
    public const int MinIterations = 3;

    /// <summary>1 GiB: the most that this server runs.</summary>
    public const int MaxMemoryKiB = 1024 * 1024;

    /// <summary>64 passes: the most that this server runs.</summary>
    public const int MaxIterations = 64;

    /// <summary>Whether an account may have these: no less than 64 MiB and 3 passes, and nothing that this server cannot run.</summary>
    public bool IsAcceptable => IsRunnable && MemoryKiB >= MinMemoryKiB;

    internal bool IsRunnable =>
        Salt is { Length: SaltSize }
        && MemoryKiB is >= 8 and <= MaxMemoryKiB
        && Iterations is >= MinIterations and <= MaxIterations
        && Parallelism == 1;

    /// <summary>A fresh salt beside the given costs.</summary>
    public static Argon2idParameters WithFreshSalt(int memoryKiB = MinMemoryKiB, int iterations = MinIterations) =>
        new(RandomNumberGenerator.GetBytes(SaltSize), memoryKiB, iterations, Parallelism: 1);

    /// <summary>Whether the configured costs have risen above these, so that the next sign-in should store new ones.</summary>
    public bool IsWeakerThan(int memoryKiB, int iterations) => MemoryKiB < memoryKiB || Iterations < iterations;

    /// <summary>The costs; the salt only as its length.</summary>
    public override string ToString() => $"Argon2id, {MemoryKiB} KiB, {Iterations} passes, {Parallelism} lane, salt of {Salt.Length} bytes";
}
