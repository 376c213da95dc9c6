using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Diary.Cryptography;

/// <summary>
/// The plaintext of a sealed file, from any place on: only the chunks that are read are opened, each before a byte of it is given out. A
/// file that is cut off, or whose chunks stand elsewhere, is an <see cref="InvalidDataException"/> where that is met.
/// </summary>
public sealed class MediaOpeningStream : Stream
{
    private readonly Stream _input;
    private readonly MediaChunks _chunks;
    private readonly byte[] _plain = GC.AllocateUninitializedArray<byte>(MediaChunks.PlainSize, pinned: true);
    private readonly byte[] _sealed = new byte[MediaChunks.SealedSize];
    private readonly long _count;
    private long _opened = -1;
    private long _position;

    private MediaOpeningStream(Stream input, MediaChunks chunks, long count, long length) =>
        (_input, _chunks, _count, Length) = (input, chunks, count, length);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>The bytes of the plaintext.</summary>
    public override long Length { get; }

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>
    /// Opens a file; <c>false</c> and never a reason where it is another's, of another id, under another key, or none.
    /// </summary>
    /// <param name="input">Seekable ciphertext; the reader's to dispose where this succeeds.</param>
    /// <param name="accountId">The owner.</param>
    /// <param name="mediaId">The file.</param>
    /// <param name="contentKey">The file's key.</param>
    /// <param name="reader">The plaintext.</param>
    public static bool TryOpen(
        Stream input, Guid accountId, Guid mediaId, SymmetricKey contentKey, [NotNullWhen(true)] out MediaOpeningStream? reader)
    {
        reader = null;
        var header = new byte[EnvelopeHeader.Length];
        input.Position = 0;
        var body = input.Length - header.Length;
        if (body < Aead.TagSize || input.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
            || header[1] is < (byte)EnvelopeSuite.Uce or > (byte)EnvelopeSuite.Server)
        {
            return false;
        }

        var count = (body + MediaChunks.SealedSize - 1) / MediaChunks.SealedSize;
        var length = body - (count * Aead.TagSize);
        var chunks = new MediaChunks((EnvelopeSuite)header[1], accountId, mediaId, contentKey);
        if (!CryptographicOperations.FixedTimeEquals(chunks.Header, header) || body % MediaChunks.SealedSize is > 0 and < Aead.TagSize)
        {
            chunks.Dispose();
            return false;
        }

        reader = new MediaOpeningStream(input, chunks, count, length);
        return true;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var given = 0;
        while (given < buffer.Length && _position < Length)
        {
            var (index, offset) = (_position / MediaChunks.PlainSize, (int)(_position % MediaChunks.PlainSize));
            var size = Open(index);
            var taken = Math.Min(size - offset, buffer.Length - given);
            _plain.AsSpan(offset, taken).CopyTo(buffer[given..]);
            (given, _position) = (given + taken, _position + taken);
        }

        return given;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => Length,
        };
        return _position = position >= 0 ? position : throw new IOException("A place ahead of a file's beginning."); // as files do
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_plain);
        _chunks.Dispose();
        _input.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Opens a chunk, which stays open until another is; its bytes.</summary>
    private int Open(long index)
    {
        var isLast = index == _count - 1;
        var size = isLast ? (int)(Length - (index * MediaChunks.PlainSize)) : MediaChunks.PlainSize;
        if (_opened != index)
        {
            _opened = -1;
            _input.Position = EnvelopeHeader.Length + (index * MediaChunks.SealedSize);
            var chunk = _sealed.AsSpan(0, size + Aead.TagSize);
            if (_input.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) < chunk.Length
                || !_chunks.TryOpen(index, isLast, chunk, _plain.AsSpan(0, size)))
            {
                throw new InvalidDataException("A sealed file is damaged.");
            }

            _opened = index;
        }

        return size;
    }
}
