namespace Diary.Cryptography;

/// <summary>What can be told of a sealed file without its key.</summary>
public static class MediaHeader
{
    /// <summary>The bytes of the header, commitment and all.</summary>
    public const int Length = EnvelopeHeader.Length;

    /// <summary>Whether a file has the form that a client of an E2E account seals to (sealed-formats, "Media").</summary>
    /// <param name="head">Its first bytes, at least <see cref="Length"/> of them.</param>
    /// <param name="accountId">Whose it must be.</param>
    /// <param name="mediaId">Which it must be.</param>
    /// <param name="length">The bytes of the whole file.</param>
    public static bool HasForm(ReadOnlySpan<byte> head, Guid accountId, Guid mediaId, long length)
    {
        var body = length - Length;
        if (head.Length < Length || body < Aead.TagSize || body % MediaChunks.SealedSize is > 0 and < Aead.TagSize)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[Length];
        new EnvelopeHeader(EnvelopeSuite.Client, new EnvelopeContext(accountId, mediaId, MediaChunks.Version)).WriteTo(expected);
        return head.StartsWith(expected[..EnvelopeHeader.ContextLength]);
    }
}
