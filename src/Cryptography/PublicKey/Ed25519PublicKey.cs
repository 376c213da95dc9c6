using System.Diagnostics.CodeAnalysis;
using Sodium;

namespace Diary.Cryptography;

/// <summary>A public key of Ed25519 (RFC 8032): 32 bytes that anyone may know.</summary>
public sealed class Ed25519PublicKey
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 32;

    /// <summary>The length of a signature in bytes.</summary>
    public const int SignatureSize = 64;

    private readonly byte[] bytes;

    internal Ed25519PublicKey(ReadOnlySpan<byte> source) => bytes = source.ToArray();

    /// <summary>The raw 32 bytes.</summary>
    public ReadOnlySpan<byte> AsSpan() => bytes;

    /// <summary>Takes 32 bytes, or <c>false</c> where they are more or fewer. That they are a point shows when they verify.</summary>
    public static bool TryImport(ReadOnlySpan<byte> source, [NotNullWhen(true)] out Ed25519PublicKey? key)
    {
        key = source.Length == Size ? new Ed25519PublicKey(source) : null;
        return key is not null;
    }

    /// <summary>Whether a message was signed by this key's owner; <c>false</c> for whatever is wrong, without a reason.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureSize && PublicKeyAuth.VerifyDetached(signature.ToArray(), message.ToArray(), bytes);
}
