using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Tags;

public sealed class RenameTagTests(DiaryFixture diary)
{
    private const string Rename =
        "mutation ($from: String!, $to: String!) { renameTag(from: $from, to: $to) { tags { name entryCount } "
        + $"{Answers.ProblemFields} }} }}";

    [Fact]
    public async Task Every_entry_that_carries_it_carries_the_other_also_in_the_trash()
    {
        using var client = await diary.SignUp();
        var (first, second, binned, other) = await Four(client);
        Assert.Equal("Stroll 2, rain 2", await Renamed(client, "WALK", " Stroll "));
        Assert.Equal("Stroll, rain", await TagsOf(client, first));
        Assert.Equal("Stroll", await TagsOf(client, second));
        Assert.Equal("Stroll", await TagsOf(client, binned));
        Assert.Equal("rain", await TagsOf(client, other));
        var versions = await Task.WhenAll(new[] { first, second, binned, other }.Select(e => VersionOf(client, e)));
        Assert.Equal([2, 2, 3, 1], versions);
        await client.Move("undeleteEntry", binned.ToString());
        Assert.Equal("Stroll 3, rain 2", await Tags(client));
        Assert.Equal(3, (await client.Data("{ entries(filter: { tags: [\"stroll\"] }) { totalCount } }")).Number("entries.totalCount"));
        Assert.Equal(0, (await client.Data("{ entries(filter: { tags: [\"walk\"] }) { totalCount } }")).Number("entries.totalCount"));
    }

    [Fact]
    public async Task Renamed_to_another_tag_the_two_become_one()
    {
        using var client = await diary.SignUp();
        var (first, second, _, other) = await Four(client);
        Assert.Equal("Rain 3", await Renamed(client, "walk", "Rain"));
        Assert.Equal("Rain", await TagsOf(client, first));
        Assert.Equal("Rain", await TagsOf(client, second));
        Assert.Equal((1, "rain"), (await VersionOf(client, other), await TagsOf(client, other)));
    }

    [Fact]
    public async Task The_same_name_spelled_otherwise_changes_what_is_shown_once()
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "", tags = new[] { "café" } });
        Assert.Equal("Café 1", await Renamed(client, "CAFÉ", "Café"));
        Assert.Equal(("Café", 2), (await TagsOf(client, id), await VersionOf(client, id)));
        Assert.Equal("Café 1", await Renamed(client, "café", "Café"));
        Assert.Equal(2, await VersionOf(client, id));
    }

    [Fact]
    public async Task What_is_repeated_finds_no_entry_left()
    {
        using var client = await diary.SignUp();
        var (first, _, _, _) = await Four(client);
        await Renamed(client, "walk", "stroll");
        Assert.Equal("NOT_FOUND from", (await Send(client, "walk", "stroll")).Problems());
        Assert.Equal(2, await VersionOf(client, first));
    }

    [Fact]
    public async Task The_history_tells_of_it_earlier_revisions_keep_their_tags_and_restoring_one_brings_them_back()
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "one", tags = new[] { "walk" } });
        await Renamed(client, "walk", "stroll"); // version 2
        await client.EditEntry(id, 2, new { body = "three", tags = new[] { "rain" } });
        await client.Restore(id.ToString(), 3, 2);
        Assert.Equal(("stroll", "one"), (await TagsOf(client, id), (await client.Entry(id.ToString())).Text("content.body")));
        await client.Restore(id.ToString(), 4, 1);
        Assert.Equal("walk", await TagsOf(client, id));
        await client.Edit(new { id, expectedVersion = 5, entryDate = "2020-01-01" });
        var entry = (await client.Data(
            """
            query ($id: ID!) { entry(id: $id) { history { nodes { kind session } } revisions { totalCount nodes { version tags { name } } }
              one: revision(version: 1) { tags { name } content { ... on PlainContent { body } } }
              two: revision(version: 2) { tags { name } content { ... on PlainContent { body } } } } }
            """, new { id })).At("entry");
        Assert.Equal(["EDITED", "RESTORED", "RESTORED", "EDITED", "TAGGED", "WRITTEN"], entry.At("history.nodes").Texts("kind"));
        Assert.Single(entry.At("history.nodes").Texts("session").Distinct());
        Assert.Equal(["6 walk", "5 walk", "4 stroll", "3 rain", "1 walk"], entry.At("revisions.nodes").EnumerateArray()
            .Select(r => $"{r.Number("version")} {string.Join(',', r.At("tags").Texts("name"))}"));
        Assert.Equal(("walk", "one"), (entry.Text("one.tags.0.name"), entry.Text("one.content.body")));
        Assert.Equal(("stroll", "one"), (entry.Text("two.tags.0.name"), entry.Text("two.content.body")));
    }

    [Fact]
    public async Task More_entries_than_one_page_of_them_are_renamed_in_one_go()
    {
        using var client = await diary.SignUp();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 75; i++)
            {
                await client.CreateEntry(Guid.CreateVersion7(), new { body = "", tags = new[] { "walk" } });
            }
        }));
        Assert.Equal("stroll 600", await Renamed(client, "walk", "stroll"));
    }

    [Fact]
    public async Task Another_accounts_tag_of_the_same_name_stays()
    {
        using var client = await diary.SignUp();
        using var other = await diary.SignUp();
        await Four(client);
        await Four(other);
        await Renamed(client, "walk", "stroll");
        Assert.Equal("rain 2, walk 2", await Tags(other));
    }

    [Theory]
    [InlineData("nobody's", "stroll", "NOT_FOUND from")]
    [InlineData("", "stroll", "INVALID from")]
    [InlineData("walk", " ", "INVALID to")]
    [InlineData("walk", "a\0b", "INVALID to")]
    [InlineData("source:import", "mine", "INVALID from")]
    [InlineData("walk", "Source:import", "INVALID to")]
    [InlineData("walk", "shared:facebook", "INVALID to")]
    public async Task What_cannot_be_is_refused_by_its_field(string from, string to, string problem)
    {
        using var client = await diary.SignUp();
        await Four(client);
        var refused = await Send(client, from, to);
        Assert.Equal((problem, true), (refused.Problems(), refused.IsNull("tags")));
        Assert.Equal("rain 2, walk 2", await Tags(client));
    }

    [Fact]
    public async Task A_name_has_at_most_a_hundred_characters()
    {
        using var client = await diary.SignUp();
        Assert.Equal("INVALID to", (await Send(client, "walk", new string('a', 101))).Problems());
    }

    [Fact]
    public async Task An_E2E_client_tags_its_entries_itself()
    {
        using var client = await diary.SignUp(Tier.E2E);
        Assert.Equal("TIER_MISMATCH", (await Send(client, "walk", "stroll")).Problems());
    }

    /// <summary>Entries that carry "walk" and "rain", "walk", "walk" in the trash, and "rain".</summary>
    private static async Task<(Guid Both, Guid Walk, Guid Binned, Guid Rain)> Four(DiaryClient client)
    {
        var ids = Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var (id, tags) in ids.Zip(new[] { ["walk", "rain"], ["walk"], ["walk"], new[] { "rain" } }))
        {
            await client.CreateEntry(id, new { body = "", tags });
        }

        await client.Move("deleteEntry", ids[2].ToString());
        return (ids[0], ids[1], ids[2], ids[3]);
    }

    private static async Task<JsonElement> Send(DiaryClient client, string from, string to) =>
        (await client.Data(Rename, new { from, to })).At("renameTag");

    private static async Task<string> Renamed(DiaryClient client, string from, string to)
    {
        var payload = await Send(client, from, to);
        Assert.Equal("", payload.Problems());
        Assert.Equal(await Tags(client), Text(payload.At("tags")));
        return Text(payload.At("tags"));
    }

    private static async Task<string> Tags(DiaryClient client) => Text((await client.Data("{ tags { name entryCount } }")).At("tags"));

    private static string Text(JsonElement tags) => string.Join(", ", tags.EnumerateArray()
        .OrderByDescending(t => t.Number("entryCount")).ThenBy(t => t.Text("name"), StringComparer.Ordinal)
        .Select(t => $"{t.Text("name")} {t.Number("entryCount")}"));

    private static async Task<string> TagsOf(DiaryClient client, Guid id) =>
        string.Join(", ", (await client.Entry(id.ToString())).At("tags").Texts("name"));

    private static async Task<int> VersionOf(DiaryClient client, Guid id) => (await client.Entry(id.ToString())).Number("version");
}
