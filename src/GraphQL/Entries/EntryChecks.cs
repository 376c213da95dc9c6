using System.Globalization;
using Diary.Domain.Entries;
using Diary.GraphQL.Problems;

namespace Diary.GraphQL.Entries;

/// <summary>The shape of a plain content, and what becomes of it once it is sound.</summary>
internal static class EntryChecks
{
    private const string Plain = "input.content.plain";
    private const int LongestTitle = 1_000;
    private const int LongestName = 500;
    private const int LongestMood = 100;
    internal const int LongestTag = 100;
    private const int MostTags = 100;

    /// <summary>The content to seal; null, and the problems, where it cannot be.</summary>
    public static ContentText? Read(PlainContentInput plain, List<IProblem> problems)
    {
        var found = problems.Count;
        Text.Check(problems, $"{Plain}.title", plain.Title, LongestTitle);
        Text.Check(problems, $"{Plain}.body", plain.Body, int.MaxValue);
        Text.Check(problems, $"{Plain}.mood", plain.Mood, LongestMood, 1);
        Text.Check(problems, $"{Plain}.location.name", plain.Location?.Name, LongestName);
        Between(problems, $"{Plain}.location.latitude", plain.Location?.Latitude, 90);
        Between(problems, $"{Plain}.location.longitude", plain.Location?.Longitude, 180);
        Text.Check(problems, $"{Plain}.weather.condition", plain.Weather?.Condition, LongestName);
        Between(problems, $"{Plain}.weather.temperatureC", plain.Weather?.TemperatureC, 150);
        CheckTags(problems, plain.Tags ?? []);
        if (problems.Count > found)
        {
            return null;
        }

        var text = new ContentText(plain.Title, plain.Body, plain.Mood,
            plain.Location is { } l ? new Location(l.Name, l.Latitude, l.Longitude) : null,
            plain.Weather is { } w ? new Weather(w.Condition, w.TemperatureC) : null,
            plain.Tags is { Count: > 0 } tags ? [.. tags.Select(t => t.Trim())] : null);
        if (text.EncodedLength() > ContentBox.MaxLength)
        {
            Text.Refuse(problems, $"{Plain}.body", $"is too long: a content may have {ContentBox.MaxLength} bytes as JSON.");
        }

        return text;
    }

    private static void CheckTags(List<IProblem> problems, IReadOnlyList<string> tags)
    {
        if (tags.Count > MostTags)
        {
            Text.Refuse(problems, $"{Plain}.tags", $"may name at most {MostTags} tags.");
            return;
        }

        for (var i = 0; i < tags.Count; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"{Plain}.tags.{i}");
            Text.Check(problems, field, tags[i], LongestTag, 1);
            if (Text.IsWellFormed(tags[i]) && AutoTag.IsReserved(tags[i]))
            {
                Text.Refuse(problems, field, "begins like a tag that only the system sets.");
            }
        }
    }

    private static void Between(List<IProblem> problems, string field, double? value, int bound)
    {
        if (value is { } number && !(Math.Abs(number) <= bound))
        {
            Text.Refuse(problems, field, $"must be between -{bound} and {bound}.");
        }
    }
}
