using System.Text;
using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.FacebookFake;
using Diary.GraphQL.Tests.Archives;
using Diary.GraphQL.Tests.Media;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Facebook;

public sealed class PublishTests(DiaryFixture fixture)
{
    private const string Message = "Kohlmeisenknoedel: come and see the garden!";

    // A picture of one pixel with a comment in it, as cameras write them.
    private static readonly byte[] Photo =
    [
        .. Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
    ];

    [Fact]
    public async Task Exactly_what_the_request_carries_is_published_once_and_told_in_the_entrys_history()
    {
        await using var scene = await FacebookScene.Start(fixture);
        var (client, page, id) = await Ready(scene);
        using var owner = client;
        var photo = Guid.CreateVersion7();
        await client.Uploaded(photo, Photo, "image/png");
        var first = await Publish(client, id, page.Id, Message, "https://example.org/", photo);
        var job = await client.Over(first);
        Assert.Equal(("SUCCEEDED", "FACEBOOK_PUBLISH"), (job.Text("state"), job.Text("kind")));
        var post = Assert.Single(page.Posts);
        Assert.Equal((Message, "https://example.org/"), (post.Message, post.Link));
        var bytes = page.Photos[Assert.Single(post.Photos)];
        Assert.Equal([0xFF, 0xD8, 0xFF], bytes[..3]);

        var again = await Publish(client, id, page.Id, Message, "https://example.org/", photo);
        Assert.Equal((job.Text("id"), "SUCCEEDED"), (again.Text("job.id"), again.Text("job.state")));
        Assert.Single(page.Posts);
        var external = (await External(client, id)).At("externalPosts")[0];
        Assert.Equal(("PUBLISHED", post.Id, false),
            (external.Text("state"), external.Text("externalId"), external.At("outOfSync").GetBoolean()));
        Assert.Equal("PUBLISHED", (await External(client, id)).At("history.nodes")[0].Text("kind"));
        Assert.Contains("ENTRY_PUBLISHED", (await client.Data("{ auditLog { nodes { action } } }")).At("auditLog.nodes").Texts("action"));
        Assert.Equal(1, (await client.Facebook()).At("successRate").GetDouble());

        var database = await scene.Database();
        Assert.DoesNotContain("Kohlmeisenknoedel", database, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes("Kohlmeisenknoedel")), database, StringComparison.Ordinal);
        Assert.DoesNotContain(scene.Facebook.Calls, c => c.Query.Contains("EAA", StringComparison.Ordinal)
            || c.Query.Contains("Kohlmeise", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FaultKind.ResetAfter)]
    [InlineData(FaultKind.Truncated)]
    public async Task What_was_done_without_an_answer_is_found_and_not_done_again(FaultKind kind)
    {
        await using var scene = await FacebookScene.Start(fixture);
        var (client, page, id) = await Ready(scene);
        using var owner = client;
        scene.Facebook.Faults.Script("feed", new Fault(kind));
        Assert.Equal("SUCCEEDED", (await client.Over(await Publish(client, id, page.Id, Message))).Text("state"));
        Assert.Equal(page.Posts.Single().Id, (await External(client, id)).At("externalPosts")[0].Text("externalId"));
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore)]
    [InlineData(FaultKind.Html502)]
    public async Task What_may_have_been_done_is_looked_for_twice_before_it_is_sent_again(FaultKind kind)
    {
        await using var scene = await FacebookScene.Start(fixture);
        var (client, page, id) = await Ready(scene);
        using var owner = client;
        scene.Facebook.Faults.Script("feed", new Fault(kind));
        var job = await Publish(client, id, page.Id, Message);
        await Until(client, job, "WAITING");
        Assert.Equal("UNCERTAIN", (await External(client, id)).At("externalPosts")[0].Text("state"));
        Assert.Equal(1, scene.Facebook.Calls.Count(c => c.Route == "published_posts"));
        scene.Clock.Move(TimeSpan.FromMinutes(1));
        await Until(client, job, "WAITING");
        Assert.Empty(page.Posts);
        scene.Clock.Move(TimeSpan.FromMinutes(2));
        Assert.Equal("SUCCEEDED", (await client.Over(job)).Text("state"));
        Assert.Equal(2, scene.Facebook.Calls.Count(c => c.Route == "published_posts"));
        Assert.Equal(2, scene.Facebook.Calls.Count(c => c.Route == "feed"));
        Assert.Single(page.Posts);
    }

    [Fact]
    public async Task An_entry_that_changed_is_out_of_sync_and_another_text_brings_its_post_up_to_date()
    {
        await using var scene = await FacebookScene.Start(fixture);
        var (client, page, id) = await Ready(scene);
        using var owner = client;
        await client.Over(await Publish(client, id, page.Id, Message));
        var version = (await External(client, id)).Number("version");
        await client.EditEntry(id, version, new { body = "The garden, later." });
        Assert.True((await External(client, id)).At("externalPosts")[0].At("outOfSync").GetBoolean());

        scene.Facebook.Faults.Script("edit", new Fault(FaultKind.ResetAfter));
        var job = await Publish(client, id, page.Id, "Come later!");
        await Until(client, job, "WAITING");
        scene.Clock.Move(TimeSpan.FromMinutes(2));
        Assert.Equal("SUCCEEDED", (await client.Over(job)).Text("state"));
        Assert.Equal("Come later!", Assert.Single(page.Posts).Message);
        Assert.False((await External(client, id)).At("externalPosts")[0].At("outOfSync").GetBoolean());

        var refused = (await Publish(client, id, page.Id, "Later still", "https://example.org/")).At("problems")[0];
        Assert.Equal(("INVALID", "input.media"), (refused.Text("code"), refused.Text("field")));
    }

    [Fact]
    public async Task A_profile_gets_a_link_in_its_own_dialog()
    {
        await using var scene = await FacebookScene.Start(fixture);
        var (client, _, id) = await Ready(scene);
        using var owner = client;
        var payload = await Publish(client, id, null, "", "https://example.org/a?b=c");
        Assert.Equal("SUCCEEDED", payload.Text("job.state"));
        Assert.Equal($"{scene.Facebook.Url}dialog/share?app_id={scene.World.AppId}&display=page&href=https%3A%2F%2Fexample.org%2Fa%3Fb%3Dc",
            payload.Text("job.result.url"));
        Assert.Equal("HANDED_OFF", (await External(client, id)).At("externalPosts")[0].Text("state"));
        Assert.DoesNotContain(scene.Facebook.Calls, c => c.Route == "feed");
        Assert.Equal(JsonValueKind.Null, (await client.Facebook()).At("successRate").ValueKind);
    }

    [Fact]
    public async Task What_cannot_be_published_is_refused_and_says_why()
    {
        await using var scene = await FacebookScene.Start(fixture);
        var (client, page, id) = await Ready(scene);
        using var owner = client;
        var closed = scene.User.Pages.Single(p => !p.CanPublish);
        foreach (var (payload, code, field) in new[]
        {
            (await Publish(client, Guid.CreateVersion7(), page.Id, Message), "NOT_FOUND", "input.entryId"),
            (await Publish(client, id, "4711", Message), "NOT_FOUND", "input.pageId"),
            (await Publish(client, id, closed.Id, Message), "INVALID", "input.pageId"),
            (await Publish(client, id, page.Id, ""), "INVALID", "input.message"),
            (await Publish(client, id, page.Id, new string('a', 63_207)), "INVALID", "input.message"),
            (await Publish(client, id, page.Id, Message, "javascript:alert(1)"), "INVALID", "input.link"),
            (await Publish(client, id, page.Id, Message, null, Guid.CreateVersion7()), "NOT_FOUND", "input.media"),
            (await Publish(client, id, null, Message), "INVALID", "input.link"),
        })
        {
            Assert.Equal((code, field), (payload.At("problems")[0].Text("code"), payload.At("problems")[0].Text("field")));
        }

        Assert.Empty(page.Posts);
        using var stranger = await scene.SignUp();
        Assert.Equal("NOT_FOUND", (await Publish(stranger, id, page.Id, Message)).At("problems")[0].Text("code"));
        await client.DisconnectFacebook();
        Assert.Equal("NOT_CONNECTED", (await Publish(client, id, page.Id, Message)).At("problems")[0].Text("code"));
    }

    [Fact]
    public async Task An_E2E_diary_publishes_what_its_owner_writes_for_it_and_no_photo_that_the_server_cannot_read()
    {
        await using var scene = await FacebookScene.Start(fixture);
        var (client, page, id) = await Ready(scene, Tier.E2E);
        using var owner = client;
        Assert.Equal("TIER_MISMATCH",
            (await Publish(client, id, page.Id, Message, null, Guid.CreateVersion7())).At("problems")[0].Text("code"));
        Assert.Equal("SUCCEEDED", (await client.Over(await Publish(client, id, page.Id, Message))).Text("state"));
        Assert.Equal(Message, Assert.Single(page.Posts).Message);
    }

    [Theory]
    [InlineData(506, null, "change the text")]
    [InlineData(190, 492, "no role")]
    [InlineData(368, 4854002, "facebook.com")]
    [InlineData(200, null, "permission")]
    public async Task What_only_its_owner_can_mend_ends_and_is_no_failure(int code, int? subcode, string words)
    {
        await using var scene = await FacebookScene.Start(fixture);
        var (client, page, id) = await Ready(scene);
        using var owner = client;
        scene.Facebook.Faults.Script("feed", Fault.Of(new GraphError(code, subcode, "?")));
        var job = await client.Over(await Publish(client, id, page.Id, Message));
        Assert.Equal("FAILED", job.Text("state"));
        Assert.Contains(words, job.At("problems")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("FAILED", (await External(client, id)).At("externalPosts")[0].Text("state"));
        Assert.Equal(JsonValueKind.Null, (await client.Facebook()).At("successRate").ValueKind);
        if (code != 200)
        {
            Assert.Equal("SUCCEEDED", (await client.Over(await Publish(client, id, page.Id, Message))).Text("state"));
            Assert.Single(page.Posts);
        }
    }

    [Fact]
    public async Task A_pages_limit_and_a_block_are_waited_for()
    {
        await using var scene = await FacebookScene.Start(fixture);
        var (client, page, id) = await Ready(scene);
        using var owner = client;
        scene.Facebook.Faults.Script(
            "feed", new Fault(FaultKind.Error, GraphError.PageLimit, PageUsage: (100, 30)), Fault.Of(GraphError.Blocked));
        var job = await Publish(client, id, page.Id, Message);
        foreach (var (calls, pause) in new[] { (1, TimeSpan.FromMinutes(29)), (2, TimeSpan.FromHours(23.9)) })
        {
            await Called(scene, client, job, calls);
            await Until(client, job, "WAITING");
            scene.Clock.Move(pause);
            await client.Renew();
            await Until(client, job, "WAITING");
            Assert.Equal(calls, scene.Facebook.Calls.Count(c => c.Route == "feed"));
            scene.Clock.Move(TimeSpan.FromMinutes(10));
            await client.Renew();
        }

        Assert.Equal("SUCCEEDED", (await client.Over(job)).Text("state"));
        Assert.Single(page.Posts);
    }

    private static async Task<(DiaryClient Client, FakePage Page, Guid Entry)> Ready(FacebookScene scene, Tier tier = Tier.Uce)
    {
        var page = scene.World.AddPage(scene.User, "Garden");
        scene.World.AddPage(scene.User, "Club", canPublish: false);
        var client = await scene.Connected(tier, pull: false, publish: true);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "The garden." });
        return (client, page, id);
    }

    private static async Task<JsonElement> Publish(
        DiaryClient client, Guid entry, string? page, string message, string? link = null, params Guid[] media) => (await client.Data(
            $"mutation ($input: PublishToFacebookInput!) {{ publishToFacebook(input: $input) {{ {ArchiveRequests.Job} "
            + "problems { code message field } } }",
            new { input = new { entryId = entry, pageId = page, message, link, media } })).At("publishToFacebook");

    private static async Task<JsonElement> External(DiaryClient client, Guid id) => (await client.Data(
        "query ($id: ID!) { entry(id: $id) { version externalPosts { state externalId outOfSync } history { nodes { kind } } } }",
        new { id })).At("entry");

    private static async Task Until(DiaryClient client, JsonElement payload, string state)
    {
        while (await State(client, payload) != state)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task Called(FacebookScene scene, DiaryClient client, JsonElement payload, int times)
    {
        while (scene.Facebook.Calls.Count(c => c.Route == "feed") < times)
        {
            await State(client, payload);
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task<string> State(DiaryClient client, JsonElement payload) => (await client.Data(
        "query ($id: ID!) { job(id: $id) { state } }", new { id = payload.Text("job.id") })).Text("job.state")!;
}
