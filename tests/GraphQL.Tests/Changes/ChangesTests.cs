using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Changes;

/// <summary>What a client sees that keeps a copy of the diary by following its changes.</summary>
public abstract class ChangesTests(DiaryFixture diary, Tier tier)
{
    [Fact]
    public async Task Whoever_follows_has_what_the_server_has()
    {
        using var client = await diary.SignUp(tier);
        var copy = new DiaryCopy();
        var ids = Enumerable.Range(0, 7).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var id in ids)
        {
            await client.CreateEntry(id, new { body = "One", tags = new[] { "t" } });
            await copy.Follow(client, first: 3);
        }

        await client.EditEntry(ids[0], 1, new { body = "Two" });
        await client.EditEntry(ids[1], 1, null, entryDate: "2026-11-01");
        await client.Restore(ids[0].ToString(), 2, 1);
        await client.Move("deleteEntry", ids[2].ToString());
        await client.Move("deleteEntry", ids[3].ToString());
        await client.Move("undeleteEntry", ids[3].ToString());
        await client.Move("deleteEntry", ids[4].ToString());
        Assert.Equal(
            ["EDITED 2", "EDITED 2", "RESTORED 3", "DELETED 2", "DELETED 2", "UNDELETED 3", "DELETED 2"],
            await copy.Follow(client, first: 2));
        await client.Move("purgeEntry", ids[4].ToString());
        await client.Move("purgeEntry", ids[5].ToString());
        Assert.Equal(["PURGED 3", "PURGED 2"], await copy.Follow(client, first: 2));
        Assert.Equal(await DiaryCopy.Truth(client), copy.Entries);
        Assert.Equal((5, 7 + 9), (copy.Entries.Count, copy.Seen.Count));

        var late = new DiaryCopy();
        await late.Follow(client, first: null);
        string[] erased = [$"{ids[4]} 1", $"{ids[4]} 2", $"{ids[5]} 1"]; // now or soon, in the background
        Assert.Equal(copy.Seen.Except(erased), late.Seen.Except(erased));
        Assert.Equal(copy.Entries, late.Entries);
        Assert.Empty(await copy.Follow(client, first: 5));
    }

    [Fact]
    public async Task A_page_says_where_it_stands_and_goes_up_to_a_thousand()
    {
        using var client = await diary.SignUp(tier);
        await Write(client, 3);
        var first = await Page(client, null, 2);
        Assert.Equal((2, true, false), Shape(first));
        Assert.Equal(first.At("edges").Texts("cursor"), [first.Text("pageInfo.startCursor"), first.Text("pageInfo.endCursor")]);
        var second = (await client.Data(
            "query ($after: String) { changes(after: $after, first: 1000) { edges { node { version } } "
            + "pageInfo { hasNextPage hasPreviousPage endCursor } } }", new { after = first.Text("pageInfo.endCursor") })).At("changes");
        Assert.Equal((1, false, true), Shape(second));
        var end = await Page(client, second.Text("pageInfo.endCursor"), 0);
        Assert.Equal((0, false, true), Shape(end));
        Assert.True(end.IsNull("pageInfo.endCursor"));
        Assert.Equal("INVALID_PAGE_SIZE", (await client.Send(DiaryCopy.Query, new { first = 1001 })).Codes());
        Assert.Equal("INVALID_PAGE_SIZE", (await client.Send(DiaryCopy.Query, new { first = -1 })).Codes());
    }

    [Fact]
    public async Task A_cursor_of_another_account_or_list_or_none_at_all_is_refused()
    {
        using var client = await diary.SignUp(tier);
        using var other = await diary.SignUp(tier);
        await Write(client, 1);
        await Write(other, 1);
        var own = (await Page(client, null, 1)).Text("pageInfo.endCursor")!;
        string[] bad =
        [
            (await Page(other, null, 1)).Text("pageInfo.endCursor")!,
            (await client.Data("{ entries { pageInfo { endCursor } } }")).Text("entries.pageInfo.endCursor")!,
            own[..^1] + (own[^1] == 'A' ? 'B' : 'A'), own[..13] + "AAAAAA" + own[19..], own[..8] + "B" + own[9..], "", "x", own + "A",
        ];
        foreach (var after in bad)
        {
            Assert.Equal("INVALID_CURSOR", (await client.Send(DiaryCopy.Query, new { after })).Codes());
        }

        Assert.Equal((0, false, true), Shape(await Page(client, own, 5)));
        Assert.Equal(
            "INVALID_CURSOR", (await client.Send("query ($after: String) { entries(after: $after) { totalCount } }", new { after = own }))
                .Codes());
    }

    [Fact]
    public async Task A_cursor_a_year_old_works()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(tier);
        var copy = new DiaryCopy();
        await Write(client, 3);
        await copy.Follow(client, first: null);
        await Write(client, 2);
        for (var month = 0; month < 13; month++)
        {
            clock.Move(TimeSpan.FromDays(29));
            client.Use((await Sessions.RefreshTests.Refresh(client, client.RefreshToken)).At("session"));
        }

        Assert.Equal(["WRITTEN 1", "WRITTEN 1"], await copy.Follow(client, first: null));
        Assert.Equal(await DiaryCopy.Truth(client), copy.Entries);
    }

    [Fact]
    public async Task A_cursor_works_on_a_server_that_was_started_again()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var database = await diary.Postgres.CreateDatabase();
        var copy = new DiaryCopy();
        DiaryClient before;
        await using (var server = await DiaryServer.Start(database, key))
        {
            before = await server.SignUp(tier);
            await Write(before, 3);
            await copy.Follow(before, first: null);
            await Write(before, 2);
        }

        await using var again = await DiaryServer.Start(database, key);
        using var client = before.Another(again.Url);
        client.SignWith(before.AccessToken);
        Assert.Equal(["WRITTEN 1", "WRITTEN 1"], await copy.Follow(client, first: null));
        Assert.Equal(await DiaryCopy.Truth(client), copy.Entries);
        before.Dispose();
    }

    private static async Task Write(DiaryClient client, int entries)
    {
        for (var i = 0; i < entries; i++)
        {
            await client.CreateEntry(Guid.CreateVersion7(), new { body = $"Entry {i}" });
        }
    }

    private static async Task<JsonElement> Page(DiaryClient client, string? after, int first) =>
        (await client.Data(DiaryCopy.Query, new { after, first })).At("changes");

    private static (int Edges, bool HasNext, bool HasPrevious) Shape(JsonElement page) => (page.At("edges").GetArrayLength(),
        page.At("pageInfo.hasNextPage").GetBoolean(), page.At("pageInfo.hasPreviousPage").GetBoolean());
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceChangesTests(DiaryFixture diary) : ChangesTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2EChangesTests(DiaryFixture diary) : ChangesTests(diary, Tier.E2E);
