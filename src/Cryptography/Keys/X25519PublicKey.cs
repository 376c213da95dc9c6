using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Sodium;

namespace Diary.Cryptography;

// X25519: RFC 7748
// private key 32 bytes (clamped on use), public key 32 bytes (u-coordinate, little-endian), shared secret 32 bytes
// refused: the points of low order, whose shared secret is zero for everyone

/// <summary>A public key of X25519 (RFC 7748): 32 bytes, not of low order.</summary>
public sealed class X25519PublicKey : IEquatable<X25519PublicKey>
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] bytes;

    internal X25519PublicKey(byte[] bytes) => this.bytes = bytes;

    /// <summary>Takes 32 bytes from elsewhere. Another length, or a point of low order, gives <c>false</c>.</summary>
    public static bool TryImport(ReadOnlySpan<byte> source, [NotNullWhen(true)] out X25519PublicKey? key)
    {
        key = source.Length == Size && !IsLowOrder(source) ? new X25519PublicKey(source.ToArray()) : null;
        return key is not null;
    }

    /// <summary>The 32 bytes.</summary>
    public ReadOnlySpan<byte> AsSpan() => bytes;

    /// <inheritdoc/>
    public bool Equals(X25519PublicKey? other) => other is not null && bytes.AsSpan().SequenceEqual(other.bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as X25519PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    /// <summary>The bytes as lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(bytes);

    // Every clamped scalar is a multiple of the cofactor, so any scalar sends exactly the low-order points to zero.
    private static bool IsLowOrder(ReadOnlySpan<byte> point)
    {
        var product = ScalarMult.Mult(new byte[Size], point.ToArray());
        return CryptographicOperations.FixedTimeEquals(product, new byte[Size]);
    }
}
