using System.Text.Json;
using Diary.FacebookFake;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>Connects to Facebook, brings posts whose words stand nowhere else, and ends the connection.</summary>
internal sealed class CanaryFacebook(DiaryClient client, FakeFacebook facebook)
{
    /// <summary>Names, ids, tokens and codes, all of which must be nowhere.</summary>
    public List<string> Secrets { get; } = [];

    /// <param name="text">What the posts say.</param>
    /// <param name="over">Waits for the job of a payload.</param>
    public async Task Live(string text, Func<JsonElement, Task<JsonElement>> over)
    {
        var world = facebook.World;
        var user = world.AddUser($"Schneewittchenswandspiegel {world.NextId()}");
        (user.Posts.Capacity, world.SignedIn) = (8, user);
        world.AddPage(user, "Froschkoenigsbrunnenrand");
        for (var i = 0; i < 3; i++)
        {
            world.AddPost(user, $"{text} {i}", world.Now.AddHours(-i), world.AddPhoto([0xFF, 0xD8, 0xFF, 0xE0, (byte)i]));
        }

        const string connect = "mutation { connectFacebook(input: { returnUrl: \"https://app.example/\", publish: true }) "
            + "{ authorizationUrl problems { code } } }";
        var url = (await client.Data(connect)).GetProperty("connectFacebook").GetProperty("authorizationUrl").GetString()!;
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var dialog = await browser.GetAsync(new Uri(url), TestContext.Current.CancellationToken);
        using var back = await browser.GetAsync(dialog.Headers.Location, TestContext.Current.CancellationToken);
        Assert.Equal("https://app.example/?facebook=connected", back.Headers.Location!.AbsoluteUri);
        var job = await over((await client.Data("mutation { pullFromFacebook { job { id } } }")).GetProperty("pullFromFacebook"));
        Assert.Equal("SUCCEEDED", job.GetProperty("state").GetString());
        await client.Data("{ entries { nodes { content { __typename } externalPosts { externalId } } } facebook { name } }");
        await Publish(user.Pages[0], text, over);
        await client.Data("mutation { configureFacebook(input: { pull: true, everyMinutes: 30 }) { problems { code } } }");
        await client.Data("mutation { disconnectFacebook { problems { code } } }");
        Secrets.AddRange([user.Name, user.Id, world.AppSecret, "Froschkoenigsbrunnenrand", .. user.Posts.Select(p => p.Id),
            .. world.Tokens.Values.Where(t => t.User == user).Select(t => t.Value),
            .. dialog.Headers.Location!.Query.TrimStart('?').Split('&').Select(p => p.Split('=')[1])]);
    }

    /// <summary>What becomes public is a text of its own; that it is not kept here either is looked at all the same.</summary>
    private async Task Publish(FakePage page, string text, Func<JsonElement, Task<JsonElement>> over)
    {
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = text });
        const string publish = "mutation ($input: PublishToFacebookInput!) { publishToFacebook(input: $input) { job { id } } }";
        var input = new { entryId = id, pageId = page.Id, message = $"Rumpelstilzchenfeuertanz {page.Id}" };
        await over((await client.Data(publish, new { input })).GetProperty("publishToFacebook"));
        Assert.Equal(input.message, Assert.Single(page.Posts).Message);
        Secrets.AddRange([input.message, page.Id, page.Posts[0].Id]);
    }
}
