using System.Text.Json;
using Diary.FacebookFake;
using Diary.GraphQL.Tests.Archives;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Facebook;

public sealed class PullFaultTests(DiaryFixture fixture)
{
    private const string Listed = "{ entries(first: 50) { totalCount nodes { content { ... on PlainContent { body } } "
        + "externalPosts { state externalId url at } } } }";

    private static readonly string[] Open = ["QUEUED", "RUNNING"];

    [Fact]
    public async Task What_Facebook_is_away_for_is_tried_again_when_its_time_has_come()
    {
        await using var scene = await WithPosts(3);
        Away(scene, 1);
        using var client = await scene.Connected();
        var job = await client.PullFromFacebook();
        Assert.Equal("WAITING", await Rests(client, job));
        var calls = Lists(scene);
        scene.Clock.Move(TimeSpan.FromSeconds(40));
        Assert.Equal("WAITING", await Rests(client, job));
        Assert.Equal(calls, Lists(scene));
        scene.Clock.Move(TimeSpan.FromSeconds(40));
        Assert.Equal("SUCCEEDED", (await client.Over(job)).Text("state"));
        Assert.Equal(3, (await client.Data(Listed)).At("entries").Number("totalCount"));
        Assert.Equal(1, (await client.Facebook()).At("successRate").GetDouble());
    }

    [Fact]
    public async Task What_fails_eight_times_in_a_row_is_given_up_and_said()
    {
        await using var scene = await WithPosts(1);
        Away(scene, 8);
        using var client = await scene.Connected();
        var job = await client.PullFromFacebook();
        for (var attempt = 1; attempt < 8; attempt++)
        {
            await Called(scene, client, job, "posts", 3 * attempt);
            Assert.Equal("WAITING", await Rests(client, job));
            scene.Clock.Move(TimeSpan.FromHours(5));
            await client.Renew();
        }

        var ended = await client.Over(job);
        Assert.Equal("FAILED", ended.Text("state"));
        Assert.Contains("8 times", ended.At("problems")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await client.Facebook()).At("successRate").GetDouble());
        Assert.Equal("SUCCEEDED", (await client.Over(await client.PullFromFacebook())).Text("state"));
        Assert.Equal(0.5, (await client.Facebook()).At("successRate").GetDouble());
    }

    [Fact]
    public async Task A_walk_that_was_interrupted_goes_on_where_it_was_without_gap_or_repetition()
    {
        await using var scene = await WithPosts(120);
        scene.Facebook.Faults.Script("posts", [null, null, .. Enumerable.Repeat(new Fault(FaultKind.ResetAfter), 3)]);
        using var client = await scene.Connected();
        var job = await client.PullFromFacebook();
        Assert.Equal("WAITING", await Rests(client, job));
        Assert.Equal(50, (await client.Data(Listed)).At("entries").Number("totalCount"));
        scene.World.AddPost(scene.User, "While it waited", scene.World.Now);
        scene.User.Posts.RemoveAll(p => p.Message == "Post 55");
        scene.Clock.Move(TimeSpan.FromMinutes(2));
        var ended = await client.Over(job);
        Assert.Equal(("SUCCEEDED", 119), (ended.Text("state"), ended.Number("imported")));
        await client.Over(await client.PullFromFacebook());
        Assert.Equal(120, (await client.Data(Listed)).At("entries").Number("totalCount"));
    }

    [Theory]
    [InlineData("password", "NEEDS_RECONNECT")]
    [InlineData("expiry", "NEEDS_RECONNECT")]
    [InlineData("permission", "NEEDS_RECONNECT")]
    [InlineData("removal", "DISCONNECTED")]
    public async Task A_consent_that_is_worth_nothing_needs_its_owner_and_is_no_failure(string what, string state)
    {
        await using var scene = await WithPosts(2);
        using var client = await scene.Connected();
        await client.Over(await client.PullFromFacebook());
        scene.Clock.Move(TimeSpan.FromSeconds(2));
        if (what == "expiry")
        {
            foreach (var (value, token) in scene.World.Tokens.ToList())
            {
                scene.World.Tokens[value] = token with { ExpiresAt = scene.World.Now };
            }
        }

        scene.User.PasswordChangedAt = what == "password" ? scene.World.Now : null;
        scene.User.RemovedAppAt = what == "removal" ? scene.World.Now : null;
        if (what == "permission")
        {
            scene.User.Granted.Remove("user_posts");
        }

        var job = await client.Over(await client.PullFromFacebook());
        Assert.Equal("FAILED", job.Text("state"));
        var facebook = await client.Facebook();
        Assert.Equal((state, 1.0), (facebook.Text("state"), facebook.At("successRate").GetDouble()));
        Assert.Equal("NOT_CONNECTED", (await client.PullFromFacebook()).At("problems")[0].Text("code"));
        Assert.All((await client.Data(Listed)).At("entries.nodes").EnumerateArray(),
            e => Assert.Equal("IMPORTED", e.At("externalPosts")[0].Text("state")));

        scene.Clock.Move(TimeSpan.FromSeconds(2));
        scene.World.AddPost(scene.User, "After it", scene.World.Now);
        await scene.Connect(client);
        Assert.Equal((1, 2), (await client.Over(await client.PullFromFacebook())) switch
        {
            { } last when last.Number("imported") == 0 => (1, 2), // the connection's own pull was quicker
            { } last => (last.Number("imported"), last.Number("skipped")),
        });
        Assert.Equal(3, (await client.Data(Listed)).At("entries").Number("totalCount"));
    }

    [Fact]
    public async Task What_is_gone_there_is_marked_and_stays_and_what_comes_back_is_no_more()
    {
        await using var scene = await WithPosts(5);
        using var client = await scene.Connected();
        await client.Over(await client.PullFromFacebook());
        var post = scene.User.Posts.Single(p => p.Message == "Post 2");
        scene.User.Posts.Remove(post);
        await client.Over(await client.PullFromFacebook());
        var states = await States(client);
        Assert.Equal(5, states.Count);
        Assert.Equal("REMOVED_AT_SOURCE", states["Post 2"].Text("state"));
        Assert.All(states.Where(s => s.Key != "Post 2"), s => Assert.Equal("IMPORTED", s.Value.Text("state")));
        Assert.Equal((post.Id, $"https://www.facebook.com/{post.Id.Replace("_", "/posts/", StringComparison.Ordinal)}"),
            (states["Post 2"].Text("externalId"), states["Post 2"].Text("url")));

        scene.User.Posts.Add(post);
        await client.Over(await client.PullFromFacebook());
        Assert.All(await States(client), s => Assert.Equal("IMPORTED", s.Value.Text("state")));
    }

    [Fact]
    public async Task What_is_missing_while_the_permission_is_gone_is_not_taken_for_gone()
    {
        await using var scene = await WithPosts(3);
        using var client = await scene.Connected();
        await client.Over(await client.PullFromFacebook());
        scene.User.Posts.RemoveAt(0);
        scene.Facebook.Faults.Script("post", Fault.Of(GraphError.Missing("x")));
        scene.User.Granted.Remove("user_posts");
        scene.Facebook.Faults.Script("posts", new Fault(FaultKind.Usage)); // the list still comes
        await client.Over(await client.PullFromFacebook());
        Assert.All(await States(client), s => Assert.Equal("IMPORTED", s.Value.Text("state")));
    }

    [Fact]
    public async Task The_apps_limit_pauses_every_account_and_a_users_own_only_that_one()
    {
        await using var scene = await WithPosts(1);
        using var client = await scene.Connected();
        using var other = await scene.Connected();
        await client.Over(await client.PullFromFacebook());
        await other.Over(await other.PullFromFacebook());

        scene.Facebook.Faults.Script("posts", Fault.Of(GraphError.UserLimit));
        var limited = await client.PullFromFacebook();
        Assert.Equal("WAITING", await Rests(client, limited));
        Assert.Equal("SUCCEEDED", (await other.Over(await other.PullFromFacebook())).Text("state"));
        scene.Clock.Move(TimeSpan.FromMinutes(14));
        Assert.Equal("WAITING", await Rests(client, limited));
        scene.Clock.Move(TimeSpan.FromMinutes(2));
        await client.Renew();
        Assert.Equal("SUCCEEDED", (await client.Over(limited)).Text("state"));
        await other.Renew();

        scene.Facebook.Faults.Script("posts", Fault.Of(GraphError.AppLimit));
        limited = await client.PullFromFacebook();
        Assert.Equal("WAITING", await Rests(client, limited));
        var calls = Lists(scene);
        var waiting = await other.PullFromFacebook();
        Assert.Equal("WAITING", await Rests(other, waiting));
        Assert.Equal(calls, Lists(scene));
        Assert.Equal("PAUSED", (await other.Facebook()).Text("state"));
        scene.Clock.Move(TimeSpan.FromMinutes(16));
        await client.Renew();
        await other.Renew();
        Assert.Equal("SUCCEEDED", (await client.Over(limited)).Text("state"));
        Assert.Equal("SUCCEEDED", (await other.Over(waiting)).Text("state"));
        Assert.Equal("CONNECTED", (await other.Facebook()).Text("state"));
    }

    [Fact]
    public async Task At_95_per_cent_of_the_budget_it_stops_and_goes_on_later()
    {
        await using var scene = await WithPosts(60);
        scene.Facebook.Faults.Script("posts", new Fault(FaultKind.Usage, AppUsage: 95));
        using var client = await scene.Connected();
        var job = await client.PullFromFacebook();
        Assert.Equal("WAITING", await Rests(client, job));
        Assert.Equal(1, Lists(scene));
        scene.Clock.Move(TimeSpan.FromMinutes(16));
        await client.Renew();
        Assert.Equal(60, (await client.Over(job)).Number("imported"));
    }

    [Fact]
    public async Task A_photo_that_never_comes_keeps_no_post_waiting_for_ever()
    {
        await using var scene = await FacebookScene.Start(fixture);
        scene.World.AddPost(scene.User, "With a photo", scene.World.Now.AddHours(-1), scene.World.AddPhoto(PullTests.Jpeg(1)));
        scene.Facebook.Faults.Script("media", [.. Enumerable.Repeat(new Fault(FaultKind.Html502), 4)]);
        using var client = await scene.Connected();
        var job = await client.PullFromFacebook();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await Called(scene, client, job, "media", attempt);
            Assert.Equal("WAITING", await Rests(client, job));
            scene.Clock.Move(TimeSpan.FromMinutes(20));
            await client.Renew();
        }

        var ended = await client.Over(job);
        Assert.Equal(("SUCCEEDED", 1), (ended.Text("state"), ended.Number("imported")));
        Assert.Contains("Photos left out", ended.At("problems")[0].GetString(), StringComparison.Ordinal);
    }

    private async Task<FacebookScene> WithPosts(int count)
    {
        var scene = await FacebookScene.Start(fixture);
        for (var i = 0; i < count; i++)
        {
            scene.World.AddPost(scene.User, $"Post {i}", scene.World.Now.AddMinutes(-10 - i));
        }

        return scene;
    }

    /// <summary>Each try takes three calls.</summary>
    private static void Away(FacebookScene scene, int tries) =>
        scene.Facebook.Faults.Script("posts", [.. Enumerable.Repeat(new Fault(FaultKind.Html502), 3 * tries)]);

    /// <summary>Asks for the job until a route was called so often.</summary>
    private static async Task Called(FacebookScene scene, DiaryClient client, JsonElement job, string route, int times)
    {
        while (scene.Facebook.Calls.Count(c => c.Route == route) < times)
        {
            await State(client, job);
        }
    }

    private static int Lists(FacebookScene scene) => scene.Facebook.Calls.Count(c => c.Route == "posts");

    /// <summary>The job's state once nobody works on it.</summary>
    private static async Task<string> Rests(DiaryClient client, JsonElement payload)
    {
        while (true)
        {
            var state = await State(client, payload);
            if (!Open.Contains(state))
            {
                return state;
            }
        }
    }

    private static async Task<string> State(DiaryClient client, JsonElement payload)
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        return (await client.Data("query ($id: ID!) { job(id: $id) { state } }", new { id = payload.Text("job.id") })).Text("job.state")!;
    }

    private static async Task<IReadOnlyDictionary<string, JsonElement>> States(DiaryClient client) =>
        (await client.Data(Listed)).At("entries.nodes").EnumerateArray()
            .ToDictionary(e => e.Text("content.body")!, e => e.At("externalPosts")[0]);
}
