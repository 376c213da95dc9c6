using System.Text.Json;

namespace Diary.Archives;

/// <summary>
/// Writes what a user wrote into JSON. A long text that needs escaping passes through a buffer of <c>ArrayPool</c>, which the writer gives
/// back with the text in it, and where it may stay for as long as the process runs: in short pieces it needs none.
/// </summary>
public static class TextInJson
{
    /// <summary>Up to 21 characters, each escaped as six, is what <see cref="Utf8JsonWriter"/> takes without a pooled buffer.</summary>
    private const int Piece = 20;

    /// <summary>Writes a text as a value.</summary>
    public static void WriteText(this Utf8JsonWriter json, string text)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= Piece)
        {
            json.WriteStringValue(text);
            return;
        }

        for (var at = 0; at < text.Length; at += Piece)
        {
            var end = Math.Min(text.Length, at + Piece);
            json.WriteStringValueSegment(text.AsSpan(at, end - at), isFinalSegment: end == text.Length);
        }
    }

    /// <summary>Writes a text as a property.</summary>
    public static void WriteText(this Utf8JsonWriter json, string name, string text)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WritePropertyName(name);
        json.WriteText(text);
    }
}
