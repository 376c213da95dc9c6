using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Diary.FacebookFake;

namespace Diary.GraphQL.Tests.Facebook;

public sealed class FarewellTests(DiaryFixture fixture)
{
    [Fact]
    public async Task Removing_the_app_at_Facebook_ends_the_connection_and_keeps_the_diary()
    {
        await using var scene = await FacebookScene.Start(fixture);
        using var client = await scene.Connected();
        using var other = await scene.Connected();
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "Mine." });
        scene.Clock.Move(TimeSpan.FromMinutes(1));
        using var answer = await scene.Facebook.Tell(new Uri(client.Url, "/facebook/deauthorize"), scene.User);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("DISCONNECTED", (await client.Facebook()).Text("state"));
        Assert.Equal("DISCONNECTED", (await other.Facebook()).Text("state"));
        Assert.Equal(1, (await client.Data("{ entries { totalCount } }")).At("entries.totalCount").GetInt32());
    }

    [Fact]
    public async Task What_was_signed_before_the_latest_consent_ends_nothing()
    {
        await using var scene = await FacebookScene.Start(fixture);
        var before = scene.World.Now.AddHours(-1);
        using var client = await scene.Connected();
        using var answer = await scene.Facebook.Tell(new Uri(client.Url, "/facebook/deauthorize"), scene.User, issuedAt: before);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("CONNECTED", (await client.Facebook()).Text("state"));
    }

    [Theory]
    [InlineData("/facebook/deauthorize")]
    [InlineData("/facebook/deletion")]
    public async Task What_is_not_signed_by_the_apps_secret_is_refused(string path)
    {
        await using var scene = await FacebookScene.Start(fixture);
        using var client = await scene.Connected();
        var address = new Uri(client.Url, path);
        using (var answer = await scene.Facebook.Tell(address, scene.User, secret: "another"))
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        foreach (var content in new HttpContent[]
        {
            new FormUrlEncodedContent([new("signed_request", "a.b")]), new FormUrlEncodedContent([new("other", "a")]),
            new StringContent("{}"), new FormUrlEncodedContent([new("signed_request", new string('a', 20_000))]),
        })
        {
            using var answer = await client.Http.PostAsync(address, content, FacebookScene.Ended);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.Equal("CONNECTED", (await client.Facebook()).Text("state"));
    }

    [Fact]
    public async Task A_request_to_delete_is_carried_out_once_and_has_a_page_that_says_so()
    {
        await using var scene = await FacebookScene.Start(fixture);
        using var client = await scene.Connected();
        scene.Clock.Move(TimeSpan.FromMinutes(1));
        var (address, at) = (new Uri(client.Url, "/facebook/deletion"), scene.World.Now);
        var codes = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await scene.Facebook.Tell(address, scene.User, issuedAt: at);
            var json = await answer.Content.ReadFromJsonAsync<JsonElement>(FacebookScene.Ended);
            codes.Add(json.Text("confirmation_code")!);
            using var page = await client.Http.GetAsync(new Uri(json.Text("url")!), FacebookScene.Ended);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            var text = await page.Content.ReadAsStringAsync(FacebookScene.Ended);
            Assert.Contains("carried out", text, StringComparison.Ordinal);
            Assert.DoesNotContain(scene.User.Id, text + json, StringComparison.Ordinal);
        }

        Assert.Single(codes.Distinct(StringComparer.Ordinal));
        Assert.Equal("DISCONNECTED", (await client.Facebook()).Text("state"));

        using var unknown = await scene.Facebook.Tell(address, new FakeUser("4711", "Nobody"));
        Assert.NotNull((await unknown.Content.ReadFromJsonAsync<JsonElement>(FacebookScene.Ended)).Text("confirmation_code"));
        using var none = await client.Http.GetAsync(
            new Uri(address, $"/facebook/deletion/{codes[0][..^1]}{(codes[0][^1] == '0' ? '1' : '0')}"), FacebookScene.Ended);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }
}
