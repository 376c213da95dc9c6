using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Changes;

/// <summary>What a client is told that stays connected.</summary>
public abstract class DiaryChangedTests(DiaryFixture diary, Tier tier)
{
    private const string Query =
        """
        subscription ($after: String) { diaryChanged(after: $after) { cursor node { entryId version kind entry {
          id version entryDate deletedAt tags { name } content { ... on PlainContent { body } } } } } }
        """;

    [Fact]
    public async Task What_happened_while_away_comes_first_and_then_what_happens()
    {
        using var client = await diary.SignUp(tier);
        var copy = new DiaryCopy();
        var ids = Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToList();
        await client.CreateEntry(ids[0], new { body = "One", tags = new[] { "t" } });
        await copy.Follow(client, first: null);
        await client.CreateEntry(ids[1], new { body = "Two" });
        await client.CreateEntry(ids[2], new { body = "Three" });
        using var socket = await SocketClient.Connect(client.Url, client.AccessToken);
        await Subscribe(client, socket, copy.Cursor);
        Assert.Equal(["WRITTEN 1", "WRITTEN 1"], await Take(client, socket, copy, 2));

        await client.CreateEntry(ids[3], new { body = "Four" });
        await client.EditEntry(ids[0], 1, new { body = "One, again" });
        await client.Move("deleteEntry", ids[1].ToString());
        await client.Move("undeleteEntry", ids[1].ToString());
        await client.Move("deleteEntry", ids[1].ToString());
        await client.Move("purgeEntry", ids[2].ToString());
        Assert.Equal(
            ["WRITTEN 1", "EDITED 2", "DELETED 2", "UNDELETED 3", "DELETED 4", "PURGED 2"], await Take(client, socket, copy, 6));
        Assert.Equal(await DiaryCopy.Truth(client), copy.Entries);
        Assert.Equal(copy.Seen.Count, copy.Seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Nobody_is_told_of_anothers_changes_or_may_go_on_at_anothers_cursor()
    {
        using var ada = await diary.SignUp(tier);
        using var eve = await diary.SignUp(tier);
        using var socket = await SocketClient.Connect(eve.Url, eve.AccessToken);
        await eve.CreateEntry(Guid.CreateVersion7(), new { body = "Eve's" });
        var copy = new DiaryCopy();
        await copy.Follow(eve, first: null);
        await Subscribe(eve, socket, copy.Cursor);
        await ada.CreateEntry(Guid.CreateVersion7(), new { body = "Ada's" });
        var own = Guid.CreateVersion7();
        await eve.CreateEntry(own, new { body = "Eve's own" });
        await Take(eve, socket, copy, 1);
        Assert.Equal($"{own} 1", copy.Seen[^1]);

        var adas = new DiaryCopy();
        await adas.Follow(ada, first: null);
        foreach (var bad in new[] { adas.Cursor, "x", "" })
        {
            await socket.Subscribe("bad", Query, new { after = bad });
            var error = (await socket.Next())!.Value;
            Assert.Equal(("error", "INVALID_CURSOR"), (error.Text("type"), error.Text("payload.0.extensions.code")));
        }
    }

    [Theory]
    [InlineData("mutation { signOut { ended } }")]
    [InlineData("mutation { revokeOtherSessions { ended } }")]
    public async Task A_session_that_ends_is_closed_and_told_nothing_more(string mutation)
    {
        using var client = await diary.SignUp(tier);
        using var other = client.Another();
        await other.SignInAgain();
        using var socket = await SocketClient.Connect(client.Url, client.AccessToken);
        var copy = new DiaryCopy();
        await other.CreateEntry(Guid.CreateVersion7(), new { body = "Before" });
        await copy.Follow(client, first: null);
        await other.CreateEntry(Guid.CreateVersion7(), new { body = "For all" });
        await Subscribe(client, socket, copy.Cursor);
        Assert.Equal("next", (await socket.Next())!.Value.Text("type")); // what has not begun by then would be refused with an error
        await (mutation.Contains("signOut", StringComparison.Ordinal) ? client : other).Data(mutation);
        await other.CreateEntry(Guid.CreateVersion7(), new { body = "Not for them" });
        JsonElement? last = null;
        while (await socket.Next() is { } message)
        {
            last = message;
        }

        Assert.Null(last);
        Assert.Equal(4401, socket.Closed!.Value.Code); // also where the event comes before the look at the session
    }

    [Fact]
    public async Task A_session_that_ends_while_nothing_happens_is_closed_for_good()
    {
        using var client = await diary.SignUp(tier);
        using var socket = await SocketClient.Connect(client.Url, client.AccessToken);
        await Subscribe(client, socket, null);
        await client.Data("mutation { signOut { ended } }");
        Assert.Equal((4401, true), (await socket.Close(), socket.Closed!.Value.Reason.Contains("Sign in", StringComparison.Ordinal)));
        using var again = await SocketClient.Open(client.Url);
        await again.Send(new { type = "connection_init", payload = new { authorization = $"Bearer {client.AccessToken}" } });
        Assert.Equal(4403, await again.Close());
    }

    [Fact]
    public async Task A_token_that_expires_closes_and_a_fresh_one_goes_on_where_it_was()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(tier);
        var copy = new DiaryCopy();
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        await copy.Follow(client, first: null);
        using (var socket = await SocketClient.Connect(client.Url, client.AccessToken))
        {
            await Subscribe(client, socket, copy.Cursor);
            clock.Move(TimeSpan.FromMinutes(16));
            Assert.Equal(4403, await socket.Close());
        }

        client.Use((await Sessions.RefreshTests.Refresh(client, client.RefreshToken)).At("session"));
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "Two" });
        using var fresh = await SocketClient.Connect(client.Url, client.AccessToken);
        await Subscribe(client, fresh, copy.Cursor);
        Assert.Equal(["WRITTEN 1"], await Take(client, fresh, copy, 1));
        Assert.Equal(await DiaryCopy.Truth(client), copy.Entries);
    }

    [Fact]
    public async Task A_refresh_leaves_the_socket_and_what_was_refreshed_twice_is_closed()
    {
        using var client = await diary.SignUp(tier);
        using var socket = await SocketClient.Connect(client.Url, client.AccessToken);
        var copy = new DiaryCopy();
        await Subscribe(client, socket, (await Marked(client, copy)).Cursor);
        client.Use((await Sessions.RefreshTests.Refresh(client, client.RefreshToken)).At("session"));
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "Two" });
        Assert.Equal(["WRITTEN 1"], await Take(client, socket, copy, 1));
        client.Use((await Sessions.RefreshTests.Refresh(client, client.RefreshToken)).At("session"));
        Assert.Equal(4403, await socket.Close());
    }

    private static async Task<DiaryCopy> Marked(DiaryClient client, DiaryCopy copy)
    {
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        await copy.Follow(client, first: null);
        return copy;
    }

    private static Task Subscribe(DiaryClient client, SocketClient socket, string? after) =>
        socket.Subscribe("changes", client.Sealing is null ? Query : E2ESealing.Widen(Query), new { after });

    private static async Task<IReadOnlyList<string>> Take(DiaryClient client, SocketClient socket, DiaryCopy copy, int events)
    {
        var kinds = new List<string>();
        while (kinds.Count < events)
        {
            var message = await socket.Next() ?? throw new InvalidOperationException($"The socket was closed: {socket.Closed}");
            Assert.True(message.Text("type") == "next" && !message.At("payload").TryGetProperty("errors", out _), message.GetRawText());
            kinds.Add(copy.Take((client.Sealing?.Open(message) ?? message).At("payload.data.diaryChanged")));
        }

        return kinds;
    }
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceDiaryChangedTests(DiaryFixture diary) : DiaryChangedTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2EDiaryChangedTests(DiaryFixture diary) : DiaryChangedTests(diary, Tier.E2E);
