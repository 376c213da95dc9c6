using System.Globalization;
using System.Text.Json;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Entries;

public sealed class DiffTests(DiaryFixture diary)
{
    [Fact]
    public async Task Lines_and_the_words_within_them_are_compared()
    {
        using var client = await diary.SignUp();
        var id = await Written(client, "one\ntwo old words\nthree", "one\ntwo new words\nthree\nfour");
        Assert.Equal(
            [
                "SAME 1 1 'one' SAME:one",
                "REMOVED 2 - 'two old words' SAME:two |REMOVED:old|SAME: words",
                "ADDED - 2 'two new words' SAME:two |ADDED:new|SAME: words",
                "SAME 3 3 'three' SAME:three",
                "ADDED - 4 'four' ADDED:four",
            ],
            await Diff(client, id, 1, 2));
    }

    [Fact]
    public async Task Any_two_versions_can_be_compared_either_way_round()
    {
        using var client = await diary.SignUp();
        var id = await Written(client, "a\nb", "a", "a\nc");
        Assert.Equal(["SAME 1 1 'a' SAME:a", "REMOVED 2 - 'b' REMOVED:b", "ADDED - 2 'c' ADDED:c"], await Diff(client, id, 1, 3));
        Assert.Equal(["SAME 1 1 'a' SAME:a", "REMOVED 2 - 'c' REMOVED:c", "ADDED - 2 'b' ADDED:b"], await Diff(client, id, 3, 1));
        Assert.Equal(["SAME 1 1 'a' SAME:a", "ADDED - 2 'c' ADDED:c"], await Diff(client, id, 2, null));
        Assert.Equal(["SAME 1 1 'a' SAME:a"], await Diff(client, id, 2, 2));
    }

    [Theory]
    [InlineData("", "x", "ADDED - 1 'x' ADDED:x")]
    [InlineData("x", "", "REMOVED 1 - 'x' REMOVED:x")]
    [InlineData("", "\n", "ADDED - 1 '' ADDED:|ADDED - 2 '' ADDED:")]
    [InlineData("a\r\nb", "a\nb", "SAME 1 1 'a' SAME:a|SAME 2 2 'b' SAME:b")]
    [InlineData("a\n", "a", "SAME 1 1 'a' SAME:a|REMOVED 2 - '' REMOVED:")]
    [InlineData("x\na", "a", "REMOVED 1 - 'x' REMOVED:x|SAME 2 1 'a' SAME:a")]
    public async Task Texts_at_the_edge_compare_too(string earlier, string later, string lines)
    {
        using var client = await diary.SignUp();
        var id = await Written(client, earlier, later);
        Assert.Equal(lines, string.Join('|', await Diff(client, id, 1, 2)));
    }

    [Fact]
    public async Task Two_empty_texts_have_no_lines()
    {
        using var client = await diary.SignUp();
        var id = await Written(client, "", "x");
        Assert.Empty(await Diff(client, id, 1, 1));
    }

    [Theory]
    [InlineData("from: 3", "from")]
    [InlineData("from: 0, to: 1", "from")]
    [InlineData("from: 1, to: 3", "to")]
    [InlineData("from: 1, to: -1", "to")]
    public async Task A_version_that_never_was_is_refused(string arguments, string argument)
    {
        using var client = await diary.SignUp();
        var id = await Written(client, "a", "b");
        var body = await client.Send($"query ($id: ID!) {{ entry(id: $id) {{ version diff({arguments}) {{ text }} }} }}", new { id });
        Assert.Equal(
            ("BAD_REQUEST", argument, 2), (body.Codes(), body.Text("errors.0.extensions.argument"), body.Number("data.entry.version")));
        Assert.True(body.IsNull("data.entry.diff"));
    }

    // Longer than a client waits, were the work not bounded.
    [Theory]
    [InlineData(200_000, 1, 2)] // beyond 20,000 lines they stand together
    [InlineData(10_000, 10, 20_000)]
    [InlineData(200, 1_200, 400)]
    [InlineData(110, 2_250, 220)]
    [InlineData(1, 250_000, 2)]
    public async Task Huge_texts_are_compared_within_bounds(int lines, int words, int pieces)
    {
        using var client = await diary.SignUp();
        var id = await Written(client, Text(lines, words, 0), Text(lines, words, 1));
        Assert.Equal(pieces, (await Diff(client, id, 1, 2)).Count);
    }

    [Fact]
    public async Task Of_very_many_lines_those_round_a_change_stand_together()
    {
        using var client = await diary.SignUp();
        var (head, tail) = (string.Join('\n', Enumerable.Repeat("h", 11_000)), string.Join('\n', Enumerable.Repeat("t", 11_000)));
        var id = await Written(client, $"{head}\nold\n{tail}", $"{head}\nnew\nmore\n{tail}");
        Assert.Equal(
            [$"SAME 1 1 '{head}' SAME:{head}", "REMOVED 11001 - 'old' REMOVED:old", "ADDED - 11001 'new\nmore' ADDED:new\nmore",
                $"SAME 11002 11003 '{tail}' SAME:{tail}"],
            await Diff(client, id, 1, 2));
    }

    private static string Text(int lines, int words, int seed) => string.Join('\n', Enumerable.Range(0, lines).Select(line =>
        string.Join(' ', Enumerable.Range(0, words).Select(word =>
            string.Create(
                CultureInfo.InvariantCulture, $"{(char)('a' + ((line + (7 * word)) % 13) + (13 * seed))}{(line * 31) + word & 7}")))));

    private static async Task<string> Written(DiaryClient client, params string[] bodies)
    {
        var id = Guid.CreateVersion7();
        Assert.Equal("", (await client.CreateEntry(id, new { body = bodies[0] })).Problems());
        for (var version = 1; version < bodies.Length; version++)
        {
            Assert.Equal("", (await client.EditEntry(id, version, new { body = bodies[version] })).Problems());
        }

        return id.ToString();
    }

    private static async Task<IReadOnlyList<string>> Diff(DiaryClient client, string id, int from, int? to)
    {
        var data = await client.Data(
            "query ($id: ID!, $from: Int!, $to: Int) { entry(id: $id) { diff(from: $from, to: $to) { kind oldLine newLine text "
            + "words { kind text } } } }", new { id, from, to });
        return [.. data.At("entry.diff").EnumerateArray().Select(h =>
            $"{h.Text("kind")} {Line(h, "oldLine")} {Line(h, "newLine")} '{h.Text("text")}' "
            + $"{string.Join('|', h.At("words").EnumerateArray().Select(w => $"{w.Text("kind")}:{w.Text("text")}"))}")];
    }

    private static string Line(JsonElement hunk, string side) =>
        hunk.IsNull(side) ? "-" : hunk.Number(side).ToString(CultureInfo.InvariantCulture);
}
