using Diary.Integrations.Facebook;

namespace Diary.Integrations.Tests.Facebook;

public sealed class FacebookLoginTests
{
    [Fact]
    public async Task A_code_becomes_a_token_and_that_one_of_sixty_days()
    {
        await using var scene = await GraphScene.Start();
        var given = await scene.ShortToken("user_posts");
        var token = await scene.Client.Login.Prolong(given, GraphScene.Ended);
        Assert.Equal(5_183_944, token.Lifetime!.Value.TotalSeconds);

        var facts = await scene.Client.Login.Inspect(token.Value, GraphScene.Ended);
        Assert.True(facts.IsOurs);
        Assert.Equal(scene.User.Id, facts.UserId);
        Assert.Equal(scene.World.Now + token.Lifetime, facts.ExpiresAt);
        Assert.NotNull(facts.DataAccessExpiresAt);
        Assert.Equal(new GraphUser(scene.User.Id, "Ann Example"), await scene.Client.Login.Me(token.Value, GraphScene.Ended));
    }

    [Fact]
    public async Task A_code_serves_once_and_for_one_address()
    {
        await using var scene = await GraphScene.Start();
        var code = (await scene.Consent()).Split("code=")[1].Split('&')[0];
        await scene.Client.Login.Redeem(code, GraphScene.Callback, GraphScene.Ended);
        var again = await GraphScene.Failure(() => scene.Client.Login.Redeem(code, GraphScene.Callback, GraphScene.Ended));
        Assert.Equal(GraphFault.Refused, again.Fault);

        var other = (await scene.Consent()).Split("code=")[1].Split('&')[0];
        var elsewhere = await GraphScene.Failure(
            () => scene.Client.Login.Redeem(other, new Uri("https://diary.example/other"), GraphScene.Ended));
        Assert.Equal(GraphFault.Refused, elsewhere.Fault);
    }

    [Fact]
    public async Task A_user_may_decline_some_or_all()
    {
        await using var scene = await GraphScene.Start();
        scene.User.Declines.Add("pages_manage_posts");
        var token = await scene.LongToken("user_posts", "pages_manage_posts");
        Assert.Equal(["public_profile", "user_posts"],
            (await scene.Client.Login.Granted(token, GraphScene.Ended)).Order(StringComparer.Ordinal));

        scene.World.DeniesAll = true;
        Assert.Contains("error=access_denied", await scene.Consent("user_posts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_another_app_is_not_ours()
    {
        await using var scene = await GraphScene.Start();
        var token = await scene.LongToken();
        scene.World.Tokens[token] = scene.World.Tokens[token] with { OtherApp = "999" };
        Assert.False((await scene.Client.Login.Inspect(token, GraphScene.Ended)).IsOurs);
    }

    [Fact]
    public async Task A_dead_token_is_not_ours_and_says_why_when_it_is_used()
    {
        await using var scene = await GraphScene.Start();
        var token = await scene.LongToken();
        scene.Clock.Move(TimeSpan.FromDays(61));
        Assert.False((await scene.Client.Login.Inspect(token, GraphScene.Ended)).IsOurs);
        Assert.Equal(GraphFault.TokenDead, (await GraphScene.Failure(() => scene.Client.Login.Me(token, GraphScene.Ended))).Fault);
        Assert.Equal(GraphFault.TokenDead, (await GraphScene.Failure(() => scene.Client.Login.Prolong(token, GraphScene.Ended))).Fault);

        var fresh = await scene.LongToken();
        await scene.Client.Login.Revoke(fresh, GraphScene.Ended);
        Assert.Equal(GraphFault.AppRemoved, (await GraphScene.Failure(() => scene.Client.Login.Me(fresh, GraphScene.Ended))).Fault);
    }

    [Fact]
    public async Task The_secret_is_proved_with_each_call_and_no_address_holds_a_secret()
    {
        await using var scene = await GraphScene.Start();
        var token = await scene.LongToken("user_posts");
        await scene.Client.Login.Inspect(token, GraphScene.Ended);
        await scene.Client.Login.Me(token, GraphScene.Ended);
        await scene.Client.Feed.Posts(token, new PostsQuery(null, null), GraphScene.Ended);
        var calls = scene.Facebook.Calls.Where(c => c.Route != "dialog").ToList();
        Assert.Equal(["access_token", "access_token", "debug_token", "me", "posts"], calls.Select(c => c.Route));
        Assert.All(calls.Where(c => c.Route is "me" or "posts"), c => Assert.True(c is { HasTokenInHeader: true, HasProof: true }));
        Assert.All(calls, c =>
        {
            Assert.DoesNotContain(scene.World.AppSecret, c.Query, StringComparison.Ordinal);
            Assert.DoesNotContain("EAA", c.Query, StringComparison.Ordinal);
            Assert.DoesNotContain("code", c.Query, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_proof_is_that_of_the_published_vector()
    {
        using var graph = new GraphTransport(new FacebookOptions { ClientId = "1", ClientSecret = "appsecret" }, TimeProvider.System);
        Assert.Equal("5fcf29e2605b92fb7ad5ebb2f52313f61745c8347d7728bc82fd747bb161dae5", graph.ProofOf("EAAtest123"));
    }

    [Fact]
    public async Task The_fake_refuses_a_call_without_proof()
    {
        await using var scene = await GraphScene.Start();
        var token = await scene.LongToken();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("OAuth", token);
        using var response = await http.GetAsync(new Uri(scene.Facebook.Url, "/v25.0/me"), GraphScene.Ended);
        Assert.Contains("Invalid appsecret_proof", await response.Content.ReadAsStringAsync(GraphScene.Ended), StringComparison.Ordinal);
    }
}
