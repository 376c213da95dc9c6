namespace Diary.GraphQL.Media;

/// <summary>
/// A file from any place on, joined from its parts: one of them is open at a time, and of the others nothing is read.
/// </summary>
/// <param name="parts">The lengths of the parts in their order.</param>
/// <param name="open">Opens a part by its place in the list; null where it is not there.</param>
internal sealed class MediaStream(IReadOnlyList<long> parts, Func<int, CancellationToken, Task<Stream?>> open) : Stream
{
    private Stream? _part;
    private int _index = -1;
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length { get; } = parts.Sum();

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <inheritdoc/>
    /// <exception cref="MediaPartMissingException">A part is not there, or not what was stored.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        var (index, offset) = (0, _position);
        for (; offset >= parts[index]; index++)
        {
            offset -= parts[index];
        }

        if (index != _index)
        {
            await ClosePart();
            _part = await open(index, cancellationToken) ?? throw new MediaPartMissingException(index + 1);
            _index = index;
        }

        _part!.Position = offset;
        var most = (int)Math.Min(buffer.Length, parts[index] - offset);
        try
        {
            var read = await _part.ReadAsync(buffer[..most], cancellationToken);
            _position += read;
            return read > 0 ? read : throw new MediaPartMissingException(index + 1);
        }
        catch (InvalidDataException)
        {
            throw new MediaPartMissingException(index + 1);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
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
    public override async ValueTask DisposeAsync()
    {
        await ClosePart();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _part?.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask ClosePart()
    {
        _index = -1;
        if (_part is not null)
        {
            await _part.DisposeAsync();
            _part = null;
        }
    }
}

/// <summary>A part of a file is not in the store of blobs, or not as it was put there.</summary>
internal sealed class MediaPartMissingException(int number) : IOException("A part of a file is missing or damaged.")
{
    /// <summary>Which, from 1.</summary>
    public int Number => number;
}
