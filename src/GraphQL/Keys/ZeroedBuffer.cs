using System.Buffers;
using System.Security.Cryptography;

namespace Diary.GraphQL.Keys;

/// <summary>A buffer that grows, and zeroes each array that it has outgrown, and the last one when it is disposed.</summary>
/// <param name="size">How many bytes it begins with, at least one.</param>
internal sealed class ZeroedBuffer(int size) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = new byte[size];
    private int _length;

    /// <summary>What was written; not to be kept, since the next write or <see cref="Dispose"/> may zero it.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = _length + Math.Max(1, sizeHint);
        if (needed > _bytes.Length)
        {
            var outgrown = _bytes;
            _bytes = new byte[Math.Max(needed, 2 * outgrown.Length)];
            outgrown.AsSpan(0, _length).CopyTo(_bytes);
            CryptographicOperations.ZeroMemory(outgrown);
        }

        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        _length = 0;
    }
}
