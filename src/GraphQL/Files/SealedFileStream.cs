using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Integrations.BlobStorage;
using Diary.Projections.Accounts;

namespace Diary.GraphQL.Files;

/// <summary>A file that is being written, sealed on its way. Disposed without a commit, nothing of it remains.</summary>
public sealed class SealedFileStream : Stream
{
    private readonly Func<FileFacts, byte[], CancellationToken, Task<FileFacts>> _keep;
    private readonly byte[] _key = GC.AllocateUninitializedArray<byte>(SymmetricKey.Size, pinned: true);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly BlobWriter _blob;
    private readonly MediaSealingStream _sealer;
    private readonly FilePurpose _purpose;
    private readonly FileProtection _protection;
    private long _length;

    internal SealedFileStream(BlobWriter blob, AccountRow account, Guid id, FilePurpose purpose, FileProtection protection,
        Func<FileFacts, byte[], CancellationToken, Task<FileFacts>> keep)
    {
        (_blob, _purpose, _protection, _keep) = (blob, purpose, protection, keep);
        RandomNumberGenerator.Fill(_key);
        using var key = SymmetricKey.Import(_key);
        _sealer = new MediaSealingStream(blob.Stream, account.Id.Value, id, key);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>The bytes that were written.</summary>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>The hash of what was written.</summary>
    public byte[] Sha256() => _hash.GetCurrentHash();

    /// <summary>Makes it a file, which survives a crash from here on.</summary>
    public async Task<FileFacts> Commit(CancellationToken cancellation)
    {
        _sealer.Complete();
        await _blob.Commit(cancellation);
        return await _keep(new FileFacts(_purpose, _protection, _length, Sha256(), default), _key, cancellation);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        _sealer.Write(buffer);
        _length += buffer.Length;
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

    /// <inheritdoc/>
    public override void Flush()
    {
        // the commit does
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _sealer.Dispose();
        _blob.Dispose();
        _hash.Dispose();
        CryptographicOperations.ZeroMemory(_key);
        base.Dispose(disposing);
    }
}
