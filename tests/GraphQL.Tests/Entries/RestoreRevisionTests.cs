using Diary.Domain.Accounts;

namespace Diary.GraphQL.Tests.Entries;

public abstract class RestoreRevisionTests(DiaryFixture diary, Tier tier)
{
    [Fact]
    public async Task An_earlier_version_stands_again_with_all_it_had()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(
            id, new { title = "T", body = "One", mood = "calm", tags = new[] { "a", "b" } }, "2026-01-01", "Asia/Tokyo");
        await client.Edit(new
        {
            id,
            expectedVersion = 1,
            entryDate = "2026-02-02",
            timeZone = "UTC",
            content = new { plain = new { body = "Two", tags = new[] { "c" } } },
        });
        var payload = await client.Restore(id.ToString(), 2, 1);
        Assert.Equal("", payload.Problems());
        var entry = payload.At("entry");
        Assert.Equal(
            (3, "2026-01-01", "Asia/Tokyo", "T", "One", "calm"),
            (entry.Number("version"), entry.Text("entryDate"), entry.Text("timeZone"),
                entry.Text("content.title"), entry.Text("content.body"), entry.Text("content.mood")));
        Assert.Equal(["a", "b"], entry.At("tags").Texts("name"));
        Assert.Equal("Two", (await client.Restore(id.ToString(), 3, 2)).Text("entry.content.body"));
        Assert.Equal("One", (await client.Restore(id.ToString(), 4, 3)).Text("entry.content.body")); // a version that was restored itself
    }

    [Fact]
    public async Task A_repeated_restore_adds_no_version()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        await client.EditEntry(id, 1, new { body = "Two" });
        foreach (var _ in new int[2])
        {
            var payload = await client.Restore(id.ToString(), 2, 1);
            Assert.Equal(("", 3), (payload.Problems(), payload.Number("entry.version")));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10_001)]
    [InlineData(2_147_483_646)]
    public async Task A_version_that_never_was_is_not_found(int version)
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        await client.EditEntry(id, 1, new { body = "Two" });
        Assert.Equal("NOT_FOUND input.version", (await client.Restore(id.ToString(), 2, version)).Problems());
        Assert.Equal(2, (await client.Entry(id.ToString())).Number("version"));
    }

    [Fact]
    public async Task A_stale_version_is_a_conflict()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        await client.EditEntry(id, 1, new { body = "Two" });
        var payload = await client.Restore(id.ToString(), 1, 1);
        Assert.Equal(("VERSION_CONFLICT input.expectedVersion", 2), (payload.Problems(), payload.Number("problems.0.currentVersion")));
    }
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceRestoreRevisionTests(DiaryFixture diary) : RestoreRevisionTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2ERestoreRevisionTests(DiaryFixture diary) : RestoreRevisionTests(diary, Tier.E2E);
