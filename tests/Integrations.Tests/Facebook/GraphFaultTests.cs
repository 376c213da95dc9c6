using Diary.FacebookFake;
using Diary.Integrations.Facebook;

namespace Diary.Integrations.Tests.Facebook;

public sealed class GraphFaultTests
{
    [Theory]
    [InlineData(1, null, GraphFault.Unavailable)]
    [InlineData(2, null, GraphFault.Unavailable)]
    [InlineData(4, null, GraphFault.AppLimit)]
    [InlineData(341, null, GraphFault.AppLimit)]
    [InlineData(17, null, GraphFault.UserLimit)]
    [InlineData(613, 1996, GraphFault.UserLimit)]
    [InlineData(32, null, GraphFault.PageLimit)]
    [InlineData(80001, null, GraphFault.PageLimit)]
    [InlineData(368, null, GraphFault.Blocked)]
    [InlineData(368, 1390008, GraphFault.Blocked)]
    [InlineData(368, 1404082, GraphFault.SameAgain)]
    [InlineData(506, null, GraphFault.SameAgain)]
    [InlineData(368, 4854002, GraphFault.Checkpoint)]
    [InlineData(190, 459, GraphFault.Checkpoint)]
    [InlineData(102, null, GraphFault.TokenDead)]
    [InlineData(190, null, GraphFault.TokenDead)]
    [InlineData(190, 460, GraphFault.TokenDead)]
    [InlineData(190, 463, GraphFault.TokenDead)]
    [InlineData(190, 464, GraphFault.TokenDead)]
    [InlineData(190, 467, GraphFault.TokenDead)]
    [InlineData(190, 458, GraphFault.AppRemoved)]
    [InlineData(190, 492, GraphFault.RoleGone)]
    [InlineData(3, null, GraphFault.PermissionMissing)]
    [InlineData(10, null, GraphFault.PermissionMissing)]
    [InlineData(200, null, GraphFault.PermissionMissing)]
    [InlineData(299, null, GraphFault.PermissionMissing)]
    [InlineData(100, 33, GraphFault.Missing)]
    [InlineData(803, null, GraphFault.Missing)]
    [InlineData(100, null, GraphFault.Refused)]
    [InlineData(104, null, GraphFault.Refused)]
    [InlineData(194, null, GraphFault.Refused)]
    [InlineData(2500, null, GraphFault.Refused)]
    [InlineData(100, 1609005, GraphFault.Refused)]
    [InlineData(987654, null, GraphFault.Refused)]
    public async Task Each_code_has_its_meaning_whatever_the_status(int code, int? subcode, GraphFault fault)
    {
        await using var scene = await GraphScene.Start();
        var token = await scene.LongToken();
        foreach (var kind in new[] { FaultKind.Error, FaultKind.ErrorIn200 })
        {
            var error = new Diary.FacebookFake.GraphError(code, subcode, "the words say nothing");
            scene.Facebook.Faults.Script("me", [.. Enumerable.Repeat(new Fault(kind, error), 3)]);
            var failure = await GraphScene.Failure(() => scene.Client.Login.Me(token, GraphScene.Ended));
            Assert.Equal((fault, code, subcode), (failure.Fault, failure.Code, failure.Subcode));
            Assert.Equal("AFakeTraceId00000000000", failure.TraceId);
            Assert.DoesNotContain("the words", failure.ToString(), StringComparison.Ordinal);
            scene.Facebook.Faults.Clear();
        }
    }

    [Fact]
    public async Task A_new_code_that_calls_itself_transient_is()
    {
        await using var scene = await GraphScene.Start();
        var token = await scene.LongToken();
        var error = new Diary.FacebookFake.GraphError(987654, null, "?", IsTransient: true);
        scene.Facebook.Faults.Script("me", Fault.Of(error), Fault.Of(error), Fault.Of(error));
        Assert.Equal(GraphFault.Unavailable, (await GraphScene.Failure(() => scene.Client.Login.Me(token, GraphScene.Ended))).Fault);
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore)]
    [InlineData(FaultKind.ResetAfter)]
    [InlineData(FaultKind.Html502)]
    [InlineData(FaultKind.Truncated)]
    public async Task A_read_that_fails_is_tried_twice_again(FaultKind kind)
    {
        await using var scene = await GraphScene.Start();
        var token = await scene.LongToken();
        scene.Facebook.Faults.Script("me", new Fault(kind), new Fault(kind));
        Assert.Equal("Ann Example", (await scene.Client.Login.Me(token, GraphScene.Ended)).Name);

        scene.Facebook.Faults.Script("me", new Fault(kind), new Fault(kind), new Fault(kind));
        var failure = await GraphScene.Failure(() => scene.Client.Login.Me(token, GraphScene.Ended));
        Assert.Equal((GraphFault.Unavailable, false), (failure.Fault, failure.MayHaveHappened));
        Assert.Equal(6, scene.Facebook.Calls.Count(c => c.Route == "me"));
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore, 0)]
    [InlineData(FaultKind.ResetAfter, 1)]
    [InlineData(FaultKind.Html502, 0)]
    [InlineData(FaultKind.Truncated, 1)]
    public async Task What_publishes_is_sent_once_and_may_have_happened(FaultKind kind, int posts)
    {
        await using var scene = await GraphScene.Start();
        var page = scene.World.AddPage(scene.User, "Garden");
        var token = await scene.LongToken("pages_show_list", "pages_manage_posts");
        var known = Assert.Single(await scene.Client.Pages.All(token, GraphScene.Ended));
        scene.Facebook.Faults.Script("feed", new Fault(kind));
        var failure = await GraphScene.Failure(() => scene.Client.Pages.Publish(known, "Hello", null, [], GraphScene.Ended));
        Assert.Equal((GraphFault.Unavailable, true), (failure.Fault, failure.MayHaveHappened));
        Assert.Single(scene.Facebook.Calls, c => c.Route == "feed");
        Assert.Equal(posts, page.Posts.Count);
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_given_up()
    {
        await using var scene = await GraphScene.Start(TimeSpan.FromSeconds(1));
        var token = await scene.LongToken();
        scene.Facebook.Faults.Script("me", new Fault(FaultKind.NeverEnds), new Fault(FaultKind.NeverEnds), new Fault(FaultKind.NeverEnds));
        Assert.Equal(GraphFault.Unavailable, (await GraphScene.Failure(() => scene.Client.Login.Me(token, GraphScene.Ended))).Fault);
    }

    [Fact]
    public async Task Usage_and_pauses_are_read_from_the_headers()
    {
        await using var scene = await GraphScene.Start();
        var token = await scene.LongToken("user_posts");
        scene.Facebook.Faults.Script("posts", new Fault(FaultKind.Usage, AppUsage: 96, PageUsage: (80, 12)),
            new Fault(FaultKind.Error, Diary.FacebookFake.GraphError.UserLimit, RetryAfterSeconds: 77),
            new Fault(FaultKind.Error, Diary.FacebookFake.GraphError.PageLimit, PageUsage: (100, 5)));
        var page = await scene.Client.Feed.Posts(token, new PostsQuery(null, null), GraphScene.Ended);
        Assert.Equal(new GraphUsage(96, 80, TimeSpan.FromMinutes(12)), page.Usage);
        foreach (var pause in new[] { TimeSpan.FromSeconds(77), TimeSpan.FromMinutes(5) })
        {
            Assert.Equal(pause, (await GraphScene.Failure(
                () => scene.Client.Feed.Posts(token, new PostsQuery(null, null), GraphScene.Ended))).RetryAfter);
        }
    }
}
