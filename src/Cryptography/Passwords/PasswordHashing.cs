using System.Security.Cryptography;
using System.Text;
using Sodium;

namespace Diary.Cryptography;

// Argon2id, version 1.3: RFC 9106, by libsodium
// password: NFKC, UTF-8; salt 16 bytes; 64 MiB, 3 passes, 1 lane; output A 64 bytes
// authentication half = HKDF(A, prefix | ".auth", 32), wrapping half = HKDF(A, prefix | ".wrap", 32); prefix "diary.v1.uce"
// Units: RFC 9106 counts memory in KiB, libsodium in bytes. About 90 ms and 64 MiB (outside the managed heap) a run.

/// <summary>Turns a password into the two keys that it stands for. One run takes a core for a while: callers bound how many run at once.</summary>
public static class PasswordHashing
{
    /// <summary>The label prefix of the UCE tier.</summary>
    public const string UceLabelPrefix = "diary.v1.uce";

    /// <summary>The label prefix of the E2E tier, whose runs are on clients.</summary>
    public const string E2eLabelPrefix = "diary.v1.e2e";

    /// <summary>The fewest characters (Unicode scalar values, after NFKC) of a password.</summary>
    public const int MinCharacters = 12;

    /// <summary>The most characters (Unicode scalar values, after NFKC) of a password.</summary>
    public const int MaxCharacters = 256;

    private const int OutputSize = 64;

    /// <summary>Whether a password may be set: well-formed text of 12 to 256 characters after NFKC.</summary>
    public static bool IsAcceptable(ReadOnlySpan<char> password) =>
        PasswordText.CountCharacters(password) is >= MinCharacters and <= MaxCharacters;

    /// <summary>One run of Argon2id and both halves of what it gives.</summary>
    /// <param name="password">Normalised here; its length is the caller's to check.</param>
    /// <param name="parameters">Those stored beside the verifier, or fresh ones.</param>
    /// <param name="labelPrefix"><see cref="UceLabelPrefix"/>; ASCII.</param>
    /// <exception cref="ArgumentException">The password is ill-formed UTF-16 or longer than 4,096 units, or the parameters cannot be run.</exception>
    public static PasswordKeys DeriveKeys(
        ReadOnlySpan<char> password, Argon2idParameters parameters, string labelPrefix = UceLabelPrefix)
    {
        if (!parameters.IsRunnable)
        {
            throw new ArgumentException("Salt, memory, passes or lanes are out of bounds.", nameof(parameters));
        }

        var utf8 = PasswordText.ToUtf8(password);
        var hash = Array.Empty<byte>();
        try
        {
            hash = Hash(utf8, parameters, OutputSize);
            return new PasswordKeys(Half(hash, labelPrefix + ".auth"), Half(hash, labelPrefix + ".wrap"));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(utf8);
            CryptographicOperations.ZeroMemory(hash);
        }
    }

    internal static byte[] Hash(byte[] password, Argon2idParameters parameters, int length) =>
        PasswordHash.ArgonHashBinary(
            password,
            parameters.Salt,
            parameters.Iterations,
            parameters.MemoryKiB * 1024,
            length,
            PasswordHash.ArgonAlgorithm.Argon_2ID13);

    private static SymmetricKey Half(ReadOnlySpan<byte> hash, string label) =>
        SymmetricKey.Derive(hash, Encoding.ASCII.GetBytes(label));
}
