using System.Globalization;
using System.Text.Json;

namespace Diary.Archives;

/// <summary>Reads members of JSON objects within the bounds of the API; a flaw names the member, never its value.</summary>
internal static class JsonMembers
{
    private const int LongestTitle = 1_000;
    private const int LongestName = 500;
    private const int LongestMood = 100;
    private const int LongestTag = 100;
    private const int MostTags = 100;

    public static JsonElement? Member(this JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null
            ? member : null;

    public static string? Text(this JsonElement? member, string name, int atMost = int.MaxValue)
    {
        if (member is not { } value)
        {
            return null;
        }

        if (value.ValueKind is not JsonValueKind.String)
        {
            throw new ArchiveFlawException($"has a {name} that is no text.");
        }

        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new ArchiveFlawException($"has a {name} that is not well-formed Unicode.", e);
        }

        return text.Contains('\0', StringComparison.Ordinal) ? throw new ArchiveFlawException($"has a {name} with a NUL in it.")
            : text.Length > atMost ? throw new ArchiveFlawException($"has a {name} of more than {atMost} characters.")
            : text;
    }

    public static string? Title(this JsonElement? member) => member.Text("title", LongestTitle);

    public static string? Name(this JsonElement? member, string name) => member.Text(name, LongestName);

    public static string? Mood(this JsonElement? member) => member.Text("mood", LongestMood) is { } mood && !string.IsNullOrWhiteSpace(mood)
        ? mood : null;

    public static double? Number(this JsonElement? member, string name, double bound) =>
        member is not { } value ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && Math.Abs(number) <= bound ? number
        : throw new ArchiveFlawException(string.Create(
            CultureInfo.InvariantCulture, $"has a {name} that is no number between -{bound} and {bound}."));

    public static DateTimeOffset? Time(this JsonElement? member, string name) =>
        member is not { } value ? null
        : value.ValueKind is JsonValueKind.String && value.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime()
        : throw new ArchiveFlawException($"has a {name} that is no time.");

    public static IEnumerable<JsonElement> List(this JsonElement? member, string name) =>
        member is not { } value ? []
        : value.ValueKind is JsonValueKind.Array ? value.EnumerateArray()
        : throw new ArchiveFlawException($"has {name} that are no list.");

    /// <summary>Each once, without those that are blank.</summary>
    public static IReadOnlyList<string> Tags(IEnumerable<string?> names)
    {
        string[] tags = [.. names.Where(n => !string.IsNullOrWhiteSpace(n)).Select(n => n!.Trim()).Distinct(StringComparer.Ordinal)];
        return tags.Length <= MostTags ? tags : throw new ArchiveFlawException($"has more than {MostTags} tags.");
    }

    public static IReadOnlyList<string> Tags(this JsonElement? member) =>
        Tags(member.List("tags").Select(t => ((JsonElement?)t).Text("tag", LongestTag)));

    /// <summary>An IANA zone that is known here, else null.</summary>
    public static string? Zone(this JsonElement? member) =>
        member.Text("timeZone") is { Length: > 0 and <= 64 } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            && found.HasIanaId ? zone : null;
}
