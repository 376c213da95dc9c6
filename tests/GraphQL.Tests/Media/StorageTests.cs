using System.Net;
using Diary.Domain.Accounts;
using Diary.Grains;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Media;

public sealed class StorageTests(DiaryFixture diary)
{
    [Fact]
    public async Task The_same_content_is_stored_and_counted_once_until_the_last_that_has_it_is_deleted()
    {
        using var folder = new TemporaryFolder("blobs");
        await using var server = await diary.StartServer(null, ("Diary:BlobFolder", folder.Path));
        using var client = await server.SignUp(Tier.Uce);
        var (first, second, third) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var file = MediaRequests.Bytes(MediaRequests.PartSize + 100);
        await client.Uploaded(first, file, "image/a", "a");
        var media = await client.Uploaded(second, file, "image/b", "b");
        Assert.Equal(("image/b", "b"), (media.Text("contentType"), media.Text("fileName")));
        Assert.Equal(file.Length, await client.Used());
        Assert.Equal(2, Files(folder).Length);
        await client.Uploaded(third, [.. file, 0]);
        Assert.Equal((2 * file.Length) + 1, await client.Used());
        await client.DeleteMedia(first);
        Assert.Equal(file, await client.Fetched(await client.Find(second)));
        Assert.Equal((2 * file.Length) + 1, await client.Used());
        await client.DeleteMedia(second);
        Assert.Equal(file.Length + 1, await client.Used());
        Assert.Equal(2, Files(folder).Length);
        await client.DeleteMedia(third);
        Assert.Equal(0, await client.Used());
        Assert.Empty(Files(folder));
    }

    [Fact]
    public async Task Nothing_is_shared_between_accounts_and_no_plaintext_is_stored()
    {
        using var folder = new TemporaryFolder("blobs");
        await using var server = await diary.StartServer(null, ("Diary:BlobFolder", folder.Path));
        using var ada = await server.SignUp(Tier.Uce);
        using var eve = await server.SignUp(Tier.Uce);
        var file = "A secret that no blob may show"u8.ToArray();
        await ada.Uploaded(Guid.CreateVersion7(), file);
        await eve.Uploaded(Guid.CreateVersion7(), file);
        Assert.Equal(2, Files(folder).Length);
        Assert.All(Files(folder), f => Assert.Equal(-1, File.ReadAllBytes(f).AsSpan().IndexOf("secret"u8)));
        Assert.Equal(file.Length, await eve.Used());
    }

    [Fact]
    public async Task The_last_byte_is_given_once_to_however_many_ask_and_entries_are_written_all_the_same()
    {
        await using var server = await diary.StartServer(null, ("Diary:StorageMiB", "1"), ("Diary:RequestsPerMinute", "100000"));
        using var client = await server.SignUp(Tier.Uce);
        const int limit = 1 << 20;
        await client.Uploaded(Guid.CreateVersion7(), MediaRequests.Bytes(limit - 1));
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => client.BeginUpload(Guid.CreateVersion7(), [(byte)i])));
        Assert.Single(answers, a => a.At("problems").GetArrayLength() == 0);
        var refused = answers.First(a => a.At("problems").GetArrayLength() > 0);
        Assert.Equal(("QUOTA_EXCEEDED", "input.sizeBytes", (long)limit, (long)limit),
            (refused.Text("problems.0.code"), refused.Text("problems.0.field"),
                refused.At("problems.0.usedBytes").GetInt64(), refused.At("problems.0.limitBytes").GetInt64()));
        Assert.Equal(limit, await client.Used());
        Assert.Equal("[]", (await client.CreateEntry(Guid.CreateVersion7(), new { body = "Full" })).At("problems").GetRawText());
    }

    [Fact]
    public async Task An_upload_that_does_not_arrive_in_a_day_is_given_up_and_its_bytes_are_free()
    {
        var clock = new MovableClock();
        using var folder = new TemporaryFolder("blobs");
        await using var server = await diary.StartServer(clock, ("Diary:BlobFolder", folder.Path));
        using var client = await server.SignUp(Tier.Uce);
        var (id, kept) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var file = MediaRequests.Bytes(MediaRequests.PartSize + 1);
        await client.SendPart((await client.BeginUpload(id, file)).At("parts.0"), file);
        await client.Uploaded(kept, [1, 2, 3]);
        var sweep = server.Services.GetRequiredService<IFileSweep>();
        await sweep.Sweep(CancellationToken.None);
        Assert.Equal(2, Files(folder).Length);
        clock.Move(TimeSpan.FromHours(25));
        await sweep.Sweep(CancellationToken.None);
        await client.SignInAgain();
        Assert.Equal(3, await client.Used());
        Assert.Single(Files(folder));
        Assert.Equal("DELETED", (await client.Find(id)).Text("state"));
        Assert.Equal([1, 2, 3], await client.Fetched(await client.Find(kept)));
        Assert.Equal("INVALID", (await client.BeginUpload(id, file)).Text("problems.0.code"));
    }

    [Fact]
    public async Task A_deleted_account_leaves_no_blob()
    {
        using var folder = new TemporaryFolder("blobs");
        await using var server = await diary.StartServer(null, ("Diary:BlobFolder", folder.Path));
        using var client = await server.SignUp(Tier.Uce);
        using var other = await server.SignUp(Tier.Uce);
        var link = (await client.Uploaded(Guid.CreateVersion7(), [1])).At("download");
        await other.Uploaded(Guid.CreateVersion7(), [2]);
        await client.Data("mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { receipt { at } } }",
            new { input = new { credential = new { password = DiaryClient.Password } } });
        using var response = await client.Fetch(link);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        await server.Services.GetRequiredService<IGrainFactory>().GetGrain<Grains.Erasure.IErasureGrain>(0).Erase();
        Assert.Single(Files(folder));
    }

    [Fact]
    public async Task The_account_tells_what_its_tier_can_do()
    {
        const string query = "{ me { features { serverSearch serverDiff blindSearch passwordRecovery } storage { limitBytes } } }";
        using var uce = await diary.SignUp();
        using var e2e = await diary.SignUp(Tier.E2E);
        Assert.Equal("""{"serverSearch":true,"serverDiff":true,"blindSearch":false,"passwordRecovery":true}""",
            (await uce.Data(query)).At("me.features").GetRawText());
        Assert.Equal("""{"serverSearch":false,"serverDiff":false,"blindSearch":true,"passwordRecovery":true}""",
            (await e2e.Data(query)).At("me.features").GetRawText());
        Assert.Equal(1L << 30, (await uce.Data(query)).At("me.storage.limitBytes").GetInt64());
    }

    private static string[] Files(TemporaryFolder folder) => Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
}
