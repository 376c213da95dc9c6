using Diary.Domain.Accounts;
using Diary.GraphQL.Tests.Archives;

namespace Diary.GraphQL.Tests.Facebook;

public sealed class PullTests(DiaryFixture fixture)
{
    private const string Listed = "{ entries(first: 50) { totalCount nodes { id version entryDate source tags { name auto } "
        + "content { ... on PlainContent { body location { name latitude } } } media { id contentType sizeBytes } } } }";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Posts_become_entries_of_their_day_with_place_link_and_photos(bool byCursor)
    {
        await using var scene = await FacebookScene.Start(fixture);
        scene.World.PagesByCursor = byCursor;
        var late = new DateTimeOffset(2026, 5, 31, 22, 30, 0, TimeSpan.Zero); // in Vienna, June has begun
        var walk = scene.World.AddPost(
            scene.User, "Evening walk \U0001F642", late, scene.World.AddPhoto(Jpeg(1)), scene.World.AddPhoto(Jpeg(2)));
        walk.Place = ("Lake", 48.2, 16.4);
        scene.World.AddPost(scene.User, "Read this", late.AddDays(-2)).Link = "https://example.org/";
        scene.World.AddPost(scene.User, null, late.AddDays(-3), scene.World.AddPhoto(Jpeg(3)));
        for (var i = 0; i < 60; i++)
        {
            scene.World.AddPost(scene.User, $"Earlier {i}", late.AddDays(-10).AddSeconds(-(i / 2)));
        }

        using var client = await scene.Connected();
        var job = await client.Over(await client.PullFromFacebook());
        Assert.Equal(("SUCCEEDED", 63, 63, 0, 0),
            (job.Text("state"), job.Number("done"), job.Number("imported") + job.Number("skipped"), job.Number("failed"),
            job.At("problems").GetArrayLength()));
        var entries = (await client.Data(Listed)).At("entries");
        Assert.Equal(63, entries.Number("totalCount"));
        var first = entries.At("nodes")[0];
        Assert.Equal(("2026-06-01", "FACEBOOK", "Evening walk \U0001F642", "Lake"), (first.Text("entryDate"), first.Text("source"),
            first.Text("content.body"), first.Text("content.location.name")));
        Assert.Equal("source:facebook", first.At("tags")[0].Text("name"));
        Assert.Equal(2, first.At("media").GetArrayLength());
        Assert.Equal("Read this\n\nA page\n\nhttps://example.org/", entries.At("nodes")[1].Text("content.body"));
        Assert.Equal(1, entries.At("nodes")[2].At("media").GetArrayLength());
        Assert.Equal("CONNECTED", (await client.Facebook()).Text("state"));
        Assert.Equal(1, (await client.Facebook()).At("successRate").GetDouble());
        Assert.NotNull((await client.Facebook()).Text("lastSyncAt"));
    }

    [Fact]
    public async Task An_E2E_diary_takes_them_too_sealed_to_its_key()
    {
        await using var scene = await FacebookScene.Start(fixture);
        scene.World.AddPost(scene.User, "Nobody is signed in", scene.World.Now.AddDays(-1), scene.World.AddPhoto(Jpeg(1)));
        using var client = await scene.Connected(Tier.E2E);
        await client.Over(await client.PullFromFacebook());
        var entry = Assert.Single((await client.Data(Listed)).At("entries.nodes").EnumerateArray());
        Assert.Equal("Nobody is signed in", entry.Text("content.body"));
        Assert.Equal(1, entry.At("media").GetArrayLength());
    }

    [Fact]
    public async Task What_is_there_is_passed_over_and_only_what_is_new_is_asked_for()
    {
        await using var scene = await FacebookScene.Start(fixture);
        for (var i = 0; i < 30; i++)
        {
            scene.World.AddPost(scene.User, $"Post {i}", scene.World.Now.AddDays(-i));
        }

        using var client = await scene.Connected();
        Assert.Equal(30, (await client.Over(await client.PullFromFacebook())).Number("done"));
        scene.World.AddPost(scene.User, "New", scene.World.Now);
        var job = await client.Over(await client.PullFromFacebook());
        Assert.Equal(("SUCCEEDED", 1, 3), (job.Text("state"), job.Number("imported"), job.Number("skipped"))); // of the last 48 hours
        job = await client.Over(await client.PullFromFacebook("2026-01-01"));
        Assert.Equal((0, 31), (job.Number("imported"), job.Number("skipped")));
        Assert.Equal(31, (await client.Data(Listed)).At("entries").Number("totalCount"));
    }

    [Fact]
    public async Task A_change_is_a_version_a_comment_is_none_and_what_its_owner_wrote_stays()
    {
        await using var scene = await FacebookScene.Start(fixture);
        var (changed, mine, commented) = (scene.World.AddPost(scene.User, "Frist", scene.World.Now.AddHours(-1)),
            scene.World.AddPost(scene.User, "Second", scene.World.Now.AddHours(-2)),
            scene.World.AddPost(scene.User, "Third", scene.World.Now.AddHours(-3)));
        using var client = await scene.Connected();
        await client.Over(await client.PullFromFacebook());
        var before = (await client.Data(Listed)).At("entries.nodes").EnumerateArray().ToDictionary(e => e.Text("content.body")!);
        await client.EditEntry(Guid.Parse(before["Second"].Text("id")!), 1, new { body = "Second, and more" });

        (changed.Message, mine.Message) = ("First", "Second, changed there");
        commented.UpdatedAt = scene.World.Now;
        var job = await client.Over(await client.PullFromFacebook());
        Assert.Equal((1, 2), (job.Number("imported"), job.Number("skipped")));
        var after = (await client.Data(Listed)).At("entries.nodes").EnumerateArray().ToDictionary(e => e.Text("content.body")!);
        Assert.Equal(["First", "Second, and more", "Third"], after.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([2, 2, 1],
            new[] { "First", "Second, and more", "Third" }.Select(body => after[body].Number("version")));
        Assert.Equal(before["Frist"].Text("id"), after["First"].Text("id"));
    }

    [Fact]
    public async Task What_its_owner_purged_does_not_come_again()
    {
        await using var scene = await FacebookScene.Start(fixture);
        scene.World.AddPost(scene.User, "Forget this", scene.World.Now.AddHours(-1));
        using var client = await scene.Connected();
        await client.Over(await client.PullFromFacebook());
        var id = (await client.Data(Listed)).At("entries.nodes")[0].Text("id");
        foreach (var mutation in new[] { "deleteEntry", "purgeEntry" })
        {
            await client.Data($"mutation ($id: ID!) {{ {mutation}(input: {{ id: $id }}) {{ problems {{ code }} }} }}", new { id });
        }

        var job = await client.Over(await client.PullFromFacebook());
        Assert.Equal((0, 1), (job.Number("imported"), job.Number("skipped")));
        Assert.Equal(0, (await client.Data(Listed)).At("entries").Number("totalCount"));
    }

    [Fact]
    public async Task A_download_and_Facebook_itself_bring_a_post_once_whichever_comes_first()
    {
        await using var scene = await FacebookScene.Start(fixture);
        var at = scene.World.Now.AddDays(-1);
        scene.World.AddPost(scene.User, "Caf\u00e9 an der Spree", at);
        scene.World.AddPost(scene.User, "Only there", at.AddHours(1));
        var download = ArchiveRequests.Zip(("your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json",
            $$"""[{"timestamp":{{at.ToUnixTimeSeconds()}},"data":[{"post":"Caf\u00c3\u00a9 an der Spree"}]},{"timestamp":1,"data":[]},"""
            + $$"""{"timestamp":{{at.ToUnixTimeSeconds() - 9}},"data":[{"post":"Only in the download"}]}]"""));
        foreach (var tier in new[] { Tier.Uce, Tier.E2E })
        {
            using var first = await scene.Connected(tier, pull: true);
            await first.Over(await first.PullFromFacebook());
            var import = await first.Imported(download, "FACEBOOK");
            Assert.Equal((1, 1), (import.Number("imported"), import.Number("skipped")));
            Assert.Equal(3, (await first.Data(Listed)).At("entries").Number("totalCount"));

            using var second = await scene.SignUp(tier);
            Assert.Equal(2, (await second.Imported(download, "FACEBOOK")).Number("imported"));
            Assert.Equal(2, (await second.Imported(download, "FACEBOOK")).Number("skipped"));
            await scene.Connect(second);
            await second.Over(await second.PullFromFacebook());
            Assert.Equal(3, (await second.Data(Listed)).At("entries").Number("totalCount"));
        }
    }

    [Fact]
    public async Task A_page_that_is_too_much_is_asked_for_in_smaller_ones()
    {
        await using var scene = await FacebookScene.Start(fixture);
        for (var i = 0; i < 20; i++)
        {
            scene.World.AddPost(scene.User, $"Post {i}", scene.World.Now.AddHours(-i), scene.World.AddPhoto(Jpeg((byte)i)));
        }

        using var client = await scene.SignUp();
        foreach (var most in new[] { 7, -1 })
        {
            scene.World.TooMuchAbove = most;
            await scene.Connect(client);
            var job = await client.Over(await client.PullFromFacebook());
            Assert.Equal("SUCCEEDED", job.Text("state"));
        }

        var entries = (await client.Data(Listed)).At("entries");
        Assert.Equal(20, entries.Number("totalCount"));
        Assert.All(entries.At("nodes").EnumerateArray(), e => Assert.Equal(1, e.At("media").GetArrayLength()));
    }

    [Fact]
    public async Task Photos_of_other_hosts_and_too_large_ones_are_left_out_and_said_so()
    {
        await using var scene = await FacebookScene.Start(fixture);
        scene.World.AddPost(scene.User, "Three", scene.World.Now.AddHours(-1), "http://example.org/p.jpg",
            scene.World.AddPhoto(new byte[17 * 1024 * 1024]), scene.World.AddPhoto(Jpeg(1)));
        using var client = await scene.Connected();
        var job = await client.Over(await client.PullFromFacebook());
        Assert.Equal(1, (await client.Data(Listed)).At("entries.nodes")[0].At("media").GetArrayLength());
        Assert.Equal("SUCCEEDED", job.Text("state"));
    }

    [Fact]
    public async Task Pulls_say_nothing_of_texts_and_tokens_in_addresses_and_keep_no_id_of_Facebooks_in_the_database()
    {
        await using var scene = await FacebookScene.Start(fixture);
        for (var i = 0; i < 30; i++)
        {
            scene.World.AddPost(scene.User, $"Secret {i}", scene.World.Now.AddDays(-i), scene.World.AddPhoto(Jpeg((byte)i)));
        }

        using var client = await scene.Connected();
        await client.Over(await client.PullFromFacebook());
        Assert.DoesNotContain(scene.Facebook.Calls, c => c.Query.Contains("EAA", StringComparison.Ordinal)
            || c.Query.Contains("Secret", StringComparison.Ordinal) || c.Query.Contains("access_token", StringComparison.Ordinal));
        var database = await scene.Database();
        Assert.Contains("facebook_connected", database, StringComparison.Ordinal);
        Assert.All([scene.User.Id, scene.User.Name, "Secret", .. scene.World.Tokens.Keys, scene.User.Posts[0].Id], secret =>
        {
            Assert.DoesNotContain(secret, database, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(secret)), database, StringComparison.Ordinal);
        });
    }

    internal static byte[] Jpeg(byte number) => [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, number];
}
