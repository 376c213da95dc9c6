using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Media;

public sealed class EntryMediaTests(DiaryFixture diary)
{
    private const string Shown = "id version media { id state }";
    private const string Problems = "problems { code message field }";

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task Media_are_attached_in_their_order_and_every_version_shows_those_that_it_had(Tier tier)
    {
        using var client = await diary.SignUp(tier);
        var (a, b, c) = (await Uploaded(client, 1), await Uploaded(client, 2), await Uploaded(client, 3));
        var entry = Guid.CreateVersion7();
        Assert.Equal([b, a], Ids((await Create(client, entry, [b, a])).At("entry")));
        Assert.Equal([b, a], Ids((await Create(client, entry, [b, a])).At("entry"))); // repeated
        Assert.Equal("VERSION_CONFLICT", (await Create(client, entry, [a])).Text("problems.0.code"));

        Assert.Equal([c, b, a], Ids((await Edit(client, entry, 1, [c, b, a])).At("entry")));
        Assert.Equal(2, (await Edit(client, entry, 1, [c, b, a])).Number("entry.version")); // repeated
        Assert.Equal([c], Ids((await Edit(client, entry, 2, [c])).At("entry")));
        await client.EditEntry(entry, 3, new { body = "Another text" });
        Assert.Equal([c], await Media(client, entry)); // an edit that names none leaves them
        Assert.Empty(Ids((await Edit(client, entry, 4, [])).At("entry")));
        Assert.Equal(5, (await Edit(client, entry, 5, [])).Number("entry.version")); // nothing changes

        var told = (await client.Data("query ($id: ID!) { entry(id: $id) { history { nodes { version kind } } "
            + "revisions { totalCount nodes { version media { id } } } revision(version: 3) { media { id } } } }", new { id = entry }))
            .At("entry");
        Assert.Equal(["5 MEDIA_DETACHED", "4 EDITED", "3 MEDIA_DETACHED", "2 MEDIA_ATTACHED", "1 WRITTEN"],
            told.At("history.nodes").EnumerateArray().Select(e => $"{e.Number("version")} {e.Text("kind")}"));
        Assert.Equal([[], [c], [c], [c, b, a], [b, a]], told.At("revisions.nodes").EnumerateArray().Select(Ids));
        Assert.Equal(5, told.Number("revisions.totalCount"));
        Assert.Equal([c], Ids(told.At("revision")));

        await client.Data("mutation ($input: RestoreRevisionInput!) { restoreRevision(input: $input) { entry { id } } }",
            new { input = new { id = entry, expectedVersion = 5, version = 1 } });
        Assert.Equal([b, a], await Media(client, entry));
    }

    [Fact]
    public async Task Only_ones_own_files_that_arrived_can_be_attached()
    {
        using var client = await diary.SignUp();
        using var eve = await diary.SignUp();
        var (pending, entry) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await client.BeginUpload(pending, [1, 2, 3]);
        var gone = await Uploaded(client, 7);
        await client.DeleteMedia(gone);
        var own = await Uploaded(client, 8);
        foreach (var foreign in (Guid[])[pending, gone, await Uploaded(eve, 9), Guid.NewGuid()])
        {
            var refused = await Create(client, Guid.CreateVersion7(), [own, foreign]);
            Assert.Equal(("NOT_FOUND", "input.media"), (refused.Text("problems.0.code"), refused.Text("problems.0.field")));
        }

        Assert.Equal("input.media.1", (await Create(client, entry, [own, own])).Text("problems.0.field"));
        Assert.Equal("input.media", (await Create(client, entry, [.. Enumerable.Range(0, 101).Select(_ => Guid.NewGuid())]))
            .Text("problems.0.field"));
        Assert.Equal("input.media.0", (await client.Data(
            $"mutation ($input: CreateEntryInput!) {{ createEntry(input: $input) {{ {Problems} }} }}",
            new { input = Input(entry, ["../x"]) })).Text("createEntry.problems.0.field"));
        Assert.Equal([own], Ids((await Create(client, entry, [own])).At("entry")));
        Assert.Equal("NOT_FOUND", (await Edit(client, entry, 1, [own, gone])).Text("problems.0.code"));
        await client.DeleteMedia(own);
        var shown = (await client.Data($"query ($id: ID!) {{ entry(id: $id) {{ {Shown} }} }}", new { id = entry })).At("entry.media.0");
        Assert.Equal((own.ToString(), "DELETED"), (shown.Text("id"), shown.Text("state")));
        var another = await Uploaded(client, 10);
        Assert.Equal([own, another], Ids((await Edit(client, entry, 1, [own, another])).At("entry"))); // it may stay where it was
    }

    [Fact]
    public async Task A_purge_deletes_the_files_that_no_other_entry_has_at_any_version()
    {
        using var folder = new TemporaryFolder("blobs");
        await using var server = await diary.StartServer(null, ("Diary:BlobFolder", folder.Path));
        using var client = await server.SignUp(Tier.Uce);
        var (alone, shared, once, loose) =
            (await Uploaded(client, 1), await Uploaded(client, 2), await Uploaded(client, 3), await Uploaded(client, 4));
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Create(client, first, [alone, shared, once]);
        await Edit(client, first, 1, [shared]);
        await Create(client, second, [once, shared]);
        await Edit(client, second, 1, []);
        const string purge = "mutation ($input: EntryCommandInput!) { purgeEntry(input: $input) { receipt { at } problems { code } } }";
        await client.Data(purge, new { input = new { id = first } });
        Assert.Equal(["DELETED", "READY", "READY", "READY"], await States(client, alone, shared, once, loose));
        Assert.Equal(3, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length);
        Assert.Equal(3_000, await client.Used());
        await client.Data(purge, new { input = new { id = second } });
        Assert.Equal(["DELETED", "DELETED", "DELETED", "READY"], await States(client, alone, shared, once, loose));
        Assert.Equal(1_000, await client.Used());
    }

    [Fact]
    public async Task Entries_are_found_by_whether_anything_is_attached()
    {
        using var client = await diary.SignUp();
        var photo = await Uploaded(client, 1);
        var (with, without) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Create(client, with, [photo]);
        await Create(client, without, []);
        Assert.Equal([with], await Found(client, true));
        Assert.Equal([without], await Found(client, false));
        Assert.Equal(2, (await Found(client, null)).Count);
        const string search = "query ($filter: EntryFilter) { search(query: \"text\", filter: $filter) { nodes { id } } }";
        Assert.Equal([with], (await client.Data(search, new { filter = new { hasMedia = true } }))
            .At("search.nodes").EnumerateArray().Select(e => Guid.Parse(e.Text("id")!)));
        await Edit(client, with, 1, []);
        Assert.Empty(await Found(client, true));
    }

    private static async Task<IReadOnlyList<Guid>> Found(DiaryClient client, bool? hasMedia) =>
        [.. (await client.Data("query ($filter: EntryFilter) { entries(filter: $filter) { totalCount nodes { id } } }",
            new { filter = new { hasMedia } })).At("entries.nodes").EnumerateArray().Select(e => Guid.Parse(e.Text("id")!))];

    private static async Task<Guid> Uploaded(DiaryClient client, int seed)
    {
        var id = Guid.CreateVersion7();
        await client.Uploaded(id, client.AsSent(id, MediaRequests.Bytes(1_000, seed)));
        return id;
    }

    private static object Input(Guid id, IEnumerable<string> media) =>
        new { id, entryDate = "2026-11-23", content = new { plain = new { body = "A text" } }, media };

    private static async Task<JsonElement> Create(DiaryClient client, Guid id, Guid[] media) => (await client.Data(
        $"mutation ($input: CreateEntryInput!) {{ createEntry(input: $input) {{ entry {{ {Shown} }} {Problems} }} }}",
        new { input = Input(id, media.Select(m => m.ToString())) })).At("createEntry");

    private static async Task<JsonElement> Edit(DiaryClient client, Guid id, int expectedVersion, Guid[] media) => (await client.Data(
        $"mutation ($input: EditEntryInput!) {{ editEntry(input: $input) {{ entry {{ {Shown} }} {Problems} }} }}",
        new { input = new { id, expectedVersion, media } })).At("editEntry");

    private static async Task<IReadOnlyList<Guid>> Media(DiaryClient client, Guid id) =>
        Ids((await client.Data($"query ($id: ID!) {{ entry(id: $id) {{ {Shown} }} }}", new { id })).At("entry"));

    private static IReadOnlyList<Guid> Ids(JsonElement shown) =>
        [.. shown.At("media").EnumerateArray().Select(m => Guid.Parse(m.Text("id")!))];

    private static async Task<IReadOnlyList<string?>> States(DiaryClient client, params Guid[] media)
    {
        var states = new List<string?>();
        foreach (var id in media)
        {
            states.Add((await client.Find(id)).Text("state"));
        }

        return states;
    }
}
