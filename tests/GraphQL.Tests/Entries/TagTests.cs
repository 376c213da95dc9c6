using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Entries;

public abstract class TagTests(DiaryFixture diary, Tier tier)
{
    [Fact]
    public async Task Tags_are_counted_over_what_is_outside_the_trash_and_most_used_first()
    {
        using var client = await diary.SignUp(tier);
        var ids = Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7()).ToArray();
        await client.CreateEntry(ids[0], new { body = "", tags = new[] { "a", "b", "c" } });
        await client.CreateEntry(ids[1], new { body = "", tags = new[] { "b", "c" } });
        await client.CreateEntry(ids[2], new { body = "", tags = new[] { "C" } });
        await AssertTags(client, "c 3, b 2, a 1");
        await client.EditEntry(ids[1], 1, new { body = "", tags = new[] { "c", "d" } });
        await AssertTags(client, "c 3, a 1, b 1, d 1");
        await client.Move("deleteEntry", ids[0].ToString());
        await AssertTags(client, "c 2, d 1");
        await client.Restore(ids[1].ToString(), 2, 1);
        await AssertTags(client, "c 2, b 1");
        await client.Move("undeleteEntry", ids[0].ToString());
        await AssertTags(client, "c 3, b 2, a 1");
        await client.Move("purgeEntry", ids[0].ToString());
        await AssertTags(client, "c 2, b 1");
        await client.Edit(new { id = ids[1], expectedVersion = 3, entryDate = "2020-01-01" });
        await AssertTags(client, "c 2, b 1");
        await client.EditEntry(ids[1], 4, new { body = "" });
        await client.Move("purgeEntry", ids[2].ToString());
        await AssertTags(client, "");
    }

    [Fact]
    public async Task An_entry_in_the_trash_still_shows_its_tags_and_their_counts_elsewhere()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "", tags = new[] { "a", "b" } });
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "", tags = new[] { "b" } });
        var deleted = (await client.Move("deleteEntry", id.ToString())).At("entry.tags");
        Assert.Equal(["a", "b"], deleted.Texts("name"));
        Assert.Equal([0, 1], deleted.Numbers("entryCount"));
    }

    private static async Task AssertTags(DiaryClient client, string expected)
    {
        var tags = (await client.Data("{ tags { name entryCount auto } }")).At("tags").EnumerateArray()
            .Select(t => (Name: t.Text("name")!.ToLowerInvariant(), Count: t.Number("entryCount"))).ToList();
        Assert.Equal(tags.Select(t => t.Count).OrderDescending(), tags.Select(t => t.Count));
        Assert.Equal(expected, string.Join(
            ", ", tags.OrderByDescending(t => t.Count).ThenBy(t => t.Name, StringComparer.Ordinal).Select(t => $"{t.Name} {t.Count}")));
    }
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceTagTests(DiaryFixture diary) : TagTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2ETagTests(DiaryFixture diary) : TagTests(diary, Tier.E2E);
