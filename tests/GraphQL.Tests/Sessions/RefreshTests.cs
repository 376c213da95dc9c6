using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Sessions;

public abstract class RefreshTests(DiaryFixture diary, Tier tier)
{
    private const string Refused = "WRONG_CREDENTIAL refreshToken";

    [Fact]
    public async Task A_refresh_token_brings_a_new_pair_and_the_account()
    {
        using var client = await diary.SignUp(tier);
        var me = (await client.Data("{ me { id } }")).Text("me.id");
        var spent = client.RefreshToken;
        client.SignWith(null);
        var payload = await Refresh(client, spent);
        Assert.Equal(("", me), (payload.Problems(), payload.Text("account.id")));
        client.Use(payload.At("session"));
        Assert.NotEqual(spent, client.RefreshToken);
        Assert.Equal(me, (await client.Data("{ me { id } }")).Text("me.id"));
        Assert.Equal("", (await Refresh(client, client.RefreshToken)).Problems());
    }

    [Fact]
    public async Task What_was_written_before_a_refresh_can_be_read_after_it()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { title = "T", body = "Before" });
        client.Use((await Refresh(client, client.RefreshToken)).At("session"));
        Assert.Equal("Before", (await client.Entry(id.ToString())).Text("content.body"));
    }

    [Fact]
    public async Task A_spent_token_brings_the_same_successor_within_ten_seconds()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(tier);
        var first = (await Refresh(client, client.RefreshToken)).At("session");
        clock.Move(TimeSpan.FromSeconds(8));
        var again = (await Refresh(client, client.RefreshToken)).At("session");
        Assert.Equal(first.Text("refreshTokenExpiresAt"), again.Text("refreshTokenExpiresAt"));
        foreach (var pair in new[] { first, again })
        {
            client.SignWith(pair.Text("accessToken"));
            Assert.Equal(tier.Name(), (await client.Data("{ me { tier } }")).Text("me.tier"));
        }

        var next = await Refresh(client, first.Text("refreshToken")!);
        Assert.Equal("", next.Problems());
        Assert.Equal("", (await Refresh(client, again.Text("refreshToken")!)).Problems()); // the same token as first: within its own grace
    }

    [Fact]
    public async Task A_spent_token_ends_the_session_after_ten_seconds_and_every_token_of_it()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(tier);
        using var other = client.Another();
        await other.SignInAgain();
        var (firstAccess, spent) = (client.AccessToken, client.RefreshToken);
        var pair = (await Refresh(client, spent)).At("session");
        clock.Move(TimeSpan.FromSeconds(11));
        var reused = await Refresh(client, spent);
        Assert.Equal((Refused, true, true), (reused.Problems(), reused.IsNull("session"), reused.IsNull("account")));
        Assert.Equal(Refused, (await Refresh(client, pair.Text("refreshToken")!)).Problems());
        foreach (var token in new[] { firstAccess, pair.Text("accessToken") })
        {
            client.SignWith(token);
            Assert.Equal("UNAUTHENTICATED", (await client.Send("{ me { id } }")).Codes());
        }

        Assert.Equal(tier.Name(), (await other.Data("{ me { tier } }")).Text("me.tier")); // another session of the account lives on
    }

    [Fact]
    public async Task Of_many_refreshes_at_once_all_bring_the_same_successor()
    {
        using var client = await diary.SignUp(tier);
        var payloads = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Refresh(client, client.RefreshToken)));
        Assert.All(payloads, p => Assert.Equal("", p.Problems()));
        Assert.Single(payloads.Select(p => p.Text("session.refreshTokenExpiresAt")).Distinct(StringComparer.Ordinal));
        foreach (var payload in payloads)
        {
            client.SignWith(payload.Text("session.accessToken"));
            Assert.Equal(tier.Name(), (await client.Data("{ me { tier } }")).Text("me.tier"));
        }
    }

    [Fact]
    public async Task A_refresh_token_ends_after_thirty_days()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(tier);
        clock.Move(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        client.Use((await Refresh(client, client.RefreshToken)).At("session"));
        clock.Move(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1));
        Assert.Equal(Refused, (await Refresh(client, client.RefreshToken)).Problems());
    }

    [Fact]
    public async Task Tokens_are_understood_after_the_servers_key_was_replaced()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(tier);
        clock.Move(TimeSpan.FromDays(20));
        client.Use((await Refresh(client, client.RefreshToken)).At("session"));
        clock.Move(TimeSpan.FromDays(12)); // the first key has served its 31 days; this token was signed with it
        client.Use((await Refresh(client, client.RefreshToken)).At("session"));
        Assert.Equal(tier.Name(), (await client.Data("{ me { tier } }")).Text("me.tier"));
    }

    internal static async Task<JsonElement> Refresh(DiaryClient client, string token) => (await client.Data(
        "mutation ($token: String!) { refreshSession(refreshToken: $token) { session { accessToken refreshToken accessTokenExpiresAt "
        + "refreshTokenExpiresAt } account { id } problems { __typename code message field } } }",
        new { token })).GetProperty("refreshSession");
}

/// <summary>The same in the tier whose keys the session carries.</summary>
public sealed class UceRefreshTests(DiaryFixture diary) : RefreshTests(diary, Tier.Uce);

/// <summary>The same in the tier whose keys never leave the client.</summary>
public sealed class E2ERefreshTests(DiaryFixture diary) : RefreshTests(diary, Tier.E2E);
