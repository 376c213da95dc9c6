using System.Text.Json;
using System.Text.Json.Serialization;
using Diary.Archives;

namespace Diary.GraphQL.Keys;

/// <summary>Strings as the serializer writes them, by a way that leaves nothing of them in shared buffers.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteText(value);
}
