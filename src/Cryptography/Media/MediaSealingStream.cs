using System.Security.Cryptography;

namespace Diary.Cryptography;

/// <summary>
/// Seals a file of any length as it is written: a stream in front of another, which gets ciphertext (sealed-formats, "Media"). What is
/// written is sealed only once <see cref="Complete"/> was called: without its last chunk nothing of it opens to the end.
/// </summary>
public sealed class MediaSealingStream : Stream
{
    private readonly Stream _output;
    private readonly MediaChunks _chunks;
    private readonly byte[] _plain = GC.AllocateUninitializedArray<byte>(MediaChunks.PlainSize, pinned: true);
    private readonly byte[] _sealed = new byte[MediaChunks.SealedSize];
    private int _length;
    private long _index;

    /// <summary>Begins a file.</summary>
    /// <param name="output">Where the ciphertext goes; stays the caller's.</param>
    /// <param name="accountId">The owner.</param>
    /// <param name="mediaId">The file.</param>
    /// <param name="contentKey">32 fresh random bytes, for this file alone.</param>
    /// <param name="suite">Who seals it.</param>
    public MediaSealingStream(
        Stream output, Guid accountId, Guid mediaId, SymmetricKey contentKey, EnvelopeSuite suite = EnvelopeSuite.Uce)
    {
        _output = output;
        _chunks = new MediaChunks(suite, accountId, mediaId, contentKey);
        output.Write(_chunks.Header);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_length == MediaChunks.PlainSize)
            {
                Put(isLast: false); // only now: the last chunk is another
            }

            var taken = Math.Min(buffer.Length, MediaChunks.PlainSize - _length);
            buffer[..taken].CopyTo(_plain.AsSpan(_length));
            _length += taken;
            buffer = buffer[taken..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes the last chunk. Nothing can be written behind it.</summary>
    public void Complete() => Put(isLast: true);

    /// <inheritdoc/>
    public override void Flush() => _output.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_plain);
        _chunks.Dispose();
        base.Dispose(disposing);
    }

    private void Put(bool isLast)
    {
        var chunk = _sealed.AsSpan(0, _length + Aead.TagSize);
        _chunks.Seal(_index++, isLast, _plain.AsSpan(0, _length), chunk);
        _output.Write(chunk);
        _length = 0;
    }
}
