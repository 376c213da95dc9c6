using System.Text.Json;
using System.Text.Json.Serialization;

namespace Diary.Archives;

/// <summary>Strings as the serializer writes them, by <see cref="TextInJson"/>, which leaves nothing of them in shared buffers.</summary>
public sealed class TextConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteText(value);
}
