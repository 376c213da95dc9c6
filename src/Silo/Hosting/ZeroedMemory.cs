using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;

namespace Diary.Silo.Hosting;

/// <summary>Makes the pools that Kestrel reads requests into and writes answers from.</summary>
internal sealed class ZeroedMemoryFactory : IMemoryPoolFactory<byte>
{
    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new ZeroedMemory();
}

/// <summary>Buffers that are zeroed when they are given back: passwords, tokens and texts pass through them.</summary>
internal sealed class ZeroedMemory : MemoryPool<byte>
{
    private const int BlockSize = 4096; // what Kestrel's own pool gives
    private const int BlocksKept = 1024;

    private readonly ArrayPool<byte> _blocks = ArrayPool<byte>.Create(BlockSize, BlocksKept);

    /// <summary>Whatever is asked for: what a pool refuses is rented from one that zeroes nothing.</summary>
    public override int MaxBufferSize => Array.MaxLength;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) =>
        minBufferSize <= BlockSize ? new Buffer(_blocks.Rent(BlockSize), _blocks) : new Buffer(new byte[minBufferSize], null);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // the blocks go with the pool
    }

    private sealed class Buffer(byte[] array, ArrayPool<byte>? pool) : IMemoryOwner<byte>
    {
        private byte[]? _array = array;

        public Memory<byte> Memory => _array ?? throw new ObjectDisposedException(nameof(Buffer));

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _array, null) is { } array)
            {
                CryptographicOperations.ZeroMemory(array);
                pool?.Return(array);
            }
        }
    }
}
