using System.Text.Json.Serialization;
using Diary.Imaging;

namespace Diary.GraphQL.Media;

/// <summary>What is known of a file beside its size.</summary>
/// <param name="ContentType">As its owner named it: type/subtype.</param>
/// <param name="FileName">UCE: as its owner named it.</param>
/// <param name="EncryptedMetadata">E2E: what the client sealed.</param>
/// <param name="Sha256">Of what its owner sent.</param>
/// <param name="Width">UCE images: in pixels, as it is shown; known once the thumbnail is made.</param>
/// <param name="Height">The same.</param>
/// <param name="NoThumbnail">UCE images: why there will be no thumbnail; null where there is one, or where none was tried yet.</param>
public sealed record MediaFacts(
    string ContentType, string? FileName, byte[]? EncryptedMetadata, byte[] Sha256, int? Width = null, int? Height = null,
    ThumbnailRefusal? NoThumbnail = null)
{
    /// <summary>Of a file whose key is destroyed.</summary>
    public static readonly MediaFacts None = new("application/octet-stream", null, null, []);
}

/// <summary>The form in which they are sealed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MediaFacts))]
internal sealed partial class MediaFactsJson : JsonSerializerContext;
