using Diary.Integrations.Facebook;

namespace Diary.Integrations.Tests.Facebook;

public sealed class FacebookFeedTests
{
    [Fact]
    public async Task A_post_is_read_with_its_place_links_and_photos()
    {
        await using var scene = await GraphScene.Start();
        var at = scene.World.Now.AddHours(-1);
        var walk = scene.World.AddPost(scene.User, "Evening walk", at, scene.World.AddPhoto([1]), scene.World.AddPhoto([2]));
        walk.Place = ("Lake", 37.7, -122.5);
        scene.World.AddPost(scene.User, "Read this", at.AddHours(-1)).Link = "https://example.org/";
        var page = await scene.Client.Feed.Posts(await scene.LongToken("user_posts"), new PostsQuery(null, null), GraphScene.Ended);

        Assert.Null(page.Next);
        Assert.Equal(0, page.Unreadable);
        var (first, second) = (page.Posts[0], page.Posts[1]);
        Assert.Equal((walk.Id, at, "Evening walk", "ALL_FRIENDS"), (first.Id, first.CreatedAt, first.Message, first.Privacy));
        Assert.Equal(new GraphPlace("Lake", 37.7, -122.5), first.Place);
        Assert.Equal(walk.Photos, first.Photos.Select(p => p.Id));
        Assert.Equal([new GraphShare("A page", "https://example.org/")], second.Links);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_posts_are_found_over_short_and_empty_pages_in_both_forms_of_paging(bool byCursor)
    {
        await using var scene = await GraphScene.Start();
        scene.World.PagesByCursor = byCursor;
        for (var i = 0; i < 40; i++)
        {
            // Two in a second; a whole page of the middle is withheld.
            scene.World.AddPost(scene.User, $"Post {i}", scene.World.Now.AddSeconds(-(i / 2))).IsWithheld = i is >= 10 and < 20 or 33;
        }

        var token = await scene.LongToken("user_posts");
        var (found, sizes) = (new List<string>(), new List<int>());
        for (var query = new PostsQuery(null, null, Limit: 5); ;)
        {
            var page = await scene.Client.Feed.Posts(token, query, GraphScene.Ended);
            found.AddRange(page.Posts.Select(p => p.Id));
            sizes.Add(page.Posts.Count);
            if (page.Next is null)
            {
                break;
            }

            query = query with { After = page.Next };
        }

        Assert.Equal(scene.User.Posts.Where(p => !p.IsWithheld).Select(p => p.Id).Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
        Assert.Contains(0, sizes);
        Assert.DoesNotContain(scene.Facebook.Calls, c => c.Query.Contains("access_token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Times_bound_what_is_asked_for()
    {
        await using var scene = await GraphScene.Start();
        for (var i = 0; i < 10; i++)
        {
            scene.World.AddPost(scene.User, $"Post {i}", scene.World.Now.AddDays(-i));
        }

        var page = await scene.Client.Feed.Posts(await scene.LongToken("user_posts"),
            new PostsQuery(scene.World.Now.AddDays(-4), scene.World.Now.AddDays(-2)), GraphScene.Ended);
        Assert.Equal(["Post 2", "Post 3", "Post 4"], page.Posts.Select(p => p.Message));
    }

    [Fact]
    public async Task Too_much_is_told_from_a_service_that_is_away()
    {
        await using var scene = await GraphScene.Start();
        scene.World.TooMuchAbove = 5;
        var token = await scene.LongToken("user_posts");
        Assert.Equal(GraphFault.TooMuch, (await GraphScene.Failure(
            () => scene.Client.Feed.Posts(token, new PostsQuery(null, null, Limit: 6), GraphScene.Ended))).Fault);
        await scene.Client.Feed.Posts(token, new PostsQuery(null, null, Limit: 6, WithAttachments: false), GraphScene.Ended);
    }

    [Fact]
    public async Task A_post_that_is_gone_is_none()
    {
        await using var scene = await GraphScene.Start();
        var post = scene.World.AddPost(scene.User, "Here", scene.World.Now);
        var token = await scene.LongToken("user_posts");
        Assert.Equal("Here", (await scene.Client.Feed.Post(token, post.Id, GraphScene.Ended))?.Message);
        scene.User.Posts.Remove(post);
        Assert.Null(await scene.Client.Feed.Post(token, post.Id, GraphScene.Ended));
    }

    [Fact]
    public async Task A_photo_is_fetched_without_a_token_while_its_address_is_good()
    {
        await using var scene = await GraphScene.Start();
        scene.World.AddPost(scene.User, null, scene.World.Now, scene.World.AddPhoto([1, 2, 3]));
        var post = Assert.Single((await scene.Client.Feed.Posts(
            await scene.LongToken("user_posts"), new PostsQuery(null, null), GraphScene.Ended)).Posts);
        var url = Assert.Single(post.Photos).Url;
        var photo = await scene.Client.Feed.Photo(url, 3, GraphScene.Ended);
        Assert.Equal([1, 2, 3], photo!.Value.Bytes);
        Assert.Equal("image/jpeg", photo.Value.ContentType);
        Assert.Null(await scene.Client.Feed.Photo(url, 2, GraphScene.Ended));
        Assert.All(scene.Facebook.Calls.Where(c => c.Route == "media"), c => Assert.False(c.HasTokenInHeader));

        scene.Clock.Move(TimeSpan.FromHours(2));
        Assert.Equal(GraphFault.Missing, (await GraphScene.Failure(() => scene.Client.Feed.Photo(url, 3, GraphScene.Ended))).Fault);
    }

    [Theory]
    [InlineData("http://example.org/p.jpg")]
    [InlineData("https://fbcdn.net.example.org/p.jpg")]
    [InlineData("https://user@127.0.0.1/p.jpg")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("file:///etc/passwd")]
    [InlineData("p.jpg")]
    public async Task A_photo_of_any_other_host_is_not_fetched(string url)
    {
        await using var scene = await GraphScene.Start();
        Assert.Null(await scene.Client.Feed.Photo(url, 1_000, GraphScene.Ended));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_what_is_no_picture_is_not_taken()
    {
        await using var scene = await GraphScene.Start();
        var name = scene.World.AddPhoto([1], "text/html");
        Assert.Null(await scene.Client.Feed.Photo(
            new Uri(scene.Facebook.Url, $"/__media/{name}?oe=FFFFFFFF").AbsoluteUri, 1_000, GraphScene.Ended));
        Assert.Null(await scene.Client.Feed.Photo(
            new Uri(scene.Facebook.Url, "/__media/x?to=http://127.0.0.1:1/").AbsoluteUri, 1_000, GraphScene.Ended));
    }
}
