using System.Security.Cryptography;

namespace Diary.Cryptography;

/// <summary>
/// Seals a file of any length as it is read: a stream over another, which holds the plaintext (sealed-formats, "Media"). Under the same key
/// the same file gives the same bytes.
/// </summary>
public sealed class SealingReadStream : Stream
{
    private readonly Stream _input;
    private readonly byte[] _plain = GC.AllocateUninitializedArray<byte>(MediaChunks.PlainSize, pinned: true);
    private readonly MemoryStream _sealed = new(); // what waits to be read
    private readonly MediaSealingStream _sealer;
    private bool _isWhole;

    /// <summary>Begins a file.</summary>
    /// <param name="input">The plaintext; disposed with this stream.</param>
    /// <param name="accountId">The owner.</param>
    /// <param name="mediaId">The file.</param>
    /// <param name="contentKey">32 random bytes, for this file alone.</param>
    /// <param name="suite">Who seals it.</param>
    public SealingReadStream(Stream input, Guid accountId, Guid mediaId, SymmetricKey contentKey, EnvelopeSuite suite)
    {
        _input = input;
        _sealer = new MediaSealingStream(_sealed, accountId, mediaId, contentKey, suite);
        _sealed.Position = 0;
    }

    /// <summary>How many bytes a plaintext has once it is sealed.</summary>
    public static long LengthOf(long plainLength) => MediaHeader.Length + plainLength
        + (Math.Max(1, (plainLength + MediaChunks.PlainSize - 1) / MediaChunks.PlainSize) * Aead.TagSize);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_sealed.Position == _sealed.Length && !_isWhole)
        {
            _sealed.SetLength(0);
            var read = await _input.ReadAsync(_plain, cancellationToken);
            _isWhole = read == 0;
            if (_isWhole)
            {
                _sealer.Complete();
            }
            else
            {
                _sealer.Write(_plain.AsSpan(0, read));
            }

            _sealed.Position = 0;
        }

        return _sealed.Read(buffer.Span);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_plain);
        _sealer.Dispose();
        _input.Dispose();
        _sealed.Dispose();
        base.Dispose(disposing);
    }
}
