using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Diary.Archives;

/// <summary>
/// A Markdown file an entry, with YAML front matter, for people and their tools; earlier versions lie in a folder beside it.
/// </summary>
/// <param name="places">Where files are, by what entries know them by.</param>
internal sealed class MarkdownEntryWriter(IReadOnlyDictionary<string, string> places) : IEntryWriter
{
    private static readonly JsonSerializerOptions Quotes =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new TextConverter() } };

    public async Task<int> Write(Func<string, Stream> create, ArchivedEntryHead head, IAsyncEnumerable<ArchivedVersion> versions,
        CancellationToken cancellation)
    {
        var (count, earlier) = (0, $"{Folder(head)}versions/{head.Id:D}/");
        var created = DateTimeOffset.MinValue;
        ArchivedVersion? last = null;
        await foreach (var version in versions.WithCancellation(cancellation))
        {
            if (last is not null)
            {
                Put(create(string.Create(CultureInfo.InvariantCulture, $"{earlier}{last.Number:00000}.md")), "../../../", head, last,
                    created);
            }

            created = count++ == 0 ? version.RecordedAt : created;
            last = version;
        }

        if (last is { Content: ArchivedText text })
        {
            var slug = FileNames.Slug(text.Title);
            Put(create($"{Folder(head)}{last.Date.Year:0000}/{last.Date:yyyy-MM-dd}{slug}-{head.Id:D}.md"), "../../", head, last,
                created);
        }

        return count;
    }

    private static string Folder(ArchivedEntryHead head) => head.DeletedAt is null ? DiaryLayout.Entries : DiaryLayout.Trash;

    private void Put(Stream stream, string root, ArchivedEntryHead head, ArchivedVersion version, DateTimeOffset created)
    {
        using var output = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\n" };
        var text = version.Content as ArchivedText
            ?? throw new ArgumentException("Markdown is of texts that can be read.", nameof(version));
        output.WriteLine("---");
        output.WriteLine($"id: {head.Id:D}");
        output.WriteLine($"date: {version.Date:yyyy-MM-dd}");
        Line(output, "timeZone", version.TimeZone);
        output.WriteLine($"created: {JsonEntryWriter.Time(created)}");
        output.WriteLine($"updated: {JsonEntryWriter.Time(version.RecordedAt)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"version: {version.Number}"));
        output.WriteLine($"source: {head.Source}");
        if (head.DeletedAt is { } deleted)
        {
            output.WriteLine($"deleted: {JsonEntryWriter.Time(deleted)}");
        }

        Line(output, "title", text.Title);
        Line(output, "mood", text.Mood);
        if (text.Tags.Count > 0)
        {
            string[] tags = [.. text.Tags.Select(Quoted)]; // those of an array are joined without a pooled buffer
            output.WriteLine($"tags: [{string.Join(", ", tags)}]");
        }

        string[] files = [.. version.Media.Where(places.ContainsKey).Select(m => Quoted(root + places[m]))];
        if (files.Length > 0)
        {
            output.WriteLine($"media: [{string.Join(", ", files)}]");
        }

        Block(output, "location", ("name", text.Location?.Name), ("latitude", text.Location?.Latitude),
            ("longitude", text.Location?.Longitude));
        Block(output, "weather", ("condition", text.Weather?.Condition), ("temperatureC", text.Weather?.TemperatureC));
        output.WriteLine("---");
        output.WriteLine();
        output.Write(text.Body);
        output.WriteLine();
    }

    private static void Line(StreamWriter output, string name, string? value)
    {
        if (value is not null)
        {
            output.WriteLine($"{name}: {Quoted(value)}");
        }
    }

    private static void Block(StreamWriter output, string name, params (string Name, object? Value)[] members)
    {
        var given = members.Where(m => m.Value is not null).Select(m => $"  {m.Name}: " + (m.Value is string text ? Quoted(text)
            : ((double)m.Value!).ToString("R", CultureInfo.InvariantCulture))).ToList();
        if (given.Count > 0)
        {
            output.WriteLine($"{name}:");
            given.ForEach(output.WriteLine);
        }
    }

    /// <summary>A JSON string is a YAML string in double quotes (YAML 1.2, section 7.3.1): nothing in a text breaks out of it.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text, Quotes);
}
