using System.Security.Cryptography;

namespace Diary.Cryptography;

// HKDF-SHA-256: RFC 5869, extract and expand
// key (IKM): any length; salt: any, none counts as 32 zero bytes; info: any; output: 1 to 8160 bytes (255 blocks of 32)

/// <summary>HKDF(key, info, n) of the contract: RFC 5869 with SHA-256, without a salt unless one is named.</summary>
internal static class Hkdf
{
    public static void Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> info, Span<byte> output, ReadOnlySpan<byte> salt = default) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, output, salt, info);
}
