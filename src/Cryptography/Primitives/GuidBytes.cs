namespace Diary.Cryptography;

/// <summary>Ids as 16 bytes in the order of RFC 9562, section 4: big-endian, as they are printed.</summary>
internal static class GuidBytes
{
    public const int Size = 16;

    public static void WriteTo(this Guid id, Span<byte> destination)
    {
        if (!id.TryWriteBytes(destination, bigEndian: true, out _))
        {
            throw new ArgumentException("An id needs 16 bytes.", nameof(destination));
        }
    }

    public static Guid Read(ReadOnlySpan<byte> source) => new(source[..Size], bigEndian: true);
}
