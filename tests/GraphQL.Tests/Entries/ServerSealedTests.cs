using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Grains;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Search;
using Diary.GraphQL.Tests.Search;
using Diary.TestKit;
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
        await Import(client, id);
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
            await Import(client, Guid.CreateVersion7());
        }

        await SearchTests.AssertFinds(client, "imported");
        var services = diary.Server.Services;
        services.GetRequiredService<UnlockedAccounts>().Forget(new AccountId((await Me(client)).Id));
        await client.Data("{ me { id } }");
        await services.GetRequiredService<UnindexedTexts>().Settled;
        Assert.Equal(60, (await client.Data(SearchTests.Query, new { query = "imported" })).At("search.totalCount").GetInt32());
        await SearchTests.AssertFinds(client, "here", "Written here");
        Assert.Equal(["imported"], await SearchTests.Suggest(client, "impo"));
    }

    private async Task Import(DiaryClient client, Guid id)
    {
        var services = diary.Server.Services;
        var me = client.Sealing is { } sealing
            ? (Id: sealing.Account, Key: sealing.PrivateKey.PublicKey)
            : await Me(client);
        var (account, entry) = (new AccountId(me.Id), new EntryId(id));
        var parts = PublicContentSealer.SealTo(new EnvelopeContext(me.Id, id, 1), me.Key, 0, """{"body":"Imported"}"""u8);
        var draft = new SealedDraft(services.GetRequiredService<SealedVault>().SealCapsule(account, entry, 1, parts.Capsule),
            new Bytes(parts.Body), new ContentIndex(new Bytes(new byte[32]), [], Bytes.Empty, Bytes.Empty, Bytes.Empty));
        var receipt = await services.GetRequiredService<IGrainFactory>().Entry(account, entry).Execute(
            new EntryCommand.Write(entry, account, new EntryDay(new DateOnly(2026, 11, 23), "UTC"), EntrySource.Import, draft, null));
        Assert.Equal(1, receipt.Version);
    }

    private static async Task<(Guid Id, X25519PublicKey Key)> Me(DiaryClient client)
    {
        var me = (await client.Data("{ me { id publicKey } }")).At("me");
        Assert.True(X25519PublicKey.TryImport(me.At("publicKey").GetBytesFromBase64(), out var key));
        return (me.At("id").GetGuid(), key);
    }
}
