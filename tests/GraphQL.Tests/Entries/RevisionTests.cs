using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Entries;

public abstract class RevisionTests(DiaryFixture diary, Tier tier)
{
    private const string Revision = "{ version entryDate recordedAt session content { ... on PlainContent { body } } tags { name } }";

    [Fact]
    public async Task Revisions_are_the_versions_of_the_content_newest_first()
    {
        using var client = await diary.SignUp(tier);
        var id = await Life(client);
        var connection = (await Ask(client, id,
            $"revisions {{ totalCount nodes {Revision} edges {{ node {{ version }} }} pageInfo {{ hasNextPage hasPreviousPage }} }}"))
            .At("revisions");
        Assert.Equal(5, connection.Number("totalCount"));
        Assert.Equal([7, 6, 3, 2, 1], connection.At("nodes").Numbers("version"));
        Assert.Equal([7, 6, 3, 2, 1], connection.At("edges").Numbers("node.version"));
        Assert.Equal(["One", "Two", "Two", "Two", "One"], connection.At("nodes").Texts("content.body"));
        Assert.Equal(["2026-11-23", "2026-01-01", "2026-01-01", "2026-11-23", "2026-11-23"], connection.At("nodes").Texts("entryDate"));
        Assert.Equal(["a", "b", "b", "b", "a"], connection.At("nodes").Texts("tags.0.name"));
        Assert.Single(connection.At("nodes").Texts("session").Distinct(StringComparer.Ordinal), s => Guid.TryParseExact(s, "D", out _));
        Assert.Equal("""{"hasNextPage":false,"hasPreviousPage":false}""", connection.At("pageInfo").GetRawText());
    }

    [Fact]
    public async Task Revisions_are_walked_page_by_page()
    {
        using var client = await diary.SignUp(tier);
        var id = await Life(client);
        var seen = new List<int>();
        string? after = null;
        do
        {
            var page = (await Ask(client, id,
                "revisions(first: 2, after: $after) { totalCount nodes { version } pageInfo { hasNextPage endCursor } }", after))
                .At("revisions");
            Assert.Equal(5, page.Number("totalCount"));
            seen.AddRange(page.At("nodes").Numbers("version"));
            after = page.At("pageInfo.hasNextPage").GetBoolean() ? page.Text("pageInfo.endCursor") : null;
        }
        while (after is not null);
        Assert.Equal([7, 6, 3, 2, 1], seen);
    }

    [Fact]
    public async Task History_tells_everything_that_happened_newest_first()
    {
        using var client = await diary.SignUp(tier);
        var id = await Life(client);
        var nodes = (await Ask(client, id, "history { nodes { version kind recordedAt session } }")).At("history.nodes");
        Assert.Equal([7, 6, 5, 4, 3, 2, 1], nodes.Numbers("version"));
        Assert.Equal(["RESTORED", "EDITED", "UNDELETED", "DELETED", "EDITED", "EDITED", "WRITTEN"], nodes.Texts("kind"));
        Assert.Equal(nodes.Texts("recordedAt").OrderDescending(), nodes.Texts("recordedAt"));
        var first = (await Ask(client, id, "history(first: 3) { nodes { version } pageInfo { hasNextPage endCursor } }")).At("history");
        Assert.Equal([7, 6, 5], first.At("nodes").Numbers("version"));
        Assert.True(first.At("pageInfo.hasNextPage").GetBoolean());
        var rest = (await Ask(client, id, "history(after: $after) { nodes { version } pageInfo { hasNextPage hasPreviousPage } }",
            first.Text("pageInfo.endCursor"))).At("history");
        Assert.Equal([4, 3, 2, 1], rest.At("nodes").Numbers("version"));
        Assert.Equal("""{"hasNextPage":false,"hasPreviousPage":true}""", rest.At("pageInfo").GetRawText());
    }

    [Fact]
    public async Task Any_version_can_be_read_and_none_that_never_was()
    {
        using var client = await diary.SignUp(tier);
        var id = await Life(client);
        var entry = await Ask(
            client, id, $"one: revision(version: 1) {Revision} deleted: revision(version: 4) {Revision} "
                + $"none: revision(version: 8) {Revision} zero: revision(version: 0) {Revision} below: revision(version: -5) {Revision}");
        Assert.Equal(("One", 1), (entry.Text("one.content.body"), entry.Number("one.version")));
        Assert.Equal(("Two", 4, "2026-01-01"),
            (entry.Text("deleted.content.body"), entry.Number("deleted.version"), entry.Text("deleted.entryDate")));
        Assert.Equal((true, true, true), (entry.IsNull("none"), entry.IsNull("zero"), entry.IsNull("below")));
    }

    [Theory]
    [InlineData("revisions(first: 101) { totalCount }", "INVALID_PAGE_SIZE")]
    [InlineData("history(first: -1) { nodes { version } }", "INVALID_PAGE_SIZE")]
    [InlineData("history(after: \"x\") { nodes { version } }", "INVALID_CURSOR")]
    public async Task Pages_have_their_bounds(string field, string code)
    {
        using var client = await diary.SignUp(tier);
        var id = await Life(client);
        Assert.Equal(code, (await client.Send($"query ($id: ID!) {{ entry(id: $id) {{ {field} }} }}", new { id })).Codes());
    }

    /// <summary>Seven versions: written, edited, redated, deleted, undeleted, edited (to the same text), restored to the first.</summary>
    private static async Task<string> Life(DiaryClient client)
    {
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One", tags = new[] { "a" } });
        await client.EditEntry(id, 1, new { body = "Two", tags = new[] { "b" } });
        await client.Edit(new { id, expectedVersion = 2, entryDate = "2026-01-01" });
        await client.Move("deleteEntry", id.ToString(), 3);
        await client.Move("undeleteEntry", id.ToString(), 4);
        await client.EditEntry(id, 5, new { body = "Two", tags = new[] { "b" } });
        Assert.Equal(7, (await client.Restore(id.ToString(), 6, 1)).Number("entry.version"));
        return id.ToString();
    }

    private static async Task<JsonElement> Ask(DiaryClient client, string id, string fields, string? after = null)
    {
        var declared = fields.Contains("$after", StringComparison.Ordinal) ? ", $after: String" : "";
        return (await client.Data($"query ($id: ID!{declared}) {{ entry(id: $id) {{ {fields} }} }}", new { id, after })).At("entry");
    }
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceRevisionTests(DiaryFixture diary) : RevisionTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2ERevisionTests(DiaryFixture diary) : RevisionTests(diary, Tier.E2E);
