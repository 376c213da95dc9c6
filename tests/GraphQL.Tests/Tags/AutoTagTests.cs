using System.Text.Json.Nodes;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Tags;

public abstract class AutoTagTests(DiaryFixture diary, Tier tier)
{
    private const string Listed = "query ($filter: EntryFilter) { entries(filter: $filter) { totalCount nodes { id } } }";
    private const string Shown = "tags { name auto entryCount }";

    [Fact]
    public async Task What_came_from_elsewhere_says_so_behind_the_tags_of_its_owner()
    {
        using var client = await diary.SignUp(tier);
        var (import, facebook, own) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await diary.Server.Import(client, import);
        await diary.Server.Import(client, facebook, EntrySource.Facebook);
        await client.CreateEntry(own, new { body = "", tags = new[] { "walk" } });
        Assert.Equal("source:import", await TagsOf(client, import));
        Assert.Equal("source:facebook", await TagsOf(client, facebook));
        Assert.Equal("walk", await TagsOf(client, own));
        await client.EditEntry(import, 1, new { body = "Mine", tags = new[] { "walk", "rain" } });
        Assert.Equal("walk, rain, source:import", await TagsOf(client, import));
        await client.EditEntry(import, 2, new { body = "Mine" });
        Assert.Equal("source:import", await TagsOf(client, import));
        var revisions = (await client.Data(
            $"query ($id: ID!) {{ entry(id: $id) {{ revisions {{ nodes {{ {Shown} }} }} revision(version: 2) {{ {Shown} }} }} }}",
            new { id = import })).At("entry");
        Assert.Equal(["source:import", "walk, rain, source:import", "source:import"],
            revisions.At("revisions.nodes").EnumerateArray().Select(r => string.Join(", ", r.At("tags").Texts("name"))));
        Assert.Equal([false, false, true], revisions.At("revision.tags").EnumerateArray().Select(t => t.At("auto").GetBoolean()));
    }

    [Fact]
    public async Task They_are_counted_like_others_and_their_names_are_plain()
    {
        using var client = await diary.SignUp(tier);
        var binned = Guid.CreateVersion7();
        await diary.Server.Import(client, Guid.CreateVersion7());
        await diary.Server.Import(client, Guid.CreateVersion7());
        await diary.Server.Import(client, binned);
        await client.Move("deleteEntry", binned.ToString());
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "", tags = new[] { "walk" } });
        var tags = (await client.Raw("{ tags { token name sealedName auto entryCount } }")).At("data.tags");
        var auto = tags[0];
        Assert.Equal(("source:import", true, 2, true), (auto.Text("name"), auto.At("auto").GetBoolean(), auto.Number("entryCount"),
            auto.IsNull("sealedName")));
        Assert.Equal(Convert.ToBase64String(AutoTag.Import.Token.Span), auto.Text("token"));
        Assert.Equal((2, false), (tags.GetArrayLength(), tags[1].At("auto").GetBoolean()));
    }

    [Fact]
    public async Task They_are_looked_for_by_name_and_by_token_without_a_key()
    {
        using var client = await diary.SignUp(tier);
        var (import, facebook, binned) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await diary.Server.Import(client, import);
        await diary.Server.Import(client, facebook, EntrySource.Facebook);
        await diary.Server.Import(client, binned);
        await client.Move("deleteEntry", binned.ToString());
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "" });
        var token = Convert.ToBase64String(AutoTag.Import.Token.Span);
        await AssertLists(client, new { tags = new[] { "source:import" } }, import);
        await AssertLists(client, new { tags = new[] { " Source:IMPORT" } }, import);
        await AssertLists(client, new { tagTokens = new[] { token } }, import);
        await AssertLists(client, new { tags = new[] { "source:facebook" }, source = "FACEBOOK" }, facebook);
        await AssertLists(client, new { tags = new[] { "source:facebook", "source:import" } });
        await AssertLists(client, new { tags = new[] { "source:nowhere" } });
        await AssertLists(client, new { tagTokens = new[] { token }, deleted = true }, binned);
    }

    [Theory]
    [InlineData("source:import")]
    [InlineData("Source:mine")]
    [InlineData(" shared:facebook")]
    public async Task An_owner_cannot_set_one(string name)
    {
        using var client = await diary.SignUp(tier);
        var refused = await client.CreateEntry(Guid.CreateVersion7(), new { body = "", tags = new[] { "walk", name } });
        if (tier == Tier.Uce)
        {
            Assert.Equal("INVALID input.content.plain.tags.1", refused.Problems());
            return;
        }

        Assert.Equal("", refused.Problems()); // the server knows no names: whatever it is called, it is the client's own
        Assert.Equal([false, false], refused.At("entry.tags").EnumerateArray().Select(t => t.At("auto").GetBoolean()));
    }

    private static async Task<string> TagsOf(DiaryClient client, Guid id) => string.Join(", ",
        (await client.Data($"query ($id: ID!) {{ entry(id: $id) {{ {Shown} }} }}", new { id })).At("entry.tags").Texts("name"));

    private static async Task AssertLists(DiaryClient client, object filter, params Guid[] ids)
    {
        var entries = (await client.Data(Listed, new { filter })).At("entries");
        Assert.Equal(ids.Select(i => i.ToString()), entries.At("nodes").Texts("id"));
        Assert.Equal(ids.Length, entries.Number("totalCount"));
    }
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceAutoTagTests(DiaryFixture diary) : AutoTagTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2EAutoTagTests(DiaryFixture diary) : AutoTagTests(diary, Tier.E2E);

public sealed class SentAutoTagTests(DiaryFixture diary)
{
    [Fact]
    public async Task A_client_cannot_send_the_token_of_one()
    {
        using var client = await diary.SignUp(Tier.E2E);
        var id = Guid.CreateVersion7();
        var content = client.Sealing!.Seal(id, 1, new JsonObject { ["body"] = "x", ["tags"] = new JsonArray("walk") });
        content["tags"]![0]!["token"] = Convert.ToBase64String(AutoTag.Import.Token.Span);
        var refused = await client.Create(new { id, entryDate = "2026-11-23", content = new { @sealed = content } });
        Assert.Equal("INVALID input.content.sealed.tags.0.token", refused.Problems());
    }
}
