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
    /// Opens a file; null and never a reason where it is another's, of another id, under another key, or none.
    /// </summary>
    /// <param name="input">Seekable ciphertext; the reader's to dispose where this succeeds.</param>
    /// <param name="accountId">The owner.</param>
    /// <param name="mediaId">The file.</param>
    /// <param name="contentKey">The file's key.</param>
    /// <param name="cancellation">Ends the wait for the ciphertext.</param>
    public static async ValueTask<MediaOpeningStream?> Open(
        Stream input, Guid accountId, Guid mediaId, SymmetricKey contentKey, CancellationToken cancellation = default)
    {
        var header = new byte[EnvelopeHeader.Length];
        input.Position = 0;
        var body = input.Length - header.Length;
        if (body < Aead.TagSize
            || await input.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellation) < header.Length
            || header[1] is < (byte)EnvelopeSuite.Uce or > (byte)EnvelopeSuite.Server)
        {
            return null;
        }

        var count = (body + MediaChunks.SealedSize - 1) / MediaChunks.SealedSize;
        var length = body - (count * Aead.TagSize);
        var chunks = new MediaChunks((EnvelopeSuite)header[1], accountId, mediaId, contentKey);
        if (!CryptographicOperations.FixedTimeEquals(chunks.Header, header) || body % MediaChunks.SealedSize is > 0 and < Aead.TagSize)
        {
            chunks.Dispose();
            return null;
        }

        return new MediaOpeningStream(input, chunks, count, length);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var given = 0;
        while (given < buffer.Length && _position < Length)
        {
            if (Next() is { } chunk)
            {
                Open(chunk, _input.ReadAtLeast(_sealed.AsSpan(0, chunk.SealedSize), chunk.SealedSize, throwOnEndOfStream: false));
            }

            given += Give(buffer[given..]);
        }

        return given;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var given = 0;
        while (given < buffer.Length && _position < Length)
        {
            if (Next() is { } chunk)
            {
                Open(chunk, await _input.ReadAtLeastAsync(
                    _sealed.AsMemory(0, chunk.SealedSize), chunk.SealedSize, throwOnEndOfStream: false, cancellationToken));
            }

            given += Give(buffer.Span[given..]);
        }

        return given;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

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

    /// <summary>The chunk to be read next, the input at its beginning; null where it is open already.</summary>
    private Chunk? Next()
    {
        var index = _position / MediaChunks.PlainSize;
        if (_opened == index)
        {
            return null;
        }

        _opened = -1;
        _input.Position = EnvelopeHeader.Length + (index * MediaChunks.SealedSize);
        return new Chunk(index, index == _count - 1, SizeOf(index));
    }

    private void Open(Chunk chunk, int read)
    {
        if (read < chunk.SealedSize
            || !_chunks.TryOpen(chunk.Index, chunk.IsLast, _sealed.AsSpan(0, chunk.SealedSize), _plain.AsSpan(0, chunk.Size)))
        {
            throw new InvalidDataException("A sealed file is damaged.");
        }

        _opened = chunk.Index; // until another is
    }

    private int Give(Span<byte> buffer)
    {
        var offset = (int)(_position % MediaChunks.PlainSize);
        var taken = Math.Min(SizeOf(_opened) - offset, buffer.Length);
        _plain.AsSpan(offset, taken).CopyTo(buffer);
        _position += taken;
        return taken;
    }

    private int SizeOf(long index) => (int)Math.Min(Length - (index * MediaChunks.PlainSize), MediaChunks.PlainSize);

    private readonly record struct Chunk(long Index, bool IsLast, int Size)
    {
        public int SealedSize => Size + Aead.TagSize;
    }
}
