using System.Net;
using Diary.Domain.Accounts;
using Diary.FacebookFake;

namespace Diary.GraphQL.Tests.Facebook;

public sealed class ConnectTests(DiaryFixture fixture)
{
    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task A_consent_connects_and_shows_who_and_what(Tier tier)
    {
        await using var scene = await FacebookScene.Start(fixture);
        scene.World.AddPage(scene.User, "Garden");
        scene.World.AddPage(scene.User, "Club", canPublish: false);
        using var client = await scene.SignUp(tier);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await client.Facebook()).ValueKind);

        Assert.Equal("connected", await scene.Connect(client, publish: true));
        var facebook = await client.Facebook();
        Assert.Equal(("CONNECTED", "Ann Example", true), (facebook.Text("state"), facebook.Text("name"), facebook.At("pull").GetBoolean()));
        Assert.Equal([("Garden", true), ("Club", false)],
            facebook.At("pages").EnumerateArray().Select(p => (p.Text("name")!, p.At("canPublish").GetBoolean())));
        var left = facebook.At("tokenExpiresAt").GetDateTimeOffset() - scene.Clock.GetUtcNow();
        Assert.InRange(left.TotalDays, 59, 60);
    }

    [Fact]
    public async Task Only_what_is_wanted_is_asked_for()
    {
        await using var scene = await FacebookScene.Start(fixture);
        using var client = await scene.SignUp();
        var url = (await client.ConnectFacebook(FacebookScene.ReturnUrl)).Text("authorizationUrl")!;
        Assert.Contains("scope=public_profile%2Cuser_posts&", $"{url}&", StringComparison.Ordinal);
        Assert.DoesNotContain("rerequest", url, StringComparison.Ordinal);

        Assert.Equal("connected", await scene.Connect(client));
        url = (await client.ConnectFacebook(FacebookScene.ReturnUrl, pull: false, publish: true)).Text("authorizationUrl")!;
        Assert.Contains("pages_manage_posts", url, StringComparison.Ordinal);
        Assert.DoesNotContain("user_posts", url, StringComparison.Ordinal);
        Assert.Contains("auth_type=rerequest", url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_denial_connects_nothing_and_a_part_of_it_only_that_part()
    {
        await using var scene = await FacebookScene.Start(fixture);
        using var client = await scene.SignUp();
        scene.World.DeniesAll = true;
        Assert.Equal("denied", await scene.Connect(client));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await client.Facebook()).ValueKind);

        scene.World.DeniesAll = false;
        scene.User.Declines.Add("user_posts");
        Assert.Equal("declined", await scene.Connect(client));
        Assert.False((await client.Facebook()).At("pull").GetBoolean());
    }

    [Fact]
    public async Task What_comes_back_serves_once_and_is_refused_before_Facebook_is_asked()
    {
        await using var scene = await FacebookScene.Start(fixture);
        using var client = await scene.SignUp();
        var first = (await client.ConnectFacebook(FacebookScene.ReturnUrl)).Text("authorizationUrl")!;
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var dialog = await browser.GetAsync(new Uri(first), FacebookScene.Ended);
        var back = dialog.Headers.Location!;

        using (var answer = await scene.Visit(back))
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        }

        var asked = scene.Facebook.Calls.Count;
        var state = System.Web.HttpUtility.ParseQueryString(back.Query)["state"]!;
        foreach (var query in new[]
        {
            back.Query, // again
            back.Query.Replace(state, Convert.ToBase64String(new byte[32]).TrimEnd('='), StringComparison.Ordinal),
            "?code=x", "?code=x&state=", "?code=x&state=%20", $"?code=x&state={new string('A', 5000)}", "",
        })
        {
            using var answer = await scene.Visit(new Uri(back, $"/facebook/callback{query}"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        Assert.Equal(asked, scene.Facebook.Calls.Count(c => c.Route != "posts"));
    }

    [Fact]
    public async Task What_comes_back_too_late_or_after_the_session_or_of_an_earlier_request_is_refused()
    {
        await using var scene = await FacebookScene.Start(fixture);
        using var client = await scene.SignUp();
        var late = (await client.ConnectFacebook(FacebookScene.ReturnUrl)).Text("authorizationUrl")!;
        scene.Clock.Move(TimeSpan.FromMinutes(11));
        using (var answer = await scene.Follow(late))
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        var earlier = (await client.ConnectFacebook(FacebookScene.ReturnUrl)).Text("authorizationUrl")!;
        var latest = (await client.ConnectFacebook(FacebookScene.ReturnUrl)).Text("authorizationUrl")!;
        using (var answer = await scene.Follow(earlier))
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        await client.Data("mutation { signOut { problems { code } } }");
        using (var answer = await scene.Follow(latest))
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.DoesNotContain(scene.Facebook.Calls, c => c.Route != "dialog");
    }

    [Fact]
    public async Task A_token_of_another_app_connects_nothing()
    {
        await using var scene = await FacebookScene.Start(fixture);
        using var client = await scene.SignUp();
        scene.World.GivesTokensOf = "999";
        Assert.Equal("failed", await scene.Connect(client));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await client.Facebook()).ValueKind);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("debug_token")]
    [InlineData("permissions")]
    public async Task Where_Facebook_fails_the_browser_is_told_and_may_try_again(string route)
    {
        await using var scene = await FacebookScene.Start(fixture);
        using var client = await scene.SignUp();
        scene.Facebook.Faults.Script(route, [.. Enumerable.Repeat(new Fault(FaultKind.Html502), 3)]);
        Assert.Equal("failed", await scene.Connect(client));
        scene.Facebook.Faults.Clear();
        Assert.Equal("connected", await scene.Connect(client));
    }

    [Fact]
    public async Task Disconnecting_forgets_here_whatever_Facebook_says()
    {
        await using var scene = await FacebookScene.Start(fixture);
        using var client = await scene.Connected();
        scene.Facebook.Faults.Script("permissions", new Fault(FaultKind.ResetBefore));
        var facebook = (await client.DisconnectFacebook()).At("facebook");
        Assert.Equal("DISCONNECTED", facebook.Text("state"));
        Assert.Null(facebook.Text("name"));
        Assert.False(facebook.At("pull").GetBoolean());
        Assert.Null(scene.User.RemovedAppAt);
        Assert.Equal("DISCONNECTED", (await client.DisconnectFacebook()).Text("facebook.state"));
        Assert.Equal("NOT_CONNECTED", (await client.PullFromFacebook()).At("problems")[0].Text("code"));
        Assert.Equal("NOT_CONNECTED", (await client.ConfigureFacebook(true)).At("problems")[0].Text("code"));

        Assert.Equal("connected", await scene.Connect(client));
        await client.DisconnectFacebook();
        Assert.NotNull(scene.User.RemovedAppAt);
    }

    [Fact]
    public async Task How_often_is_bounded_and_kept()
    {
        await using var scene = await FacebookScene.Start(fixture);
        using var client = await scene.Connected();
        foreach (var minutes in new[] { 14, 0, -1, 10_081, int.MaxValue })
        {
            var problem = (await client.ConfigureFacebook(true, minutes)).At("problems")[0];
            Assert.Equal(("INVALID", "input.everyMinutes"), (problem.Text("code"), problem.Text("field")));
        }

        var facebook = (await client.ConfigureFacebook(true, 15)).At("facebook");
        Assert.InRange((facebook.At("nextSyncAt").GetDateTimeOffset() - scene.Clock.GetUtcNow()).TotalMinutes, 14, 15);
        facebook = (await client.ConfigureFacebook(false)).At("facebook");
        Assert.False(facebook.At("pull").GetBoolean());
        Assert.Null(facebook.Text("nextSyncAt"));
    }

    [Theory]
    [InlineData("http://app.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/settings")]
    [InlineData("https://user:secret@app.example/")]
    [InlineData("")]
    public async Task A_browser_is_sent_to_safe_addresses_only(string returnUrl)
    {
        await using var scene = await FacebookScene.Start(fixture);
        using var client = await scene.SignUp();
        var payload = await client.ConnectFacebook(returnUrl);
        Assert.Null(payload.Text("authorizationUrl"));
        Assert.Equal("input.returnUrl", payload.At("problems")[0].Text("field"));
    }

    [Fact]
    public async Task A_server_without_an_app_says_so_and_everything_else_works()
    {
        using var client = await fixture.SignUp();
        Assert.Equal("NOT_SUPPORTED", (await client.ConnectFacebook(FacebookScene.ReturnUrl)).At("problems")[0].Text("code"));
        Assert.Equal("NOT_SUPPORTED", (await client.PullFromFacebook()).At("problems")[0].Text("code"));
        Assert.Equal("NOT_SUPPORTED", (await client.ConfigureFacebook(true)).At("problems")[0].Text("code"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await client.Facebook()).ValueKind);
        using var browser = new HttpClient();
        foreach (var (path, status) in new[] { ("/facebook/callback?state=x", 400), ("/facebook/deletion/x", 404) })
        {
            using var answer = await browser.GetAsync(new Uri(client.Url, path), FacebookScene.Ended);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }
}
