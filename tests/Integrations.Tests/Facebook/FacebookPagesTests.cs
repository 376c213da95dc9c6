using Diary.Integrations.Facebook;

namespace Diary.Integrations.Tests.Facebook;

public sealed class FacebookPagesTests
{
    private static readonly string[] Scopes = ["pages_show_list", "pages_manage_posts"];

    [Fact]
    public async Task A_post_with_photos_is_published_found_and_changed()
    {
        await using var scene = await GraphScene.Start();
        var page = scene.World.AddPage(scene.User, "Garden");
        scene.World.AddPage(scene.User, "Club", canPublish: false);
        var pages = await scene.Client.Pages.All(await scene.LongToken(Scopes), GraphScene.Ended);
        Assert.Equal([("Garden", true), ("Club", false)], pages.Select(p => (p.Name, p.CanPublish)));

        var photo = await scene.Client.Pages.AddPhoto(pages[0], [1, 2], "image/jpeg", GraphScene.Ended);
        var id = await scene.Client.Pages.Publish(pages[0], "Hello", "https://example.org/", [photo], GraphScene.Ended);
        var post = Assert.Single(page.Posts);
        Assert.Equal((id, "Hello", "https://example.org/"), (post.Id, post.Message, post.Link));
        Assert.Equal([photo], post.Photos);
        Assert.Equal([1, 2], page.Photos[photo]);

        var found = Assert.Single(await scene.Client.Pages.Published(pages[0], scene.World.Now.AddMinutes(-5), GraphScene.Ended));
        Assert.Equal((id, "Hello", scene.World.Now), (found.Id, found.Message, found.CreatedAt));
        await scene.Client.Pages.Edit(pages[0], id, "Hello again", GraphScene.Ended);
        Assert.Equal("Hello again", post.Message);
    }

    [Fact]
    public async Task The_same_again_and_a_page_without_the_task_are_refused()
    {
        await using var scene = await GraphScene.Start();
        scene.World.AddPage(scene.User, "Garden");
        scene.World.AddPage(scene.User, "Club", canPublish: false);
        var pages = await scene.Client.Pages.All(await scene.LongToken(Scopes), GraphScene.Ended);
        await scene.Client.Pages.Publish(pages[0], "Hello", null, [], GraphScene.Ended);
        var again = await GraphScene.Failure(() => scene.Client.Pages.Publish(pages[0], "Hello", null, [], GraphScene.Ended));
        Assert.Equal((GraphFault.SameAgain, false), (again.Fault, again.MayHaveHappened));
        var refused = await GraphScene.Failure(() => scene.Client.Pages.Publish(pages[1], "Hello", null, [], GraphScene.Ended));
        Assert.Equal((GraphFault.PermissionMissing, false), (refused.Fault, refused.MayHaveHappened));
    }

    [Fact]
    public async Task A_profile_cannot_be_published_to()
    {
        await using var scene = await GraphScene.Start();
        var token = await scene.LongToken("user_posts");
        var refused = await GraphScene.Failure(() => scene.Client.Pages.Publish(
            new GraphPage("me", "", token, true), "Hello", null, [], GraphScene.Ended));
        Assert.Equal(GraphFault.PermissionMissing, refused.Fault);
    }
}
