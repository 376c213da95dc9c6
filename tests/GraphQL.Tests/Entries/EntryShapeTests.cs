using System.Globalization;
using System.Text.Json;

namespace Diary.GraphQL.Tests.Entries;

public sealed class EntryShapeTests(DiaryFixture diary)
{
    private const string Plain = "input.content.plain.";

    [Theory]
    [InlineData("title", 1_000, 1_001)]
    [InlineData("mood", 100, 101)]
    [InlineData("location.name", 500, 501)]
    [InlineData("weather.condition", 500, 501)]
    public async Task A_text_may_be_as_long_as_its_bound_and_no_longer(string field, int longest, int tooLong)
    {
        using var client = await diary.SignUp();
        Assert.Equal("", (await client.CreateEntry(Guid.CreateVersion7(), With(field, new string('x', longest)))).Problems());
        Assert.Equal(
            $"INVALID {Plain}{field}", (await client.CreateEntry(Guid.CreateVersion7(), With(field, new string('x', tooLong)))).Problems());
    }

    [Theory]
    [InlineData("latitude", 90d, 90.0001)]
    [InlineData("latitude", -90d, -90.0001)]
    [InlineData("longitude", 180d, 180.0001)]
    [InlineData("longitude", -180d, -1e300)]
    public async Task A_coordinate_is_on_the_globe(string field, double edge, double beyond)
    {
        using var client = await diary.SignUp();
        var kept = await client.CreateEntry(Guid.CreateVersion7(), With($"location.{field}", edge));
        Assert.Equal(edge, kept.At($"entry.content.location.{field}").GetDouble());
        Assert.Equal($"INVALID {Plain}location.{field}",
            (await client.CreateEntry(Guid.CreateVersion7(), With($"location.{field}", beyond))).Problems());
    }

    [Theory]
    [InlineData("1e999", "ARGUMENTS_OF_CORRECT_TYPE", "INVALID input.content.plain.location.latitude")]
    [InlineData("-1e999", "ARGUMENTS_OF_CORRECT_TYPE", "INVALID input.content.plain.location.latitude")]
    [InlineData("90.0000000000001", "INVALID input.content.plain.location.latitude", "INVALID input.content.plain.location.latitude")]
    public async Task A_number_beyond_the_globe_is_refused_in_document_and_variables(string number, string inDocument, string inVariables)
    {
        using var client = await diary.SignUp();
        var literal = await client.Send(
            $"mutation {{ createEntry(input: {{ id: \"{Guid.CreateVersion7()}\", entryDate: \"2026-11-23\", "
            + $"content: {{ plain: {{ body: \"x\", location: {{ latitude: {number} }} }} }} }}) {{ {Answers.ProblemFields} }} }}");
        AssertInvalid(inDocument, literal);
        var (status, body) = await client.SendRaw(
            $$$"""{ "query": "mutation ($input: CreateEntryInput!) { createEntry(input: $input) { problems { code field } } }","""
            + $$$""" "variables": { "input": { "id": "{{{Guid.CreateVersion7()}}}", "entryDate": "2026-11-23", "content": { "plain": """
            + $$$"""{ "body": "x", "location": { "latitude": {{{number}}} } } } } } }""");
        Assert.InRange(status, 200, 400);
        AssertInvalid(inVariables, body);
    }

    [Theory]
    [InlineData("\"NaN\"")]
    [InlineData("\"12\"")]
    [InlineData("true")]
    public async Task What_is_no_number_is_no_coordinate(string value)
    {
        using var client = await diary.SignUp();
        var body = await client.Send(
            $"mutation {{ createEntry(input: {{ id: \"{Guid.CreateVersion7()}\", entryDate: \"2026-11-23\", "
            + $"content: {{ plain: {{ body: \"x\", location: {{ latitude: {value} }} }} }} }}) {{ {Answers.ProblemFields} }} }}");
        Assert.Equal("ARGUMENTS_OF_CORRECT_TYPE", body.Codes());
    }

    [Fact]
    public async Task An_entry_has_at_most_100_tags_of_1_to_100_characters()
    {
        using var client = await diary.SignUp();
        string[] tags = [.. Enumerable.Range(0, 101).Select(i => string.Create(CultureInfo.InvariantCulture, $"tag {i}"))];
        Assert.Equal(tags[..100],
            (await client.CreateEntry(Guid.CreateVersion7(), new { body = "", tags = tags[..100] })).At("entry.tags").Texts("name"));
        Assert.Equal($"INVALID {Plain}tags", (await client.CreateEntry(Guid.CreateVersion7(), new { body = "", tags })).Problems());
        Assert.Equal($"INVALID {Plain}tags.0, INVALID {Plain}tags.1, INVALID {Plain}tags.3",
            (await client.CreateEntry(
                Guid.CreateVersion7(), new { body = "", tags = new[] { "", " \u3000\t", "good", new string('x', 101) } })).Problems());
    }

    [Theory]
    [InlineData("source:facebook")]
    [InlineData("  Source:x")]
    [InlineData("SHARED:facebook")]
    [InlineData("ｓｏｕｒｃｅ：facebook")] // NFKC makes the same token of it
    [InlineData("\u00A0\u2003shared：facebook")]
    [InlineData("ſource:facebook")]
    public async Task A_tag_that_only_the_system_sets_is_refused(string tag)
    {
        using var client = await diary.SignUp();
        Assert.Equal($"INVALID {Plain}tags.1",
            (await client.CreateEntry(Guid.CreateVersion7(), new { body = "", tags = new[] { "ok", tag } })).Problems());
        Assert.Equal("[]", (await client.Data("{ tags { name } }")).At("tags").GetRawText());
    }

    [Fact]
    public async Task Tags_that_fold_to_one_are_kept_once_as_first_written()
    {
        using var client = await diary.SignUp();
        var tags = new[] { " Réunion ", "re\u0301union", "RÉUNION", "ﬁsh", "FISH", "Fish", "source", "sources:x", "a\uFFFEb" };
        var entry = (await client.CreateEntry(Guid.CreateVersion7(), new { body = "", tags })).At("entry");
        Assert.Equal(["Réunion", "ﬁsh", "source", "sources:x", "a\uFFFEb"], entry.At("tags").Texts("name"));
        Assert.All(entry.At("tags").EnumerateArray(), t =>
            Assert.Equal((16, false, 1), (t.At("token").GetBytesFromBase64().Length, t.At("auto").GetBoolean(), t.Number("entryCount"))));
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("2024-02-29")]
    [InlineData("1582-10-10")]
    [InlineData("2026-03-29")] // no 02:30 in Vienna
    public async Task Every_day_of_the_calendar_is_kept(string date)
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        Assert.Equal(date, (await client.CreateEntry(id, new { body = "" }, date, "Europe/Vienna")).Text("entry.entryDate"));
        foreach (var filter in new object[] { new { from = date }, new { to = date }, new { from = date, to = date } })
        {
            var page = await client.Data(
                "query ($filter: EntryFilter) { entries(filter: $filter) { totalCount nodes { entryDate } } }", new { filter });
            Assert.Equal([date], page.At("entries.nodes").Texts("entryDate"));
        }
    }

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("2025-02-29")]
    [InlineData("0000-01-01")]
    [InlineData("10000-01-01")]
    [InlineData("2026-1-1")]
    [InlineData("2026-11-23T00:00:00Z")]
    [InlineData(" 2026-11-23")]
    [InlineData("٢٠٢٦-١١-٢٣")]
    [InlineData("")]
    public async Task What_is_no_day_is_refused(string entryDate)
    {
        using var client = await diary.SignUp();
        var body = await client.Send(
            "mutation ($input: CreateEntryInput!) { createEntry(input: $input) { problems { code } } }",
            new { input = new { id = Guid.CreateVersion7(), entryDate, content = new { plain = new { body = "x" } } } });
        Assert.Equal("INVALID_VALUE", body.Codes());
        Assert.Equal(0, (await client.Data("{ entries { totalCount } }")).Number("entries.totalCount"));
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("")]
    public async Task What_is_no_time_zone_is_refused(string zone)
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        Assert.Equal("INVALID input.timeZone", (await client.CreateEntry(id, new { body = "x" }, timeZone: zone)).Problems());
        await client.CreateEntry(id, new { body = "x" });
        Assert.Equal("INVALID input.timeZone", (await client.Edit(new { id, expectedVersion = 1, timeZone = zone })).Problems());
    }

    private static Dictionary<string, object?> With(string field, object value)
    {
        var plain = new Dictionary<string, object?> { ["body"] = "x" };
        var path = field.Split('.');
        plain[path[0]] = path is [_, var inner] ? new Dictionary<string, object?> { [inner] = value } : value;
        return plain;
    }

    private static void AssertInvalid(string problem, JsonElement body) =>
        Assert.Equal(problem, body.TryGetProperty("errors", out _) ? body.Codes() : body.At("data.createEntry").Problems());
}
