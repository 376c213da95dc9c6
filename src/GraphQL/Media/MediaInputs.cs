using System.ComponentModel;

namespace Diary.GraphQL.Media;

/// <summary>What is to be sent.</summary>
public sealed class BeginUploadInput
{
    /// <summary>A fresh id, by which a repetition is known.</summary>
    [Id]
    public string Id { get; set; } = "";

    /// <summary>type/subtype, at most 127 characters.</summary>
    public string ContentType { get; set; } = "";

    /// <summary>UCE: at most 255 characters, without a path.</summary>
    public string? FileName { get; set; }

    /// <summary>E2E: at most 4 KiB.</summary>
    public byte[]? EncryptedMetadata { get; set; }

    /// <summary>From 1 to 4 GiB.</summary>
    public long SizeBytes { get; set; }

    /// <summary>32 bytes.</summary>
    public byte[] Sha256 { get; set; } = [];

    /// <summary>E2E: 32 bytes for each part.</summary>
    [Description("E2E: the SHA-256 of each part, in their order. With them the parts of a large file may go straight to an object store.")]
    public IReadOnlyList<byte[]>? PartSha256 { get; set; }
}
