using System.Globalization;
using Amazon.S3.Model;

namespace Diary.Integrations.BlobStorage;

/// <summary>
/// A blob from any place on, fetched by ranges that grow while they are read on end: whoever looks at one place fetches little, and whoever
/// reads it all asks seldom. A range that breaks off is asked for again from there.
/// </summary>
internal sealed class S3ReadStream(S3BlobStore store, BlobKey key) : Stream
{
    private const long FirstRange = 1024 * 1024;
    private const long LargestRange = 256 * 1024 * 1024;
    private const int Growth = 8;
    private const int Skipped = 64 * 1024; // cheaper read than asked for anew
    private const int Attempts = 4;

    private GetObjectResponse? _response;
    private string? _tag;
    private long _length;
    private long _position;
    private long _at; // where the response goes on
    private long _end; // and where it ends
    private long _range = FirstRange;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <summary>False where there is no such blob.</summary>
    public async Task<bool> Open(CancellationToken cancellation)
    {
        if (await store.Beginning(key, FirstRange, cancellation) is not { } beginning)
        {
            return false;
        }

        (_response, _length) = (beginning.Response, beginning.Length);
        (_tag, _end) = (_response?.ETag, Math.Min(FirstRange, _length));
        return true;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= _length || buffer.IsEmpty)
        {
            return 0;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                patience.CancelAfter(store.Patience);
                await Reach(patience.Token);
                var most = (int)Math.Min(buffer.Length, _end - _at);
                var read = await _response!.ResponseStream.ReadAsync(buffer[..most], patience.Token);
                if (read == 0)
                {
                    throw new EndOfStreamException("A range broke off.");
                }

                _position = _at += read;
                return read;
            }
            catch (Exception e) when (e is not InvalidDataException && S3BlobStore.IsAway(e, cancellationToken))
            {
                Drop();
                if (attempt == Attempts)
                {
                    throw e as BlobStoreUnavailableException ?? new BlobStoreUnavailableException(e);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    /// <remarks>Holds its thread: for jobs that walk through archives, never for requests.</remarks>
    public override int Read(byte[] buffer, int offset, int count) =>
#pragma warning disable VSTHRD002 // the archive formats read this way only
        Task.Run(() => ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask()).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => _length,
    };

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
        Drop();
        base.Dispose(disposing);
    }

    /// <summary>Brings the response to the position.</summary>
    private async Task Reach(CancellationToken cancellation)
    {
        if (_response is not null && _position > _at && _position < _end && _position - _at <= Skipped)
        {
            var skipped = new byte[_position - _at];
            await _response.ResponseStream.ReadExactlyAsync(skipped, cancellation);
            _at = _position;
        }

        if (_response is not null && _position == _at && _at < _end)
        {
            return;
        }

        _range = _response is not null && _position == _end ? Math.Min(_range * Growth, LargestRange) : FirstRange;
        Drop();
        var last = Math.Min(_position + _range, _length) - 1;
        var response = await store.Range(key, _position, last, _tag, cancellation)
            ?? throw new InvalidDataException("The blob is gone.");
        if (response.ContentLength != last - _position + 1)
        {
            response.Dispose();
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The blob has no {last + 1} bytes."));
        }

        (_response, _tag, _at, _end) = (response, response.ETag, _position, last + 1);
    }

    private void Drop()
    {
        _response?.Dispose();
        _response = null;
    }
}
