using Diary.Domain.Accounts;
using Diary.GraphQL.Search;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Archives;

public sealed class ImportTests(DiaryFixture diary)
{
    private const string DayOne = """
        { "metadata": { "version": "1.0" }, "entries": [
          { "uuid": "0123456789ABCDEF0123456789ABCDEF", "creationDate": "2023-05-06T22:30:00Z", "timeZone": "Europe\/Vienna",
            "text": "# Night walk\nStars\\. Many\\!", "starred": true, "tags": ["sky"],
            "location": { "latitude": 48.2, "longitude": 16.4, "placeName": "Prater", "localityName": "Wien", "country": "Österreich" },
            "weather": { "conditionsDescription": "Clear", "temperatureCelsius": 12.5 }, "photos": [{ "identifier": "A" }] },
          { "creationDate": "2023-05-08T10:00:00Z", "text": "Plain" },
          { "text": "No date" }
        ] }
        """;

    [Fact]
    public async Task A_diary_comes_back_in_another_account_with_every_version()
    {
        using var ada = await diary.SignUp();
        using var eve = await diary.SignUp();
        var (walk, binned) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await ada.CreateEntry(walk, new
        {
            title = "Lake",
            body = "We rowed.",
            mood = "calm",
            tags = new[] { "travel" },
            location = new { name = "Neusiedl", latitude = 47.9, longitude = 16.8 },
            weather = new { condition = "sun", temperatureC = 21.5 },
        });
        await ada.EditEntry(walk, 1, new { body = "We rowed and swam.", tags = new[] { "travel", "water" } }, "2026-11-22");
        await ada.CreateEntry(binned, new { body = "Never mind." });
        await ada.Data("mutation ($id: ID!) { deleteEntry(input: { id: $id }) { problems { code } } }", new { id = binned });

        var job = await eve.Imported(await ada.Exported());
        Assert.Equal(("SUCCEEDED", 2, 2, 0, 0), (job.Text("state"), job.At("done").GetInt32(), job.At("imported").GetInt32(),
            job.At("skipped").GetInt32(), job.At("failed").GetInt32()));
        Assert.Equal(await ada.Everything(), await eve.Everything());
        var entry = (await eve.Data("{ entries { nodes { source history { nodes { kind session } } } } }")).At("entries.nodes.0");
        Assert.Equal("IMPORT", entry.Text("source"));
        Assert.All(entry.At("history.nodes").EnumerateArray(), h => Assert.Equal(("IMPORTED", null), (h.Text("kind"), h.Text("session"))));
        Assert.Contains("ARCHIVE_IMPORTED", (await eve.Data("{ auditLog { nodes { action } } }")).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("DIARY_EXPORTED", (await ada.Data("{ auditLog { nodes { action } } }")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_in_is_found_by_the_owners_next_session()
    {
        using var ada = await diary.SignUp();
        using var eve = await diary.SignUp();
        await ada.CreateEntry(Guid.CreateVersion7(), new { body = "We rowed across the Neusiedlersee." });
        await eve.Imported(await ada.Exported());
        await eve.SignInAgain();
        await eve.Data("{ me { id } }");
        await diary.Server.Services.GetRequiredService<UnindexedTexts>().Settled;
        var found = await eve.Data("{ search(query: \"rowing neusiedlersee\") { totalCount } }");
        Assert.Equal(1, found.At("search.totalCount").GetInt32());
    }

    [Fact]
    public async Task The_same_upload_is_the_same_import_and_the_same_texts_are_passed_over()
    {
        using var ada = await diary.SignUp();
        await ada.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        await ada.CreateEntry(Guid.CreateVersion7(), new { body = "Two" });
        var file = await ada.Exported();
        var own = await ada.Imported(file);
        Assert.Equal((0, 2), (own.At("imported").GetInt32(), own.At("skipped").GetInt32()));

        using var eve = await diary.SignUp();
        var upload = Guid.CreateVersion7();
        await eve.Upload(upload, file);
        var first = await eve.Over(await eve.Import(upload));
        var again = await eve.Over(await eve.Import(upload));
        Assert.Equal((first.Text("id"), 2), (again.Text("id"), again.At("imported").GetInt32()));
        Assert.Equal(2, (await eve.Data("{ entries { totalCount } }")).At("entries.totalCount").GetInt32());
        var twice = await eve.Imported(file);
        Assert.Equal((0, 2), (twice.At("imported").GetInt32(), twice.At("skipped").GetInt32()));
    }

    [Fact]
    public async Task A_dry_run_tells_and_adds_nothing()
    {
        using var ada = await diary.SignUp();
        using var eve = await diary.SignUp();
        await ada.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        var upload = Guid.CreateVersion7();
        await eve.Upload(upload, await ada.Exported());
        var dry = await eve.Over(await eve.Import(upload, dryRun: true));
        Assert.Equal(("SUCCEEDED", 1), (dry.Text("state"), dry.At("imported").GetInt32()));
        Assert.Equal(0, (await eve.Data("{ entries { totalCount } }")).At("entries.totalCount").GetInt32());
        Assert.Equal("INVALID", (await eve.Command("undoImport", dry.Text("id")!)).Text("problems.0.code"));
        var real = await eve.Over(await eve.Import(upload)); // the file is still there
        Assert.Equal(1, real.At("imported").GetInt32());
    }

    [Fact]
    public async Task An_undo_removes_what_came_in_but_what_was_changed_since()
    {
        using var ada = await diary.SignUp();
        using var eve = await diary.SignUp();
        foreach (var body in new[] { "One", "Two", "Three" })
        {
            await ada.CreateEntry(Guid.CreateVersion7(), new { body, tags = new[] { "imported" } });
        }

        var mine = Guid.CreateVersion7();
        await eve.CreateEntry(mine, new { body = "Mine", tags = new[] { "own" } });
        var before = await eve.Everything();
        var job = await eve.Imported(await ada.Exported());
        var undone = await eve.Over(await eve.Command("undoImport", job.Text("id")!));
        Assert.Equal(("UNDONE", 3), (undone.Text("state"), undone.At("done").GetInt32()));
        Assert.Equal(before, await eve.Everything());
        Assert.Equal("own", Assert.Single((await eve.Data("{ tags { name } }")).At("tags").EnumerateArray()).Text("name"));
        Assert.Equal("UNDONE", (await eve.Command("undoImport", job.Text("id")!)).Text("job.state"));

        var second = await eve.Imported(await ada.Exported());
        var changed = (await eve.Data("{ entries(filter: { source: IMPORT }) { nodes { id version } } }")).At("entries.nodes.0");
        await eve.EditEntry(changed.At("id").GetGuid(), 1, new { body = "Mine too" });
        var partly = await eve.Over(await eve.Command("undoImport", second.Text("id")!));
        Assert.Equal(("UNDONE", 2, 1), (partly.Text("state"), partly.At("done").GetInt32(), partly.At("skipped").GetInt32()));
        Assert.Equal("1 of the imported entries were changed since, and stay.", partly.Text("problems.0"));
        Assert.Equal(2, (await eve.Data("{ entries { totalCount } }")).At("entries.totalCount").GetInt32());
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("json")]
    public async Task A_Day_One_export_comes_in(string form)
    {
        using var client = await diary.SignUp();
        var job = form == "zip"
            ? await client.Imported(ArchiveRequests.Zip(("Journal.json", DayOne), ("photos/A.jpeg", "no")), "DAY_ONE")
            : await client.Imported(System.Text.Encoding.UTF8.GetBytes(DayOne), "DAY_ONE", type: "application/json");
        Assert.Equal(("SUCCEEDED", 2, 1), (job.Text("state"), job.At("imported").GetInt32(), job.At("failed").GetInt32()));
        Assert.Equal(["Entry 3 of the archive has no creationDate.",
            "Photos and other files left out, which are not in the archive, damaged, empty or too large: 1."],
            job.At("problems").EnumerateArray().Select(p => p.GetString()));
        var entries = (await client.Data($"{{ entries(first: 5) {{ nodes {{ {DiaryClient.EntryFields} }} }} }}")).At("entries.nodes");
        var walk = entries.At("1");
        Assert.Equal(("2023-05-07", "Europe/Vienna", "2023-05-06T22:30:00.000Z"),
            (walk.Text("entryDate"), walk.Text("timeZone"), walk.Text("createdAt")));
        Assert.Equal(("Night walk", "Stars. Many!", "Prater, Wien, Österreich", "Clear"), (walk.Text("content.title"),
            walk.Text("content.body"), walk.Text("content.location.name"), walk.Text("content.weather.condition")));
        Assert.Equal(["sky", "starred", "source:import"], walk.At("tags").EnumerateArray().Select(t => t.Text("name")));
        Assert.Equal(("Plain", "Europe/Vienna"), (entries.Text("0.content.body"), entries.Text("0.timeZone")));
    }

    [Fact]
    public async Task What_is_no_such_archive_fails_with_the_reason_and_adds_nothing()
    {
        using var client = await diary.SignUp();
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        var markdown = await client.Exported("MARKDOWN");
        foreach (var (file, kind, reason) in new[]
        {
            ("no zip"u8.ToArray(), "DIARY", "The file is neither a ZIP nor JSON, or it is damaged."),
            (ArchiveRequests.Zip(("a.txt", "x")), "DIARY", "The file is no archive of this kind."),
            (ArchiveRequests.Zip(("a.txt", "x")), "DAY_ONE", "The file is no archive of this kind."),
            (ArchiveRequests.Zip(("diary.json", """{"format":"personal-diary","version":2}""")), "DIARY",
                "The file is an export of a newer version."),
            (ArchiveRequests.Zip(("diary.json", """{"format":"personal-diary","version":1,"tier":"E2E"}""")), "DIARY",
                "The file is the export of an E2E diary: only its client can open it."),
            (markdown, "DIARY", "The file is an export in Markdown, which cannot be brought back: export as JSON."),
            (ArchiveRequests.Zip(("posts/your_posts_1.html", "<html>")), "FACEBOOK",
                "The download is made of web pages (HTML): ask Facebook for one in the format JSON."),
        })
        {
            var job = await client.Imported(file, kind);
            Assert.Equal(("FAILED", reason), (job.Text("state"), job.Text("problems.0")));
        }

        var absent = (await client.Import(Guid.CreateVersion7())).At("problems.0");
        Assert.Equal(("NOT_FOUND", "input.mediaId"), (absent.Text("code"), absent.Text("field")));
        Assert.Equal(1, (await client.Data("{ entries { totalCount } }")).At("entries.totalCount").GetInt32());
    }

    [Fact]
    public async Task An_upload_of_another_account_cannot_be_imported()
    {
        using var ada = await diary.SignUp();
        using var eve = await diary.SignUp();
        var upload = Guid.CreateVersion7();
        await ada.Upload(upload, ArchiveRequests.Zip(("Journal.json", DayOne)));
        Assert.Equal("NOT_FOUND", (await eve.Import(upload, "DAY_ONE")).Text("problems.0.code"));
    }

    [Fact]
    public async Task An_E2E_account_gets_what_the_server_sealed_to_its_key()
    {
        using var client = await diary.SignUp(Tier.E2E);
        var job = await client.Imported(ArchiveRequests.Zip(("Journal.json", DayOne)), "DAY_ONE");
        Assert.Equal(2, job.At("imported").GetInt32());
        var nodes = (await client.Raw("{ entries { nodes { content { ... on SealedContent { authenticated sealedAtVersion } } } } }"))
            .At("data.entries.nodes");
        Assert.All(nodes.EnumerateArray(), n => Assert.False(n.At("content.authenticated").GetBoolean()));
        var plain = await client.Data("{ entries { nodes { content { ... on PlainContent { title body } } } } }");
        Assert.Equal("Stars. Many!", plain.Text("entries.nodes.1.content.body"));
    }

    [Fact]
    public async Task An_entry_of_hundreds_of_versions_comes_in_whole()
    {
        using var client = await diary.SignUp();
        var versions = string.Join(",", Enumerable.Range(1, 230).Select(v =>
            $$$"""
            {"version":{{{v}}},"kind":"EDITED","recordedAt":"2024-01-01T00:00:{{{v % 60:00}}}Z","entryDate":"2024-01-01",
             "content":{"body":"v{{{v}}}"}}
            """));
        var file = ArchiveRequests.Zip(("x/diary.json", """{"format":"personal-diary","version":1,"tier":"UCE"}"""),
            ("x/entries/2024/a.json", $$"""{"deletedAt":"2024-02-01T00:00:00Z","versions":[{{versions}}]}"""));
        var job = await client.Imported(file);
        Assert.Equal(1, job.At("imported").GetInt32());
        var entry = (await client.Data("{ entries(filter: { deleted: true }) { nodes { version revisions(first: 1) { totalCount } "
            + "content { ... on PlainContent { body } } } } }")).At("entries.nodes.0");
        Assert.Equal((231, 230, "v230"),
            (entry.At("version").GetInt32(), entry.At("revisions.totalCount").GetInt32(), entry.Text("content.body")));
        var again = await client.Imported(file);
        Assert.Equal(1, again.At("imported").GetInt32()); // what lies in the trash is no duplicate
    }
}
