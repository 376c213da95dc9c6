using System.Security.Cryptography;

namespace Diary.Cryptography;

/// <summary>Working memory for secrets, on the caller's stack: zeroed when the scope ends, whichever way it ends.</summary>
internal readonly ref struct Scratch(Span<byte> bytes)
{
    public Span<byte> Bytes { get; } = bytes;

    public void Dispose() => CryptographicOperations.ZeroMemory(Bytes);
}
