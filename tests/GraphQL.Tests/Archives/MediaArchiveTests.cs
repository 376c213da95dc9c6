using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diary.Cryptography;
using Diary.Domain.Accounts;
using Diary.GraphQL.Tests.Media;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Archives;

/// <summary>Files in exports and imports.</summary>
public sealed class MediaArchiveTests(DiaryFixture diary)
{
    private static readonly byte[] Png = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. new byte[100]];

    [Fact]
    public async Task Every_version_has_its_files_again_in_another_account()
    {
        using var ada = await diary.SignUp();
        using var eve = await diary.SignUp();
        var large = MediaRequests.Bytes(MediaRequests.PartSize + 5);
        var photo = await Sent(ada, Png, "image/png", "sea.png");
        var film = await Sent(ada, large, "application/octet-stream", "film.bin");
        var entry = await Entry(ada, photo);
        await Edit(ada, entry, 1, photo, film);
        await Edit(ada, entry, 2, film);
        await Sent(ada, [1, 2, 3], "text/plain", null); // which no entry has

        var zip = await ada.Exported();
        var job = await eve.Imported(zip);
        Assert.Equal(("SUCCEEDED", 1, "[]"), (job.Text("state"), job.At("imported").GetInt32(), job.At("problems").GetRawText()));
        Assert.Equal(await Versions(ada), await Versions(eve));
        Assert.Equal(Png.Length + large.Length, await eve.Used());
        var media = (await eve.Data($"{{ entries {{ nodes {{ media {{ {MediaRequests.Media} }} }} }} }}")).At("entries.nodes.0.media.0");
        Assert.Equal(("READY", "film.bin"), (media.Text("state"), media.Text("fileName")));
        Assert.Equal(large, await eve.Fetched(media));

        await eve.Over(await eve.Command("undoImport", job.Text("id")!));
        Assert.Equal(0, await eve.Used());
        Assert.Equal("DELETED", (await eve.Find(Guid.Parse(media.Text("id")!))).Text("state"));

        var own = await ada.Imported(zip); // the entry is there, and its files stay as they are
        Assert.Equal((0, 1), (own.At("imported").GetInt32(), own.At("skipped").GetInt32()));
        Assert.Equal(Png.Length + large.Length + 3, await ada.Used());
    }

    [Fact]
    public async Task Markdown_names_their_places_and_they_can_be_left_out()
    {
        using var ada = await diary.SignUp();
        var photo = await Sent(ada, Png, "image/png", "Das Meer.PNG");
        await Entry(ada, photo);
        var files = ArchiveRequests.RawFiles(await ada.Exported("MARKDOWN"));
        var (place, bytes) = files.Single(f => f.Key.EndsWith($"das-meer-{photo}.png", StringComparison.Ordinal));
        Assert.Equal(Png, bytes);
        Assert.Contains($"media: [\"../../{place}\"]", TextOf(files), StringComparison.Ordinal);

        var without = (await ada.Data($"mutation ($input: ExportInput!) {{ exportDiary(input: $input) {{ {ArchiveRequests.Job} }} }}",
            new { input = new { format = "JSON", includeMedia = false } })).At("exportDiary");
        var lean = ArchiveRequests.RawFiles(await ada.Download((await ada.Over(without)).At("result")));
        Assert.DoesNotContain(lean.Keys, k => k.StartsWith("media/", StringComparison.Ordinal));
        Assert.Contains(photo.ToString(), TextOf(lean), StringComparison.Ordinal);

        static string TextOf(Dictionary<string, byte[]> files) =>
            Encoding.UTF8.GetString(files.Single(f => f.Key.StartsWith("entries/", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public async Task An_E2E_export_has_them_as_their_client_sealed_them()
    {
        using var ada = await diary.SignUp(Tier.E2E);
        var id = Guid.CreateVersion7();
        var file = ada.AsSent(id, MediaRequests.Bytes(100_000));
        foreach (var part in (await ada.BeginUpload(id, file, "image/jpeg", metadata: [7, 7])).At("parts").EnumerateArray())
        {
            await ada.SendPart(part, file);
        }

        await ada.CompleteUpload(id);
        var files = ArchiveRequests.RawFiles(await ada.Exported());
        Assert.Equal(file, files.Single(f => f.Key.EndsWith(id.ToString(), StringComparison.Ordinal)).Value);
        var about = JsonDocument.Parse(files.Single(f => f.Key.EndsWith($"{id}.about.json", StringComparison.Ordinal)).Value).RootElement;
        Assert.Equal(("image/jpeg", "Bwc="), (about.Text("contentType"), about.Text("encryptedMetadata")));
    }

    [Fact]
    public async Task Files_that_do_not_fit_or_are_damaged_are_left_out_and_the_entries_come()
    {
        await using var server = await diary.StartServer(null, ("Diary:StorageMiB", "1"));
        using var ada = await diary.SignUp();
        using var eve = await server.SignUp(Tier.Uce);
        await Entry(ada, await Sent(ada, MediaRequests.Bytes(2 << 20), "application/octet-stream", "large"));
        await Entry(ada, await Sent(ada, Png, "image/png", "small.png"), await Sent(ada, [1, 2, 3], "text/plain", "spoilt.txt"));
        var files = ArchiveRequests.RawFiles(await ada.Exported());
        files[files.Keys.Single(k => k.Contains("spoilt", StringComparison.Ordinal) && k.EndsWith(".txt", StringComparison.Ordinal))] =
            [1, 2, 4];
        var zip = ArchiveRequests.Zip(files);

        var dry = await eve.Imported(zip, dryRun: true);
        Assert.Equal((2, 0L), (dry.At("imported").GetInt32(), await eve.Used()));
        var job = await eve.Imported(zip);
        Assert.Equal(("SUCCEEDED", 2), (job.Text("state"), job.At("imported").GetInt32()));
        Assert.Equal(["Photos and other files left out, which are not in the archive, damaged, empty or too large: 1.",
            "Photos and other files left out, which do not fit into what the account may hold: 1."],
            job.At("problems").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal(Png.Length, await eve.Used());
        var names = (await eve.Data("{ entries { nodes { media { fileName } } } }")).At("entries.nodes").GetRawText();
        Assert.Equal(1, names.Split("fileName").Length - 1);
        Assert.Contains("small.png", names, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task Day_Ones_photos_come_in_as_what_they_are(Tier tier)
    {
        using var client = await diary.SignUp(tier);
        const string journal = """
            {"entries":[
              {"creationDate":"2023-05-06T22:30:00Z","text":"Sea\n![](dayone-moment:\/\/A)","photos":[{"md5":"aa","type":"jpeg"}]},
              {"creationDate":"2023-05-07T22:30:00Z","text":"Again","photos":[{"md5":"aa"},{"md5":"gone"}],"videos":[{"md5":"empty"}]}]}
            """;
        var job = await client.Imported(ArchiveRequests.Zip(new Dictionary<string, byte[]>
        {
            ["Journal.json"] = Encoding.UTF8.GetBytes(journal),
            ["photos/aa.jpeg"] = Png, // Day One itself errs at times
            ["videos/empty.mov"] = [],
        }), "DAY_ONE");
        Assert.Equal(("SUCCEEDED", 2), (job.Text("state"), job.At("imported").GetInt32()));
        Assert.EndsWith("too large: 2.", job.Text("problems.0"), StringComparison.Ordinal);
        var media = (await client.Data($"{{ entries {{ nodes {{ media {{ {MediaRequests.Media} }} }} }} }}")).At("entries.nodes");
        Assert.Equal((1, 1), (media.At("0.media").GetArrayLength(), media.At("1.media").GetArrayLength()));
        Assert.Equal(media.Text("0.media.0.id"), media.Text("1.media.0.id"));
        Assert.Equal("image/png", media.Text("0.media.0.contentType"));
        var bytes = await client.Fetched(media.At("0.media.0"));
        Assert.Equal(bytes.Length, await client.Used());
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(bytes)), media.Text("0.media.0.sha256"));
        Assert.Equal(Png, tier == Tier.Uce ? bytes : await Opened(client, media.At("0.media.0"), bytes));
    }

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task A_download_of_Facebooks_comes_in_as_such_with_its_photos(Tier tier)
    {
        using var client = await diary.SignUp(tier);
        const string posts = """
            [{"timestamp":1791066600,"data":[{"post":"CafÃ© ð"}],
              "attachments":[{"data":[{"media":{"uri":"posts/media/1.jpg"}},{"place":{"name":"Spree"}}]}]},
             {"timestamp":1791055999,"title":"Ann shared a link.","data":[]}]
            """;
        var zip = ArchiveRequests.Zip(new Dictionary<string, byte[]>
        {
            ["posts/your_posts_1.json"] = Encoding.UTF8.GetBytes(posts),
            ["posts/media/1.jpg"] = Png, // which lies
        });
        var job = await client.Imported(zip, "FACEBOOK");
        Assert.Equal(("SUCCEEDED", 1), (job.Text("state"), job.At("imported").GetInt32()));
        Assert.Equal("""["Items without text, photo, place or link, passed over: 1."]""", job.At("problems").GetRawText());
        var entry = (await client.Data("{ entries { nodes { source entryDate createdAt tags { name auto } media { " + MediaRequests.Media
            + " } content { ... on PlainContent { body location { name } } } } } }")).At("entries.nodes.0");
        Assert.Equal(("FACEBOOK", "source:facebook"), (entry.Text("source"), entry.Text("tags.0.name")));
        Assert.Equal("image/png", entry.Text("media.0.contentType"));
        if (tier == Tier.Uce)
        {
            Assert.Equal(("Café 🙂", "Spree"), (entry.Text("content.body"), entry.Text("content.location.name")));
            Assert.Equal(Png, await client.Fetched(entry.At("media.0")));
            var again = await client.Imported([.. zip], "FACEBOOK"); // as another upload
            Assert.Equal((0, 1), (again.At("imported").GetInt32(), again.At("skipped").GetInt32()));
        }

        await client.Over(await client.Command("undoImport", job.Text("id")!));
        Assert.Equal((0, 0), ((await client.Data("{ entries { totalCount } }")).At("entries.totalCount").GetInt32(), await client.Used()));
    }

    [Fact]
    public async Task An_E2E_diary_gets_files_of_several_parts_that_only_its_client_opens()
    {
        using var ada = await diary.SignUp();
        using var eve = await diary.SignUp(Tier.E2E);
        var large = MediaRequests.Bytes(MediaRequests.PartSize + 5);
        await Entry(ada, await Sent(ada, large, "application/octet-stream", "film.bin"));
        var job = await eve.Imported(await ada.Exported());
        Assert.Equal(("SUCCEEDED", 1, "[]"), (job.Text("state"), job.At("imported").GetInt32(), job.At("problems").GetRawText()));
        var media = (await eve.Data($"{{ entries {{ nodes {{ media {{ {MediaRequests.Media} }} }} }} }}")).At("entries.nodes.0.media.0");
        Assert.Equal(("READY", null), (media.Text("state"), media.Text("fileName")));
        var bytes = await eve.Fetched(media);
        Assert.True(MediaRequests.PartSize < bytes.Length && bytes.AsSpan().IndexOf(large.AsSpan(0, 32)) < 0);
        Assert.Equal(large, await Opened(eve, media, bytes));

        await eve.Over(await eve.Command("undoImport", job.Text("id")!));
        Assert.Equal(0, await eve.Used());
    }

    /// <summary>As the client opens what the server sealed to its account.</summary>
    private static async Task<byte[]> Opened(DiaryClient client, JsonElement media, byte[] bytes)
    {
        var (account, id) = (client.Sealing!.Account, Guid.Parse(media.Text("id")!));
        Assert.True(SealedNote.TryOpen(
            client.Sealing.PrivateKey, account, media.At("encryptedMetadata").GetBytesFromBase64(), out var note));
        var secrets = JsonDocument.Parse(note).RootElement;
        Assert.Equal((id, 0), (secrets.At("id").GetGuid(), note.Length % 256));
        using var key = SymmetricKey.Import(secrets.At("key").GetBytesFromBase64());
        Assert.Equal((byte)EnvelopeSuite.Server, bytes[1]);
        await using var stream = await MediaOpeningStream.Open(new MemoryStream(bytes), account, id, key);
        using var plain = new MemoryStream();
        await stream!.CopyToAsync(plain, TestContext.Current.CancellationToken);
        return plain.ToArray();
    }

    private static async Task<Guid> Sent(DiaryClient client, byte[] file, string type, string? name)
    {
        var id = Guid.CreateVersion7();
        await client.Uploaded(id, file, type, name);
        return id;
    }

    private static async Task<Guid> Entry(DiaryClient client, params Guid[] media)
    {
        var id = Guid.CreateVersion7();
        Assert.Equal("[]", (await client.Data(
            "mutation ($input: CreateEntryInput!) { createEntry(input: $input) { problems { message } } }",
            new { input = new { id, entryDate = "2026-11-23", content = new { plain = new { body = $"With files, {id}" } }, media } }))
            .At("createEntry.problems").GetRawText());
        return id;
    }

    private static async Task Edit(DiaryClient client, Guid id, int version, params Guid[] media) =>
        Assert.Equal("[]", (await client.Data("mutation ($input: EditEntryInput!) { editEntry(input: $input) { problems { message } } }",
            new { input = new { id, expectedVersion = version, media } })).At("editEntry.problems").GetRawText());

    private static async Task<string> Versions(DiaryClient client) => (await client.Data(
        "{ entries { nodes { revisions { nodes { version media { fileName contentType sizeBytes sha256 } } } } } }")).GetRawText();
}
