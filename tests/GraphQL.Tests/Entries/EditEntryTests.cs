using System.Text.Json;
using Diary.Domain.Accounts;

namespace Diary.GraphQL.Tests.Entries;

public abstract class EditEntryTests(DiaryFixture diary, Tier tier)
{
    [Fact]
    public async Task An_edit_makes_the_next_version()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        var created = (await client.CreateEntry(id, new { title = "T", body = "One", tags = new[] { "a" } })).At("entry");
        var payload = await client.EditEntry(id, 1, new { body = "Two", tags = new[] { "b" } }, "2026-11-24");
        Assert.Equal("", payload.Problems());
        var entry = payload.At("entry");
        Assert.Equal((2, "2026-11-24", "Europe/Vienna", "Two"),
            (entry.Number("version"), entry.Text("entryDate"), entry.Text("timeZone"), entry.Text("content.body")));
        Assert.True(entry.IsNull("content.title"));
        Assert.Equal(["b"], entry.At("tags").Texts("name"));
        Assert.Equal(created.Text("createdAt"), entry.Text("createdAt"));
    }

    [Fact]
    public async Task What_is_left_out_stays()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { title = "T", body = "One", tags = new[] { "a" } });
        var redated = (await client.Edit(new { id, expectedVersion = 1, entryDate = "2020-02-29", timeZone = "Asia/Tokyo" })).At("entry");
        Assert.Equal((2, "2020-02-29", "Asia/Tokyo", "T", "One"),
            (redated.Number("version"), redated.Text("entryDate"), redated.Text("timeZone"), redated.Text("content.title"),
                redated.Text("content.body")));
        Assert.Equal(["a"], redated.At("tags").Texts("name"));
        var rewritten = (await client.EditEntry(id, 2, new { body = "Two" })).At("entry");
        Assert.Equal(
            (3, "2020-02-29", "Asia/Tokyo"), (rewritten.Number("version"), rewritten.Text("entryDate"), rewritten.Text("timeZone")));
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_makes_no_version()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        Assert.Equal(1, (await client.Edit(new { id, expectedVersion = 1 })).Number("entry.version"));
        Assert.Equal(1, (await client.Edit(new { id, expectedVersion = 1, entryDate = "2026-11-23" })).Number("entry.version"));
    }

    [Fact]
    public async Task A_repeated_edit_adds_no_version()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        foreach (var _ in new int[2])
        {
            var content = await client.EditEntry(id, 1, new { body = "Two" });
            Assert.Equal(("", 2), (content.Problems(), content.Number("entry.version")));
        }

        foreach (var _ in new int[2])
        {
            var day = await client.Edit(new { id, expectedVersion = 2, entryDate = "2026-01-01" });
            Assert.Equal(("", 3), (day.Problems(), day.Number("entry.version")));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_000_000)]
    [InlineData(2_147_483_646)]
    public async Task Another_version_than_the_current_one_is_a_conflict_that_shows_it(int expectedVersion)
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        await client.EditEntry(id, 1, new { body = "Two" });
        var payload = await client.EditEntry(id, expectedVersion, new { body = "Mine" });
        Assert.Equal("VERSION_CONFLICT input.expectedVersion", payload.Problems());
        Assert.Equal(JsonValueKind.Null, payload.At("entry").ValueKind);
        Assert.Equal(
            (2, 2, "Two"), (payload.Number("problems.0.currentVersion"), payload.Number("problems.0.current.version"),
                payload.Text("problems.0.current.content.body")));
        Assert.Equal("Two", (await client.Entry(id.ToString())).Text("content.body"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public async Task A_number_that_no_version_can_have_is_refused(int expectedVersion)
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        Assert.Equal("INVALID input.expectedVersion", (await client.EditEntry(id, expectedVersion, new { body = "Two" })).Problems());
        Assert.Equal("INVALID input.expectedVersion", (await client.Restore(id.ToString(), expectedVersion, 1)).Problems());
        Assert.Equal("INVALID input.version", (await client.Restore(id.ToString(), 1, expectedVersion)).Problems());
        foreach (var move in new[] { "deleteEntry", "undeleteEntry", "purgeEntry" })
        {
            Assert.Equal("INVALID input.expectedVersion", (await client.Move(move, id.ToString(), expectedVersion)).Problems());
        }

        Assert.Equal(1, (await client.Entry(id.ToString())).Number("version"));
    }

    [Fact]
    public async Task An_entry_in_the_trash_must_be_undeleted_first()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        await client.Move("deleteEntry", id.ToString());
        Assert.Equal("INVALID input.id", (await client.EditEntry(id, 2, new { body = "Two" })).Problems());
        Assert.Equal("INVALID input.id", (await client.Restore(id.ToString(), 2, 1)).Problems());
        Assert.Equal("VERSION_CONFLICT input.expectedVersion", (await client.EditEntry(id, 1, new { body = "Two" })).Problems());
    }

    [Fact]
    public async Task Of_two_editors_one_wins_each_version()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "Start" });
        for (var version = 1; version <= 20; version++)
        {
            var payloads = await Task.WhenAll(
                client.EditEntry(id, version, new { body = $"A{version}" }), client.EditEntry(id, version, new { body = $"B{version}" }));
            var won = Assert.Single(payloads, p => p.Problems().Length == 0);
            var lost = Assert.Single(payloads, p => p.Problems() == "VERSION_CONFLICT input.expectedVersion");
            Assert.Equal(version + 1, won.Number("entry.version"));
            Assert.Equal((version + 1, won.Text("entry.content.body")),
                (lost.Number("problems.0.currentVersion"), lost.Text("problems.0.current.content.body")));
        }

        var nodes = (await client.Data("query ($id: ID!) { entry(id: $id) { revisions(first: 50) { nodes { version } } } }", new { id }))
            .At("entry.revisions.nodes");
        Assert.Equal(Enumerable.Range(1, 21).Reverse(), nodes.Numbers("version"));
    }
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceEditEntryTests(DiaryFixture diary) : EditEntryTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2EEditEntryTests(DiaryFixture diary) : EditEntryTests(diary, Tier.E2E);
