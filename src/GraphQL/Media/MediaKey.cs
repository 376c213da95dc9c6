using System.Security.Cryptography;
using Diary.Cryptography;

namespace Diary.GraphQL.Media;

/// <summary>A file's key, which also goes into links; its bytes do not move, and are zeroed when it is disposed.</summary>
internal sealed class MediaKey : IDisposable
{
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(SymmetricKey.Size, pinned: true);

    private MediaKey(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes);
        Symmetric = SymmetricKey.Import(_bytes);
    }

    /// <summary>For sealing and opening.</summary>
    public SymmetricKey Symmetric { get; }

    /// <summary>32 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A fresh key.</summary>
    public static MediaKey Generate()
    {
        Span<byte> bytes = stackalloc byte[SymmetricKey.Size];
        RandomNumberGenerator.Fill(bytes);
        return Take(bytes);
    }

    /// <summary>A key whose bytes are zeroed where they were.</summary>
    public static MediaKey Take(Span<byte> bytes)
    {
        var key = new MediaKey(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    /// <summary>The same key, to be disposed by itself.</summary>
    public MediaKey Copy() => new(_bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        Symmetric.Dispose();
        CryptographicOperations.ZeroMemory(_bytes);
    }
}
