using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Entries;

/// <summary>Another account's id is answered exactly as one that nobody has.</summary>
public abstract class StrangerTests(DiaryFixture diary, Tier tier)
{
    [Theory]
    [InlineData("query ($id: ID!) { node(id: $id) { __typename id } }")]
    [InlineData("query ($id: ID!) { entry(id: $id) { id version tags { name } content { ... on PlainContent { body } } } }")]
    [InlineData("mutation ($input: EditEntryInput!) { editEntry(input: $input) { entry { id } "
        + "problems { __typename code message field } } }")]
    [InlineData("mutation ($id: ID!) { editEntry(input: { id: $id, expectedVersion: 9 }) { entry { id } "
        + "problems { __typename code message field } } }")]
    [InlineData("mutation ($id: ID!) { restoreRevision(input: { id: $id, expectedVersion: 1, version: 1 }) { entry { id } "
        + "problems { __typename code message field } } }")]
    [InlineData("mutation ($id: ID!) { deleteEntry(input: { id: $id }) { entry { id } problems { __typename code message field } } }")]
    [InlineData("mutation ($id: ID!) { deleteEntry(input: { id: $id, expectedVersion: 7 }) { entry { id } "
        + "problems { __typename code message field } } }")]
    [InlineData("mutation ($id: ID!) { undeleteEntry(input: { id: $id }) { entry { id } problems { __typename code message field } } }")]
    [InlineData("mutation ($id: ID!) { purgeEntry(input: { id: $id }) { problems { __typename code message field } } }")]
    public async Task An_id_is_unknown_to_everybody_but_its_owner(string query)
    {
        using var ada = await diary.SignUp(tier);
        using var eve = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await ada.CreateEntry(id, new { body = "Mine", tags = new[] { "t" } });
        var asEve = await eve.Send(query, Variables(id.ToString()));
        Assert.Equal((await eve.Send(query, Variables(Guid.CreateVersion7().ToString()))).GetRawText(), asEve.GetRawText());
        if (query.StartsWith("mutation", StringComparison.Ordinal))
        {
            Assert.Equal((await eve.Send(query, Variables("no id at all"))).GetRawText(), asEve.GetRawText());
            Assert.Contains("\"NOT_FOUND\",\"message\":\"There is no such entry.\",\"field\":\"input.id\"", asEve.GetRawText(),
                StringComparison.Ordinal);
        }

        var entry = await ada.Entry(id.ToString());
        Assert.Equal((1, "Mine"), (entry.Number("version"), entry.Text("content.body")));
    }

    [Fact]
    public async Task An_account_is_a_node_to_itself_only()
    {
        using var ada = await diary.SignUp(tier);
        using var eve = await diary.SignUp(tier);
        var id = (await ada.Data("{ me { id } }")).Text("me.id");
        const string query = "query ($id: ID!) { node(id: $id) { __typename id } }";
        Assert.Equal("Account", (await ada.Data(query, new { id })).Text("node.__typename"));
        Assert.True((await eve.Data(query, new { id })).IsNull("node"));
    }

    [Fact]
    public async Task Two_accounts_may_use_one_id_and_share_nothing()
    {
        using var ada = await diary.SignUp(tier);
        using var eve = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await ada.CreateEntry(id, new { body = "Ada's", tags = new[] { "same" } });
        await ada.EditEntry(id, 1, new { body = "Ada's second", tags = new[] { "same" } });
        var payload = await eve.CreateEntry(id, new { body = "Eve's", tags = new[] { "same" } });
        Assert.Equal(("", 1, "Eve's"), (payload.Problems(), payload.Number("entry.version"), payload.Text("entry.content.body")));
        Assert.NotEqual((await ada.Entry(id.ToString())).Text("tags.0.token"), payload.Text("entry.tags.0.token"));
        Assert.Equal(1, payload.Number("entry.tags.0.entryCount"));
        await eve.Move("purgeEntry", id.ToString());
        Assert.Equal("Ada's second", (await ada.Entry(id.ToString())).Text("content.body"));
    }

    [Fact]
    public async Task Lists_show_ones_own_entries_only_whatever_is_asked_for()
    {
        using var ada = await diary.SignUp(tier);
        using var eve = await diary.SignUp(tier);
        await ada.CreateEntry(Guid.CreateVersion7(), new { body = "Ada's", mood = "calm", tags = new[] { "same" } });
        await ada.CreateEntry(Guid.CreateVersion7(), new { body = "Ada's", mood = "calm", tags = new[] { "same" } });
        var (cursor, token) = await CursorAndToken(ada);
        (string?, object?)[] byName = tier == Tier.E2E ? [] : [(null, new { tags = new[] { "same" } }), (null, new { mood = "calm" })];
        foreach (var (after, filter) in byName.Concat([(null, null), (cursor, null), (null, new { tagTokens = new[] { token } })]))
        {
            var data = await eve.Data(
                "query ($after: String, $filter: EntryFilter) { entries(after: $after, filter: $filter) { totalCount nodes { id } } "
                + "tags { name } }", new { after, filter });
            Assert.Equal("""{"entries":{"totalCount":0,"nodes":[]},"tags":[]}""", data.GetRawText());
        }
    }

    private static object Variables(string id) =>
        new { id, input = new { id, expectedVersion = 1, content = new { plain = new { body = "x" } } } };

    private static async Task<(string Cursor, string Token)> CursorAndToken(DiaryClient client)
    {
        JsonElement data = await client.Data("{ entries(first: 1) { pageInfo { endCursor } nodes { tags { token } } } }");
        return (data.Text("entries.pageInfo.endCursor")!, data.Text("entries.nodes.0.tags.0.token")!);
    }
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceStrangerTests(DiaryFixture diary) : StrangerTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2EStrangerTests(DiaryFixture diary) : StrangerTests(diary, Tier.E2E);
