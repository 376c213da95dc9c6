namespace Diary.Imaging;

/// <summary>
/// What a file is by its first bytes (the "magic numbers" that its format begins with), and whether that agrees with what it is said to be.
/// </summary>
public static class ContentTypes
{
    /// <summary>How many bytes of a file's beginning are enough, where it has that many.</summary>
    public const int HeadSize = 512;

    /// <summary>Agrees with everything: nothing is said of the file.</summary>
    private const string Unknown = "application/octet-stream";

    // Formats that always begin with the same bytes: what does not is none of them.
    private static readonly string[] Marked =
    [
        "image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic", "image/heif", "image/bmp", "image/tiff",
        "application/pdf", "application/zip", "video/mp4", "video/webm", "video/quicktime", "audio/flac", "audio/ogg", "audio/wav",
    ];

    /// <summary>
    /// Whether a file may be what it is said to be. What cannot be told agrees: only formats with a mark of their own are known.
    /// </summary>
    /// <param name="claimed">type/subtype, without parameters.</param>
    /// <param name="head">The file's first bytes, <see cref="HeadSize"/> of them or all.</param>
    /// <param name="found">What the file is instead; null where that is not known.</param>
    public static bool Agree(string claimed, ReadOnlySpan<byte> head, out string? found)
    {
        var claim = claimed.ToLowerInvariant();
        found = Signatures.Find(head) is { } signature ? signature.Type : null;
        return claim == Unknown || (Signatures.Find(head) is { } known
            ? known.Claims.Any(c => c.EndsWith('*') ? claim.StartsWith(c[..^1], StringComparison.Ordinal) : claim == c)
            : !Marked.Contains(claim, StringComparer.Ordinal)
                && (!claim.StartsWith("text/", StringComparison.Ordinal) || !head.Contains((byte)0)));
    }

    /// <summary>What a file is; null where it has no mark that is known.</summary>
    public static string? Of(ReadOnlySpan<byte> head) => Signatures.Find(head)?.Type;
}
