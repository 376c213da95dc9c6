using System.Security.Cryptography;

namespace Diary.Cryptography;

/// <summary>
/// What is stored of a secret that is presented at sign-in: its SHA-256. Enough, because the secret is 32 bytes that already
/// came out of Argon2id or from 128 random bits: there is nothing left to guess.
/// </summary>
public static class StoredVerifier
{
    /// <summary>The length in bytes.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>SHA-256 of the presented secret.</summary>
    public static byte[] Of(SymmetricKey presented)
    {
        using var copy = new Scratch(stackalloc byte[SymmetricKey.Size]);
        presented.CopyTo(copy.Bytes);
        return SHA256.HashData(copy.Bytes);
    }

    /// <summary>Compares in fixed time. Bytes of another length do not match.</summary>
    public static bool Matches(SymmetricKey presented, ReadOnlySpan<byte> stored) =>
        CryptographicOperations.FixedTimeEquals(Of(presented), stored);
}
