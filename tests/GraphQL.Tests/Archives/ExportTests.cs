using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Archives;

public sealed class ExportTests(DiaryFixture diary)
{
    [Fact]
    public async Task An_export_has_every_version_of_every_entry_also_of_the_trash()
    {
        using var client = await diary.SignUp();
        var (kept, binned) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await client.CreateEntry(kept, new { title = "Lake", body = "We rowed.", mood = "calm", tags = new[] { "travel" } });
        await client.EditEntry(kept, 1, new { body = "We rowed and swam.", tags = new[] { "travel", "water" } });
        await client.Data("mutation { renameTag(from: \"water\", to: \"lakes\") { problems { code } } }");
        await client.CreateEntry(binned, new { body = "Never mind." }, "2026-01-02");
        await client.Data("mutation ($id: ID!) { deleteEntry(input: { id: $id }) { problems { code } } }", new { id = binned });

        var files = ArchiveRequests.Files(await client.Exported());
        Assert.Equal([$"entries/2026/2026-01-02-{binned}.json", $"entries/2026/2026-11-23-{kept}.json", "diary.json"],
            files.Keys.OrderBy(k => k is "diary.json").ThenBy(k => k, StringComparer.Ordinal));
        var manifest = JsonDocument.Parse(files["diary.json"]).RootElement;
        Assert.Equal(("personal-diary", 1, "UCE", 2, 4), (manifest.Text("format"), manifest.At("version").GetInt32(),
            manifest.Text("tier"), manifest.At("entryCount").GetInt32(), manifest.At("versionCount").GetInt32()));
        var versions = JsonDocument.Parse(files[$"entries/2026/2026-11-23-{kept}.json"]).RootElement
            .At("versions").EnumerateArray().ToList();
        Assert.Equal(["WRITTEN", "EDITED", "TAGGED"], versions.Select(v => v.Text("kind")));
        Assert.Equal(["We rowed.", "We rowed and swam.", "We rowed and swam."], versions.Select(v => v.Text("content.body")));
        Assert.Equal("""["travel","lakes"]""", JsonSerializer.Serialize(versions[^1].At("tags")));
        Assert.NotNull(JsonDocument.Parse(files[$"entries/2026/2026-01-02-{binned}.json"]).RootElement.Text("deletedAt"));

        var present = ArchiveRequests.Files(await client.Exported(history: false));
        var only = Assert.Single(
            JsonDocument.Parse(present[$"entries/2026/2026-11-23-{kept}.json"]).RootElement.At("versions").EnumerateArray());
        Assert.Equal((3, "We rowed and swam."), (only.At("version").GetInt32(), only.Text("content.body")));
    }

    [Fact]
    public async Task Markdown_is_for_people_one_file_an_entry()
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        await client.CreateEntry(
            id, new { title = "On the lake: \"calm\"", body = "# We rowed.\n\n---\nAnd swam.", tags = new[] { "a: b" } });
        await client.EditEntry(id, 1, new { title = "On the lake: \"calm\"", body = "We rowed home." });
        var files = ArchiveRequests.Files(await client.Exported("MARKDOWN"));
        var text = files[$"entries/2026/2026-11-23-on-the-lake-calm-{id}.md"];
        Assert.StartsWith($"---\nid: {id}\ndate: 2026-11-23\n", text, StringComparison.Ordinal);
        Assert.Contains("\ntitle: \"On the lake: \\\"calm\\\"\"\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n---\n\nWe rowed home.\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n---\n\n# We rowed.\n\n---\nAnd swam.\n", files[$"entries/versions/{id}/00001.md"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_diary_is_the_same_export_until_something_changes()
    {
        using var client = await diary.SignUp();
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        var first = await client.Over(await client.Export());
        var again = await client.Export();
        Assert.Equal((first.Text("id"), "SUCCEEDED"), (again.Text("job.id"), again.Text("job.state")));
        Assert.NotEqual(first.Text("id"), (await client.Export("MARKDOWN")).Text("job.id"));
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "Two" });
        var next = await client.Over(await client.Export());
        Assert.NotEqual(first.Text("id"), next.Text("id"));
        Assert.Equal(2, next.At("done").GetInt32());
    }

    [Fact]
    public async Task An_E2E_diary_is_exported_as_its_client_sealed_it_and_never_for_people()
    {
        using var client = await diary.SignUp(Tier.E2E);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "Only I can read this." });
        var payload = (await client.Raw(
            "mutation { exportDiary(input: { format: MARKDOWN }) { job { id } problems { code field } } }")).At("data.exportDiary");
        Assert.Equal(("TIER_MISMATCH", "input.format"), (payload.Text("problems.0.code"), payload.Text("problems.0.field")));

        var files = ArchiveRequests.Files(await client.Exported());
        var version = JsonDocument.Parse(files[$"entries/2026/2026-11-23-{id}.json"]).RootElement.At("versions.0");
        Assert.Equal(1, version.At("content.sealedAtVersion").GetInt32());
        var shown = (await client.Raw(
            "query ($id: ID!) { entry(id: $id) { content { ... on SealedContent { envelope } } } }", new { id })).At("data.entry.content");
        Assert.Equal(shown.Text("envelope"), version.Text("content.envelope"));
        Assert.DoesNotContain("Only I", string.Join('\n', files.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strangers_export_is_none_and_a_cancelled_one_has_no_file()
    {
        using var ada = await diary.SignUp();
        using var eve = await diary.SignUp();
        await ada.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        var job = await ada.Over(await ada.Export());
        foreach (var command in new[] { "cancelJob", "undoImport" })
        {
            Assert.Equal("NOT_FOUND", (await eve.Command(command, job.Text("id")!)).Text("problems.0.code"));
        }

        Assert.Equal("NOT_FOUND", (await ada.Command("undoImport", job.Text("id")!)).Text("problems.0.code")); // no import
        Assert.Equal("SUCCEEDED", (await ada.Command("cancelJob", job.Text("id")!)).Text("job.state")); // too late
        var rotation = (await ada.Data("mutation { rotateKeys { job { id } } }")).Text("rotateKeys.job.id")!;
        Assert.Equal("NOT_SUPPORTED", (await ada.Command("cancelJob", rotation)).Text("problems.0.code"));
    }

    [Fact]
    public async Task An_export_is_deleted_after_a_day_and_made_again_when_asked_for()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(Tier.Uce);
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        var first = await client.Over(await client.Export());
        clock.Move(TimeSpan.FromHours(25));
        await client.SignInAgain();
        var gone = (await client.Data(
            "query ($id: ID!) { job(id: $id) { state result { url } } }", new { id = first.Text("id") })).At("job");
        Assert.Equal(("SUCCEEDED", JsonValueKind.Null), (gone.Text("state"), gone.At("result").ValueKind));
        var again = await client.Over(await client.Export());
        Assert.Equal(first.Text("id"), again.Text("id"));
        var files = ArchiveRequests.Files(await client.Download(again.At("result")));
        Assert.Single(files.Keys, f => f.StartsWith("entries/", StringComparison.Ordinal));
    }
}
