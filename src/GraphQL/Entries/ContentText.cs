using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Diary.Archives;
using Diary.GraphQL.Keys;

namespace Diary.GraphQL.Entries;

/// <summary>The plain text of one content, as it is sealed: UTF-8 JSON, absent where null (sealed-formats, "Envelope").</summary>
public sealed record ContentText(
    string? Title, string Body, string? Mood, Location? Location, Weather? Weather, IReadOnlyList<string>? Tags)
{
    // Letters stay letters: the default escapes whatever is not Latin, which would triple it. What is sealed is never inside HTML.
    private static readonly ContentJson Json =
        new(new JsonSerializerOptions(ContentJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The bytes to seal; the same for the same content, always.</summary>
    public byte[] Encode() => PlainJson.Encode(this, Json.ContentText, Json.Options.Encoder);

    /// <summary>How many bytes <see cref="Encode"/> makes.</summary>
    public int EncodedLength()
    {
        var encoded = Encode();
        CryptographicOperations.ZeroMemory(encoded);
        return encoded.Length;
    }

    /// <summary>Reads what <see cref="Encode"/> made.</summary>
    /// <exception cref="JsonException">The bytes are something else.</exception>
    public static ContentText Decode(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Json.ContentText) ?? throw new JsonException("The content is null.");
}

/// <summary>Where it was.</summary>
public sealed record Location(string? Name, double? Latitude, double? Longitude);

/// <summary>What the weather was like.</summary>
public sealed record Weather(string? Condition, double? TemperatureC);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TextConverter)])]
[JsonSerializable(typeof(ContentText))]
internal sealed partial class ContentJson : JsonSerializerContext;
