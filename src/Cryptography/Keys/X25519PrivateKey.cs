using System.Security.Cryptography;
using System.Text;
using Sodium;

namespace Diary.Cryptography;

/// <summary>
/// A private key of X25519 (RFC 7748): 32 random bytes, in memory that the garbage collector does not move and that is zeroed on
/// <see cref="Dispose"/>. Safe for use from many threads.
/// </summary>
public sealed class X25519PrivateKey : IDisposable
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private readonly Lock gate = new();
    private bool disposed;

    private X25519PrivateKey(ReadOnlySpan<byte> source)
    {
        source.CopyTo(bytes);
        PublicKey = new X25519PublicKey(ScalarMult.Base(bytes));
    }

    /// <summary>The public half.</summary>
    public X25519PublicKey PublicKey { get; }

    /// <summary>A fresh pair from the system's random generator.</summary>
    public static X25519PrivateKey Generate()
    {
        using var seed = new Scratch(stackalloc byte[Size]);
        RandomNumberGenerator.Fill(seed.Bytes);
        return new X25519PrivateKey(seed.Bytes);
    }

    /// <summary>Copies 32 bytes in. The caller zeroes its own.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static X25519PrivateKey Import(ReadOnlySpan<byte> source) =>
        source.Length == Size ? new X25519PrivateKey(source) : throw new ArgumentException("A private key is 32 bytes.", nameof(source));

    /// <summary>HKDF(this key, label, 32): RFC 5869 with SHA-256, without a salt.</summary>
    /// <param name="label">ASCII, at least one character.</param>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    public SymmetricKey Derive(string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return SymmetricKey.Derive(bytes, Encoding.ASCII.GetBytes(label));
        }
    }

    /// <summary>The raw 32 bytes, to be wrapped. Not a copy: zeros after <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    public ReadOnlySpan<byte> AsSpan()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed), this);
        return bytes;
    }

    /// <summary>Zeroes the bytes. Every later use throws.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>The type's name and nothing of the key.</summary>
    public override string ToString() => nameof(X25519PrivateKey);

    /// <summary>The shared secret with a peer, or <c>false</c> for a point of low order (a secret of zeros, RFC 7748 section 6.1).</summary>
    internal bool TryAgree(ReadOnlySpan<byte> peer, Span<byte> sharedSecret)
    {
        byte[] product;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            product = ScalarMult.Mult(bytes, peer.ToArray());
        }

        product.CopyTo(sharedSecret);
        CryptographicOperations.ZeroMemory(product);
        return sharedSecret.ContainsAnyExcept((byte)0);
    }
}
