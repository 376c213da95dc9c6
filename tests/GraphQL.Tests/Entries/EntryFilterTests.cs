using Diary.TestKit;

namespace Diary.GraphQL.Tests.Entries;

public sealed class EntryFilterTests(DiaryFixture diary)
{
    private const string Query =
        "query ($filter: EntryFilter) { entries(filter: $filter, order: ENTRY_DATE_ASC) { totalCount nodes { content { ... on "
        + "PlainContent { body } } } } }";

    [Fact]
    public async Task A_filter_shows_what_fits_all_of_it()
    {
        using var client = await Diary();
        await AssertShows(client, new { }, "1", "2", "3", "4");
        await AssertShows(client, new { from = "2026-01-02" }, "2", "3", "4");
        await AssertShows(client, new { to = "2026-01-02" }, "1", "2", "3");
        await AssertShows(client, new { from = "2026-01-02", to = "2026-01-02" }, "2", "3");
        await AssertShows(client, new { from = "2026-01-03", to = "2026-01-01" });
        await AssertShows(client, new { tags = new[] { "walk" } }, "1", "2");
        await AssertShows(client, new { tags = new[] { " WALK", "Rain" } }, "2");
        await AssertShows(client, new { tags = new[] { "walk", "unknown" } });
        await AssertShows(client, new { tags = new[] { "a\0b" } });
        await AssertShows(client, new { tags = Array.Empty<string>() }, "1", "2", "3", "4");
        await AssertShows(client, new { mood = "calm" }, "1", "3");
        await AssertShows(client, new { mood = " CALM" }, "1", "3");
        await AssertShows(client, new { mood = "" });
        await AssertShows(client, new { source = "DIARY" }, "1", "2", "3", "4");
        await AssertShows(client, new { source = "FACEBOOK" });
        await AssertShows(client, new { deleted = true }, "5");
        await AssertShows(client, new { deleted = true, tags = new[] { "walk" } }, "5");
        await AssertShows(client, new { deleted = true, tags = new[] { "walk" }, mood = "calm" });
        await AssertShows(client,
            new { from = "2026-01-01", to = "2026-01-02", tags = new[] { "walk" }, mood = "calm", source = "DIARY", deleted = false }, "1");
    }

    [Fact]
    public async Task Tags_are_found_by_their_tokens_too()
    {
        using var client = await Diary();
        var tags = (await client.Data("{ tags { name token } }")).At("tags").EnumerateArray().ToDictionary(
            t => t.Text("name")!, t => t.Text("token")!);
        await AssertShows(client, new { tagTokens = new[] { tags["walk"] } }, "1", "2");
        await AssertShows(client, new { tagTokens = new[] { tags["walk"], tags["rain"] } }, "2");
        await AssertShows(client, new { tagTokens = new[] { tags["walk"] }, tags = new[] { "rain" } }, "2");
        await AssertShows(client, new { tagTokens = new[] { "AAAA", "" } });
    }

    [Theory]
    [InlineData("AAA")]
    [InlineData("AA-_")]
    [InlineData("AAB=")]
    [InlineData("AA==\n")]
    [InlineData(" AA==")]
    [InlineData("====")]
    public async Task What_is_no_base64_is_refused(string token)
    {
        using var client = await diary.SignUp();
        Assert.Equal("INVALID_VALUE", (await client.Send(Query, new { filter = new { tagTokens = new[] { token } } })).Codes());
    }

    [Fact]
    public async Task A_filter_names_at_most_twenty_tags()
    {
        using var client = await diary.SignUp();
        var tags = Enumerable.Range(0, 21).Select(i => $"t{i}").ToArray();
        await AssertShows(client, new { tags = tags[..20] });
        var body = await client.Send(Query, new { filter = new { tags } });
        Assert.Equal(("BAD_REQUEST", "filter.tags"), (body.Codes(), body.Text("errors.0.extensions.argument")));
    }

    [Fact]
    public async Task A_restored_or_edited_entry_is_found_by_what_it_holds_now()
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "1", mood = "calm", tags = new[] { "a" } });
        await client.EditEntry(id, 1, new { body = "2", mood = "loud", tags = new[] { "b" } });
        await AssertShows(client, new { mood = "calm" });
        await AssertShows(client, new { tags = new[] { "a" } });
        await AssertShows(client, new { mood = "loud", tags = new[] { "b" } }, "2");
        await client.Restore(id.ToString(), 2, 1);
        await AssertShows(client, new { mood = "calm", tags = new[] { "a" } }, "1");
        await AssertShows(client, new { mood = "loud" });
    }

    private static async Task AssertShows(DiaryClient client, object filter, params string[] bodies)
    {
        var entries = (await client.Data(Query, new { filter })).At("entries");
        Assert.Equal(bodies, entries.At("nodes").Texts("content.body"));
        Assert.Equal(bodies.Length, entries.Number("totalCount"));
    }

    private async Task<DiaryClient> Diary()
    {
        var client = await diary.SignUp();
        await client.CreateEntry(
            new Guid("0190b6f0-7c00-7000-8000-000000000001"), new { body = "1", mood = "calm", tags = new[] { "walk" } }, "2026-01-01");
        await client.CreateEntry(new Guid("0190b6f0-7c00-7000-8000-000000000002"),
            new { body = "2", mood = "loud", tags = new[] { "walk", "rain" } }, "2026-01-02");
        await client.CreateEntry(new Guid("0190b6f0-7c00-7000-8000-000000000003"), new { body = "3", mood = "calm" }, "2026-01-02");
        await client.CreateEntry(new Guid("0190b6f0-7c00-7000-8000-000000000004"), new { body = "4" }, "2026-01-03");
        await client.CreateEntry(
            new Guid("0190b6f0-7c00-7000-8000-000000000005"), new { body = "5", tags = new[] { "walk" } }, "2026-01-03");
        await client.Move("deleteEntry", "0190b6f0-7c00-7000-8000-000000000005");
        return client;
    }
}
