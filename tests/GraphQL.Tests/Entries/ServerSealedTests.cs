using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Search;
using Diary.GraphQL.Tests.Search;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Entries;

/// <summary>What the server sealed to an account's public key while nobody was signed in.</summary>
public sealed class ServerSealedTests(DiaryFixture diary)
{
    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task It_is_read_as_ones_own_and_edited_as_ones_own(Tier tier)
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await diary.Server.Import(client, id);
        if (tier == Tier.E2E)
        {
            var raw = await client.Raw("query ($id: ID!) { entry(id: $id) { source content { ... on SealedContent { authenticated } } } }",
                new { id });
            Assert.Equal(("IMPORT", false),
                (raw.Text("data.entry.source"), raw.At("data.entry.content.authenticated").GetBoolean()));
        }
        else
        {
            Assert.Equal("Imported", (await client.Entry(id.ToString())).Text("content.body"));
        }

        await client.EditEntry(id, 1, new { body = "Mine" });
        var nodes = (await client.Data(
            "query ($id: ID!) { entry(id: $id) { content { ... on PlainContent { body } } revisions { nodes { version } } } }", new { id }))
            .At("entry");
        Assert.Equal("Mine", nodes.Text("content.body"));
        Assert.Equal([2, 1], nodes.At("revisions.nodes").Numbers("version"));
    }

    [Fact]
    public async Task It_is_found_by_search_after_the_next_request_of_its_owner()
    {
        using var client = await diary.SignUp();
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "Written here" });
        for (var i = 0; i < 60; i++)
        {
            await diary.Server.Import(client, Guid.CreateVersion7());
        }

        await SearchTests.AssertFinds(client, "imported");
        var services = diary.Server.Services;
        services.GetRequiredService<UnlockedAccounts>().Forget(new AccountId((await client.Data("{ me { id } }")).At("me.id").GetGuid()));
        await client.Data("{ me { id } }");
        await services.GetRequiredService<UnindexedTexts>().Settled;
        Assert.Equal(60, (await client.Data(SearchTests.Query, new { query = "imported" })).At("search.totalCount").GetInt32());
        await SearchTests.AssertFinds(client, "here", "Written here");
        Assert.Equal(["imported"], await SearchTests.Suggest(client, "impo"));
    }
}
