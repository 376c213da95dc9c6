using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Diary.GraphQL.Keys;

/// <summary>
/// JSON that is about to be sealed, made in a buffer of its own: the serializer's shared ones go back to their pool with the text in them.
/// </summary>
internal static class PlainJson
{
    /// <summary>The bytes, the caller's to zero.</summary>
    public static byte[] Encode<T>(T value, JsonTypeInfo<T> type, JavaScriptEncoder? encoder = null)
    {
        using var buffer = new ZeroedBuffer(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = encoder, SkipValidation = true }))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        return buffer.Written.ToArray();
    }
}
