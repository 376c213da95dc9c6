using System.Security.Cryptography;
using System.Text;

namespace Diary.Cryptography;

/// <summary>
/// A secret of 32 uniformly random bytes, in memory that the garbage collector does not move and that is zeroed on <see cref="Dispose"/>.
/// Safe for use from many threads. Operations of this library copy the bytes under a lock, so that a key disposed
/// meanwhile makes them throw and never makes them run with zeros.
/// </summary>
public sealed class SymmetricKey : IDisposable
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private readonly Lock gate = new();
    private bool disposed;

    private SymmetricKey() { }

    /// <summary>A fresh key from the system's random generator.</summary>
    public static SymmetricKey Generate()
    {
        var key = new SymmetricKey();
        RandomNumberGenerator.Fill(key.bytes);
        return key;
    }

    /// <summary>Copies 32 bytes in. The caller zeroes its own.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static SymmetricKey Import(ReadOnlySpan<byte> source)
    {
        if (source.Length != Size)
        {
            throw new ArgumentException("A key is 32 bytes.", nameof(source));
        }

        var key = new SymmetricKey();
        source.CopyTo(key.bytes);
        return key;
    }

    /// <summary>HKDF(this key, label, 32): RFC 5869 with SHA-256, without a salt. One label, one purpose.</summary>
    /// <param name="label">ASCII, at least one character.</param>
    /// <exception cref="ArgumentException">The label is empty or not ASCII.</exception>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    public SymmetricKey Derive(string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        if (!Ascii.IsValid(label))
        {
            throw new ArgumentException("A label is ASCII.", nameof(label));
        }

        using var copy = new Scratch(stackalloc byte[Size]);
        CopyTo(copy.Bytes);
        return Derive(copy.Bytes, Encoding.ASCII.GetBytes(label));
    }

    /// <summary>The raw 32 bytes, for callers that must hand them on. Not a copy: zeros after <see cref="Dispose"/>, so keep the key alive while using it.</summary>
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
    public override string ToString() => nameof(SymmetricKey);

    internal static SymmetricKey Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> info, ReadOnlySpan<byte> salt = default)
    {
        var key = new SymmetricKey();
        Hkdf.Derive(secret, info, key.bytes, salt);
        return key;
    }

    internal void CopyTo(Span<byte> destination)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            bytes.CopyTo(destination);
        }
    }
}
