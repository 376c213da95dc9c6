using System.Net;
using System.Security.Cryptography;
using System.Text;
using Diary.Domain.Accounts;
using Diary.Grains;
using Diary.Grains.Erasure;
using Diary.Integrations.BlobStorage;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Media;

/// <summary>Media in an object store, which E2E clients talk to themselves.</summary>
public sealed class ObjectStoreTests(DiaryFixture diary, S3Server s3) : IClassFixture<S3Server>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UCE_files_go_through_the_edge_and_lie_there_sealed()
    {
        var (server, bucket) = await Start();
        await using var _ = server;
        using var client = await server.SignUp(Tier.Uce);
        var file = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a walk by the sea. ", 600_000)));
        var media = await client.Uploaded(Guid.CreateVersion7(), file, name: "sea.txt");
        Assert.StartsWith("/media/", media.Text("download.url"), StringComparison.Ordinal);
        Assert.Equal(file, await client.Fetched(media));
        using var range = await client.Fetch(media.At("download"), new(9_000_000, 9_000_099));
        Assert.Equal(file[9_000_000..9_000_100], await range.Content.ReadAsByteArrayAsync(Stop));

        var objects = await Objects(bucket);
        Assert.Equal(2, objects.Count);
        Assert.All(objects, o => Assert.Equal(-1, o.AsSpan().IndexOf("by the sea"u8)));
    }

    [Fact]
    public async Task An_E2E_photo_goes_straight_to_the_store_and_comes_from_there()
    {
        var (server, bucket) = await Start();
        await using var _ = server;
        using var client = await server.SignUp(Tier.E2E);
        var id = Guid.CreateVersion7();
        var file = client.AsSent(id, MediaRequests.Bytes(100_000));
        var part = Assert.Single((await client.BeginUpload(id, file)).At("parts").EnumerateArray());
        Assert.StartsWith(bucket.Endpoint!.AbsoluteUri, part.Text("link.url"), StringComparison.Ordinal);
        Assert.Equal("INVALID", (await client.CompleteUpload(id)).Text("problems.0.code")); // nothing arrived
        Assert.Equal(HttpStatusCode.Forbidden,
            (await client.SendPart(part, file, r => r.Content = new ByteArrayContent(file, 0, file.Length - 1))).Status);
        for (var i = 0; i < 2; i++) // again, as after a lost answer
        {
            Assert.Equal(HttpStatusCode.OK, (await client.SendPart(part, file)).Status);
        }

        Assert.Equal("[]", (await client.BeginUpload(id, file)).At("parts").GetRawText());
        var media = (await client.CompleteUpload(id)).At("media");
        Assert.Equal("READY", media.Text("state"));
        Assert.Equal(file.Length, await client.Used());
        Assert.Equal(HttpStatusCode.OK, (await client.SendPart(part, file)).Status); // the same bytes, and no others
        Assert.StartsWith(bucket.Endpoint.AbsoluteUri, media.Text("download.url"), StringComparison.Ordinal);
        Assert.Equal(file, await client.Fetched(media));
        Assert.Equal(file, await client.Fetched(await client.Find(id)));

        await client.DeleteMedia(id);
        Assert.Empty(await Objects(bucket));
        Assert.Equal(0, await client.Used());
    }

    [Fact]
    public async Task Parts_whose_hashes_are_told_go_straight_there_too_and_others_through_the_edge()
    {
        var (server, bucket) = await Start();
        await using var _ = server;
        using var client = await server.SignUp(Tier.E2E);
        var id = Guid.CreateVersion7();
        var file = client.AsSent(id, MediaRequests.Bytes(MediaRequests.PartSize + 17));
        var hashes = file.Chunk(MediaRequests.PartSize).Select(SHA256.HashData).ToList();
        var direct = (await client.BeginUpload(id, file, partSha256: hashes)).At("parts").EnumerateArray().ToList();
        Assert.All(direct, p => Assert.StartsWith(bucket.Endpoint!.AbsoluteUri, p.Text("link.url"), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await client.SendPart(direct[1], file)).Status);

        var left = Assert.Single((await client.BeginUpload(id, file)).At("parts").EnumerateArray());
        Assert.Equal(1, left.At("number").GetInt32());
        Assert.StartsWith("/media/", left.Text("link.url"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NoContent, null), await client.SendPart(left, file));
        var media = (await client.CompleteUpload(id)).At("media");
        Assert.Equal(file, await client.Fetched(media)); // many parts become one file at the edge
        Assert.StartsWith("/media/", media.Text("download.url"), StringComparison.Ordinal);

        using var uce = await server.SignUp(Tier.Uce);
        var sealedHere = (await uce.BeginUpload(id, [1], partSha256: [SHA256.HashData([1])])).Text("parts.0.link.url");
        Assert.StartsWith("/media/", sealedHere, StringComparison.Ordinal);
        foreach (var wrong in (byte[][][])[[], [[1]], [.. hashes, hashes[0]]])
        {
            var refused = await client.BeginUpload(Guid.CreateVersion7(), file, partSha256: wrong);
            Assert.Equal(("INVALID", "input.partSha256"), (refused.Text("problems.0.code"), refused.Text("problems.0.field")));
        }
    }

    [Fact]
    public async Task What_was_sent_and_never_completed_is_swept_and_so_is_an_account()
    {
        var clock = new MovableClock();
        var (server, bucket) = await Start(clock: clock);
        await using var _ = server;
        using var client = await server.SignUp(Tier.E2E);
        var (id, kept) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var file = client.AsSent(id, [1]);
        await client.SendPart((await client.BeginUpload(id, file)).At("parts.0"), file); // nobody knows that it arrived
        var other = client.AsSent(kept, [2]);
        await client.SendPart((await client.BeginUpload(kept, other)).At("parts.0"), other);
        await client.CompleteUpload(kept);
        var sweep = server.Services.GetRequiredService<IFileSweep>();
        await sweep.Sweep(Stop);
        Assert.Equal(2, (await Objects(bucket)).Count);
        clock.Move(TimeSpan.FromHours(25));
        await sweep.Sweep(Stop);
        Assert.Equal(other, Assert.Single(await Objects(bucket)));
        await client.SignInAgain();
        Assert.Equal(other.Length, await client.Used());

        var deletion = (await client.Data(
            "mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { receipt { at } problems { code message } } }",
            new { input = new { credential = await client.Credential() } })).At("deleteAccount");
        Assert.Equal("[]", deletion.At("problems").GetRawText());
        await server.Services.GetRequiredService<IGrainFactory>().GetGrain<IErasureGrain>(0).Erase();
        Assert.Empty(await Objects(bucket));
    }

    [Fact]
    public async Task Links_can_be_kept_to_the_edge()
    {
        var (server, _) = await Start(settings: ("S3:DirectLinks", "false"));
        await using var _ = server;
        using var client = await server.SignUp(Tier.E2E);
        var id = Guid.CreateVersion7();
        var file = client.AsSent(id, [1]);
        var media = await client.Uploaded(id, file);
        Assert.StartsWith("/media/", media.Text("download.url"), StringComparison.Ordinal);
        Assert.Equal(file, await client.Fetched(media));
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_the_write_changes_nothing()
    {
        await using var proxy = new LossyProxy(s3.Port, "PUT /"u8.ToArray());
        var (server, bucket) = await Start(proxy.Port);
        await using var _ = server;
        using var client = await server.SignUp(Tier.Uce);
        proxy.LoseReplies(1);
        var media = await client.Uploaded(Guid.CreateVersion7(), [1, 2, 3]);
        Assert.Equal(1, proxy.Lost);
        Assert.Equal([1, 2, 3], await client.Fetched(media));
        Assert.Equal(3, await client.Used());
        Assert.Single(await Objects(bucket));
    }

    [Fact]
    public async Task While_the_store_is_away_files_wait_and_entries_do_not()
    {
        await using var proxy = new LossyProxy(s3.Port, "HTTP/1.1"u8.ToArray());
        var (server, bucket) = await Start(proxy.Port);
        await using var _ = server;
        using var client = await server.SignUp(Tier.Uce);
        var kept = await client.Uploaded(Guid.CreateVersion7(), [1, 2, 3]);
        var deleted = await client.Uploaded(Guid.CreateVersion7(), [4, 5]);
        var (id, file) = (Guid.CreateVersion7(), MediaRequests.Bytes(MediaRequests.PartSize + 1));
        var parts = (await client.BeginUpload(id, file)).At("parts").EnumerateArray().ToList();
        await client.SendPart(parts[0], file);

        proxy.Answer(100_000, "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "UNAVAILABLE"), await client.SendPart(parts[1], file));
        using (var response = await client.Fetch(kept.At("download")))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
        }

        var entry = await client.CreateEntry(Guid.CreateVersion7(), new { body = "a day" });
        Assert.Equal("[]", entry.At("problems").GetRawText());
        Assert.Equal("DELETED", (await client.DeleteMedia(Guid.Parse(deleted.Text("id")!))).Text("media.state"));
        Assert.Equal(3 + file.Length, await client.Used());

        proxy.Forgive();
        Assert.Equal((HttpStatusCode.NoContent, null), await client.SendPart(parts[1], file));
        Assert.Equal(file, await client.Fetched((await client.CompleteUpload(id)).At("media")));
        Assert.Equal([1, 2, 3], await client.Fetched(kept));
        Assert.Equal(3 + file.Length, await client.Used());
        Assert.Equal(4, (await Objects(bucket)).Count); // what was deleted meanwhile is noise, for the sweep
    }

    private async Task<(DiaryServer Server, S3Options Bucket)> Start(
        int? port = null, TimeProvider? clock = null, params (string Name, string Value)[] settings)
    {
        var bucket = await s3.CreateBucket(port);
        var server = await diary.StartServer(clock,
        [
            ("S3:Bucket", bucket.Bucket), ("S3:Endpoint", bucket.Endpoint!.AbsoluteUri), ("S3:AccessKey", bucket.AccessKey!),
            ("S3:SecretKey", bucket.SecretKey!), ("S3:SpoolFolder", bucket.SpoolFolder), .. settings,
        ]);
        return (server, bucket);
    }

    private async Task<List<byte[]>> Objects(S3Options bucket)
    {
        using var client = s3.Client();
        var objects = new List<byte[]>();
        foreach (var found in (await client.ListObjectsAsync(bucket.Bucket, Stop)).S3Objects ?? [])
        {
            using var response = await client.GetObjectAsync(bucket.Bucket, found.Key, Stop);
            using var bytes = new MemoryStream();
            await response.ResponseStream.CopyToAsync(bytes, Stop);
            objects.Add(bytes.ToArray());
        }

        return objects;
    }
}
