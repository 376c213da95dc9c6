namespace Diary.Archives;

/// <summary>A photo or another file in an archive.</summary>
/// <param name="Key">What entries know it by: its id where it came from, or its place in the archive.</param>
/// <param name="ContentType">type/subtype, as the archive says.</param>
/// <param name="FileName">Its name; null where the archive has none.</param>
/// <param name="SizeBytes">Its bytes, as the archive says.</param>
/// <param name="Sha256">Their hash; null where the archive has none.</param>
public sealed record ArchivedFile(string Key, string ContentType, string? FileName, long SizeBytes, byte[]? Sha256)
{
    /// <summary>When it came into the diary; null where the archive does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>E2E: what the client sealed of it.</summary>
    public byte[]? EncryptedMetadata { get; init; }
}
