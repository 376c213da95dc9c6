namespace Diary.GraphQL.Tests.Entries;

public sealed class TextTests(DiaryFixture diary)
{
    public static TheoryData<string> Texts { get; } = new(
        "😀👩‍👩‍👧‍👦🏳️‍🌈", "שלום עולם", "مرحبا\u202Eabc\u202C", "e\u0301 a\u0308\u0323 \u1E69",
        "line\r\nline\rline\nline\u2028line\u2029line\u0085",
        "\ttabs\t and trailing spaces   ", "   leading", "\u0001\u0002\u001F\u007F\uFFFE\uFFFF\uFEFF", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠮷野家 \U0010FFFF",
        "\"quotes\" \\ back \\u0000 <b>&amp;</b> ${x} {{y}} %00", "\u00A0\u3000 \u200B", "ﬁ Å Å ①", "\n", " ");

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Every_text_comes_back_byte_for_byte(string text)
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { title = text, body = text, location = new { name = text }, weather = new { condition = text } });
        var content = (await client.Entry(id.ToString())).At("content");
        Assert.Equal((text, text, text, text),
            (content.Text("title"), content.Text("body"), content.Text("location.name"), content.Text("weather.condition")));
        await client.EditEntry(id, 1, new { body = text + text });
        Assert.Equal(text + text, (await client.Entry(id.ToString())).Text("content.body"));
        Assert.Equal(text, (await client.Restore(id.ToString(), 2, 1)).Text("entry.content.body"));
    }

    [Theory]
    [InlineData("""{ "title": "a\u0000b", "body": "x" }""", "title")]
    [InlineData("""{ "body": "\u0000" }""", "body")]
    [InlineData("""{ "body": "x", "mood": "a\u0000b" }""", "mood")]
    [InlineData("""{ "body": "x", "location": { "name": "a\u0000b" } }""", "location.name")]
    [InlineData("""{ "body": "x", "weather": { "condition": "a\u0000b" } }""", "weather.condition")]
    [InlineData("""{ "body": "x", "tags": ["good", "a\u0000b"] }""", "tags.1")]
    public async Task Nul_is_refused_with_the_field_that_held_it(string plain, string field)
    {
        using var client = await diary.SignUp();
        var (status, body) = await client.SendRaw(Request(plain));
        Assert.Equal((200, $"INVALID input.content.plain.{field}"), (status, body.At("data.createEntry").Problems()));
        await AssertNothingWritten(client);
    }

    [Theory]
    [InlineData("""{ "title": "\ud800", "body": "x" }""")]
    [InlineData("""{ "body": "a\udc00b" }""")]
    [InlineData("""{ "body": "\udc00\ud800" }""")]
    [InlineData("""{ "body": "x", "tags": ["\uDBFF"] }""")]
    [InlineData("""{ "body": "x", "mood": "\ud83d" }""")]
    public async Task Half_of_a_surrogate_pair_is_invalid_in_variables(string plain)
    {
        using var client = await diary.SignUp();
        var (status, body) = await client.SendRaw(Request(plain));
        Assert.Equal((400, "INVALID"), (status, body.Codes()));
        await AssertNothingWritten(client);
    }

    [Theory]
    [InlineData("""\ud800""")]
    [InlineData("""\\ud800""")]
    [InlineData("""\\udc00\\ud800""")]
    public async Task Half_of_a_surrogate_pair_is_invalid_in_the_document(string half)
    {
        using var client = await diary.SignUp();
        var (status, body) = await client.SendRaw(
            $$$"""{ "query": "mutation { createEntry(input: { id: \"{{{Guid.CreateVersion7()}}}\", entryDate: \"2026-11-23\", """
            + $$$"""content: { plain: { body: \"{{{half}}}\" } } }) { problems { code } } }" }""");
        Assert.InRange(status, 200, 400);
        Assert.Equal("INVALID", body.Codes());
        await AssertNothingWritten(client);
    }

    [Fact]
    public async Task A_nul_in_the_document_is_refused_like_one_in_variables()
    {
        using var client = await diary.SignUp();
        var data = await client.Data(
            $"mutation {{ createEntry(input: {{ id: \"{Guid.CreateVersion7()}\", entryDate: \"2026-11-23\", "
            + "content: { plain: { body: \"\\u0000\" } } }) { problems { code field } } }");
        Assert.Equal("INVALID input.content.plain.body", data.At("createEntry").Problems());
    }

    [Fact]
    public async Task Text_in_the_document_is_text_as_in_variables()
    {
        using var client = await diary.SignUp();
        const string plain = "{ title: \"\\uD83D\\uDE00 \\t😀\", body: \"\"\"a \"b\" c\"\"\" }";
        var data = await client.Data(
            $$"""mutation { createEntry(input: { id: "{{Guid.CreateVersion7()}}", entryDate: "2026-11-23", """
            + $$"""content: { plain: {{plain}} } }) { entry { content { ... on PlainContent { title body } } } } }""");
        Assert.Equal(("😀 \t😀", "a \"b\" c"), (data.Text("createEntry.entry.content.title"), data.Text("createEntry.entry.content.body")));
    }

    private static string Request(string plain) =>
        $$$"""{ "query": "mutation ($input: CreateEntryInput!) { createEntry(input: $input) { problems { code field } } }","""
        + $$$""" "variables": { "input": { "id": "{{{Guid.CreateVersion7()}}}", "entryDate": "2026-11-23","""
        + $$$""" "content": { "plain": {{{plain}}} } } } }""";

    private static async Task AssertNothingWritten(TestKit.DiaryClient client) =>
        Assert.Equal(0, (await client.Data("{ entries { totalCount } }")).Number("entries.totalCount"));
}
