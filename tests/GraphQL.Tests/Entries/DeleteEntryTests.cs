using System.Text.Json;
using Diary.Domain.Accounts;

namespace Diary.GraphQL.Tests.Entries;

public abstract class DeleteEntryTests(DiaryFixture diary, Tier tier)
{
    protected DiaryFixture Diary => diary;

    [Fact]
    public async Task A_deleted_entry_lies_in_the_trash_for_thirty_days_and_comes_back()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One", tags = new[] { "a" } });
        var deleted = (await client.Move("deleteEntry", id.ToString(), 1)).At("entry");
        Assert.Equal((2, "One"), (deleted.Number("version"), deleted.Text("content.body")));
        Assert.Equal(deleted.At("deletedAt").GetDateTimeOffset().AddDays(30), deleted.At("purgeAt").GetDateTimeOffset());
        Assert.Equal(deleted.Text("updatedAt"), deleted.Text("deletedAt"));
        Assert.Equal(deleted.GetRawText(), (await client.Entry(id.ToString())).GetRawText());
        var undeleted = (await client.Move("undeleteEntry", id.ToString(), 2)).At("entry");
        Assert.Equal((3, true, true), (undeleted.Number("version"), undeleted.IsNull("deletedAt"), undeleted.IsNull("purgeAt")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task Repeated_moves_add_no_version(int? version)
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        foreach (var _ in new int[2])
        {
            var payload = await client.Move("deleteEntry", id.ToString(), version);
            Assert.Equal(("", 2), (payload.Problems(), payload.Number("entry.version")));
        }

        foreach (var _ in new int[2])
        {
            var payload = await client.Move("undeleteEntry", id.ToString(), version is null ? null : 2);
            Assert.Equal(("", 3), (payload.Problems(), payload.Number("entry.version")));
        }
    }

    [Fact]
    public async Task A_stale_version_is_a_conflict()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        await client.EditEntry(id, 1, new { body = "Two" });
        foreach (var move in new[] { "deleteEntry", "purgeEntry" })
        {
            var payload = await client.Move(move, id.ToString(), 1);
            Assert.Equal(("VERSION_CONFLICT input.expectedVersion", 2, "Two"),
                (payload.Problems(), payload.Number("problems.0.currentVersion"), payload.Text("problems.0.current.content.body")));
        }

        await client.Move("deleteEntry", id.ToString());
        Assert.Equal("VERSION_CONFLICT input.expectedVersion", (await client.Move("undeleteEntry", id.ToString(), 2)).Problems());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_purged_entry_is_gone_from_every_list(bool fromTrash)
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One", tags = new[] { "a" } });
        if (fromTrash)
        {
            await client.Move("deleteEntry", id.ToString());
        }

        foreach (var _ in new int[2])
        {
            Assert.Equal("", (await client.Move("purgeEntry", id.ToString())).Problems());
        }

        Assert.Equal(JsonValueKind.Null, (await client.Entry(id.ToString())).ValueKind);
        Assert.Equal(
            """{"entries":{"totalCount":0},"trash":{"totalCount":0},"tags":[],"node":null}""",
            (await client.Data(
                "query ($id: ID!) { entries { totalCount } trash: entries(filter: { deleted: true }) { totalCount } tags { name } "
                + "node(id: $id) { id } }",
                new { id })).GetRawText());
        foreach (var move in new[] { "deleteEntry", "undeleteEntry" })
        {
            Assert.Equal("NOT_FOUND input.id", (await client.Move(move, id.ToString())).Problems());
        }

        Assert.Equal("NOT_FOUND input.id", (await client.EditEntry(id, 1, new { body = "x" })).Problems());
        Assert.Equal("NOT_FOUND input.id", (await client.Restore(id.ToString(), 2, 1)).Problems());
    }
}

/// <summary>The same in the tier whose texts the server reads, and what only it has.</summary>
public sealed class UceDeleteEntryTests(DiaryFixture diary) : DeleteEntryTests(diary, Tier.Uce)
{
    [Fact]
    public async Task Each_mutation_of_one_document_shows_what_it_did_itself()
    {
        using var client = await Diary.SignUp();
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        const string shown =
            "entry { version tags { entryCount } revisions(first: 1) { totalCount nodes { version } } "
            + "history(first: 1) { nodes { version kind } } second: revision(version: 2) { version } }";
        var data = await client.Data(
            $$"""
            mutation ($first: ID!, $second: ID!) {
              a: createEntry(input: { id: $first, entryDate: "2026-11-23", content: { plain: { body: "1", tags: ["t"] } } }) { {{shown}} }
              stale: editEntry(input: { id: $first, expectedVersion: 5, content: { plain: { body: "x" } } }) {
                problems { ... on VersionConflict { current { version } } } }
              b: editEntry(input: { id: $first, expectedVersion: 1, content: { plain: { body: "2", tags: ["t"] } } }) { {{shown}} }
              c: createEntry(input: { id: $second, entryDate: "2026-11-23", content: { plain: { body: "1", tags: ["t"] } } }) {
                entry { tags { entryCount } } }
              late: editEntry(input: { id: $first, expectedVersion: 5, content: { plain: { body: "x" } } }) {
                problems { ... on VersionConflict { current { version } } } }
            }
            """, new { first, second });
        Assert.Equal(
            """{"entry":{"version":1,"tags":[{"entryCount":1}],"revisions":{"totalCount":1,"nodes":[{"version":1}]},"history":{"nodes":"""
            + """[{"version":1,"kind":"WRITTEN"}]},"second":null}}""",
            data.At("a").GetRawText());
        Assert.Equal(
            """{"entry":{"version":2,"tags":[{"entryCount":1}],"revisions":{"totalCount":2,"nodes":[{"version":2}]},"history":{"nodes":"""
            + """[{"version":2,"kind":"EDITED"}]},"second":{"version":2}}}""",
            data.At("b").GetRawText());
        Assert.Equal(2, data.Number("c.entry.tags.0.entryCount"));
        Assert.Equal((1, 2), (data.Number("stale.problems.0.current.version"), data.Number("late.problems.0.current.version")));
    }
}

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2EDeleteEntryTests(DiaryFixture diary) : DeleteEntryTests(diary, Tier.E2E);
