using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Search;

/// <summary>Search in an E2E account: the server compares tokens, whatever they stand for.</summary>
public sealed class BlindSearchTests(DiaryFixture diary)
{
    private const string Query =
        """
        query ($tokens: [[Base64!]!], $first: Int, $after: String, $filter: EntryFilter) {
          search(tokens: $tokens, first: $first, after: $after, filter: $filter) {
            totalCount totalIsLowerBound pageInfo { hasNextPage endCursor } edges { score snippet node { id entryDate } }
          }
        }
        """;

    [Fact]
    public async Task All_of_the_outer_list_and_any_of_an_inner_one_must_be_there()
    {
        using var client = await diary.SignUp(Tier.E2E);
        await Write(client, "2026-01-01", "walk", "river");
        await Write(client, "2026-01-02", "walk", "rain");
        await Write(client, "2026-01-03", "rain");
        await AssertFinds(client, [["walk"]], "2026-01-02", "2026-01-01");
        await AssertFinds(client, [["walk"], ["rain"]], "2026-01-02");
        await AssertFinds(client, [["river", "rain"]], "2026-01-03", "2026-01-02", "2026-01-01");
        await AssertFinds(client, [["river", "rain"], ["walk"]], "2026-01-02", "2026-01-01");
        await AssertFinds(client, [["snow"]]);
        await AssertFinds(client, [["walk"], []]);
        await AssertFinds(client, []);
    }

    [Fact]
    public async Task The_newest_day_comes_first_page_by_page_and_filters_narrow_it()
    {
        using var client = await diary.SignUp(Tier.E2E);
        for (var i = 1; i <= 5; i++)
        {
            await Write(client, $"2026-01-0{i}", "walk");
        }

        var first = (await Find(client, new { tokens = Tokens([["walk"]]), first = 2 })).At("search");
        Assert.Equal(["2026-01-05", "2026-01-04"], Days(first));
        Assert.Equal(5, first.At("totalCount").GetInt32());
        var after = first.Text("pageInfo.endCursor");
        var rest = (await Find(client, new { tokens = Tokens([["walk"]]), first = 5, after })).At("search");
        Assert.Equal(["2026-01-03", "2026-01-02", "2026-01-01"], Days(rest));
        var some = await Find(client, new { tokens = Tokens([["walk"]]), filter = new { from = "2026-01-02", to = "2026-01-03" } });
        Assert.Equal(["2026-01-03", "2026-01-02"], Days(some.At("search")));
    }

    [Fact]
    public async Task What_cannot_be_searched_for_is_refused_with_the_argument()
    {
        using var client = await diary.SignUp(Tier.E2E);
        await Refused("TIER_MISMATCH", "query", "{ search(query: \"walk\") { totalCount } }");
        await Refused("TIER_MISMATCH", "prefix", "{ suggest(prefix: \"walk\") }");
        await Refused("BAD_REQUEST", "tokens", "{ search { totalCount } }");
        await Refused("BAD_REQUEST", "tokens", Query, new { tokens = new[] { new[] { "AAAA" } } });
        await Refused("BAD_REQUEST", "tokens", Query, new { tokens = Enumerable.Repeat(Array.Empty<string>(), 65) });

        async Task Refused(string code, string argument, string query, object? variables = null)
        {
            var body = await client.Raw(query, variables);
            Assert.Equal((code, argument), (body.Codes(), body.Text("errors.0.extensions.argument")));
        }
    }

    private static IEnumerable<string> Days(JsonElement search) =>
        search.At("edges").EnumerateArray().Select(e => e.Text("node.entryDate")!);

    private static async Task AssertFinds(DiaryClient client, string[][] words, params string[] days)
    {
        var found = (await Find(client, new { tokens = Tokens(words) })).At("search");
        Assert.Equal(days, Days(found));
        Assert.Equal(days.Length, found.At("totalCount").GetInt32());
        Assert.All(found.At("edges").EnumerateArray(), e => Assert.Null(e.Text("snippet")));
    }

    private static async Task<JsonElement> Find(DiaryClient client, object variables)
    {
        var body = await client.Raw(Query, variables);
        Assert.False(body.TryGetProperty("errors", out _), body.GetRawText());
        return body.At("data");
    }

    private static byte[][][] Tokens(string[][] words) => [.. words.Select(any => any.Select(Token).ToArray())];

    private static byte[] Token(string word) => SHA256.HashData(Encoding.UTF8.GetBytes(word))[..9];

    private static async Task Write(DiaryClient client, string entryDate, params string[] words)
    {
        var id = Guid.CreateVersion7();
        var content = client.Sealing!.Seal(id, 1, new JsonObject { ["body"] = string.Join(' ', words) });
        content["searchTokens"] = new JsonArray([.. words.Select(w => (JsonNode)Convert.ToBase64String(Token(w)))]);
        var body = await client.Raw(
            "mutation ($input: CreateEntryInput!) { createEntry(input: $input) { problems { code message field } } }",
            new { input = new { id, entryDate, content = new { @sealed = content } } });
        Assert.Equal(0, body.At("data.createEntry.problems").GetArrayLength());
    }
}
