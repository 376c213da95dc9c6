using System.Security.Cryptography;
using Sodium;

namespace Diary.Cryptography;

/// <summary>
/// A signing key of Ed25519 (RFC 8032): a seed of 32 random bytes, in memory that the garbage collector does not move and that is zeroed on
/// <see cref="Dispose"/>. Signing is deterministic: one message has one signature. Safe for use from many threads.
/// </summary>
public sealed class Ed25519PrivateKey : IDisposable
{
    /// <summary>The length of the seed in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] seed = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private readonly Lock gate = new();
    private bool disposed;

    private Ed25519PrivateKey(ReadOnlySpan<byte> source)
    {
        source.CopyTo(seed);
        using var pair = PublicKeyAuth.GenerateKeyPair(seed);
        PublicKey = new Ed25519PublicKey(pair.PublicKey);
    }

    /// <summary>What verifies.</summary>
    public Ed25519PublicKey PublicKey { get; }

    /// <summary>Copies a seed of 32 bytes in. The caller zeroes its own.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static Ed25519PrivateKey Import(ReadOnlySpan<byte> source) =>
        source.Length == Size ? new Ed25519PrivateKey(source) : throw new ArgumentException("A seed is 32 bytes.", nameof(source));

    /// <summary>The signature of a message: 64 bytes.</summary>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            using var pair = PublicKeyAuth.GenerateKeyPair(seed);
            return PublicKeyAuth.SignDetached(message.ToArray(), pair.PrivateKey);
        }
    }

    /// <summary>Zeroes the seed. Every later use throws.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>The type's name and nothing of the key.</summary>
    public override string ToString() => nameof(Ed25519PrivateKey);
}
