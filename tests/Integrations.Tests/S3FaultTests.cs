using System.Text;
using Diary.Integrations.BlobStorage;
using Diary.TestKit;

namespace Diary.Integrations.Tests;

/// <summary>An object store that is slow, refuses, or is cut off before or after what it was asked for.</summary>
public sealed class S3FaultTests(S3Server server)
{
    private const int MiB = 1024 * 1024;
    private const string Overloaded =
        "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: 47\r\nConnection: close\r\n\r\n" +
        "<Error><Code>SlowDown</Code><Message/></Error>\r\n";

    private readonly BlobKey _key = new(Guid.NewGuid(), Guid.NewGuid());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PUT /", 100)]
    [InlineData("PUT /", 20 * MiB)] // a part of it
    [InlineData("?uploads", 20 * MiB)] // its beginning
    [InlineData("?uploadId=", 20 * MiB)] // its end
    public async Task What_is_cut_off_is_sent_again(string request, int size)
    {
        await using var proxy = new LossyProxy(server.Port, Encoding.ASCII.GetBytes(request));
        using var store = new S3BlobStore(await server.CreateBucket(proxy.Port));
        var bytes = S3BlobStoreTests.Random(size);
        foreach (var lose in (Action<int>[])[proxy.LoseCommits, proxy.LoseReplies, n => proxy.Answer(n, Overloaded)])
        {
            var key = _key with { Id = Guid.NewGuid() };
            lose(1);
            await Write(store, key, bytes);
            Assert.Equal(bytes, await Read(store, key));
        }

        Assert.Equal(3, proxy.Lost);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)] // hardly more than the headers
    [InlineData(3 * MiB)]
    public async Task What_breaks_off_while_it_is_read_goes_on_from_there(int after)
    {
        await using var proxy = new LossyProxy(server.Port, "GET /"u8.ToArray());
        using var store = new S3BlobStore(await server.CreateBucket(proxy.Port));
        var bytes = S3BlobStoreTests.Random(9 * MiB);
        await Write(store, _key, bytes);
        proxy.CutReplies(2, after);
        Assert.Equal(bytes, await Read(store, _key));
        Assert.InRange(proxy.Lost, 1, 2);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_and_a_retry_heals()
    {
        await using var proxy = new LossyProxy(server.Port, "HTTP/1.1"u8.ToArray());
        using var store = new S3BlobStore(await server.CreateBucket(proxy.Port) with { Patience = TimeSpan.FromSeconds(0.5) });
        await Write(store, _key, "one"u8.ToArray());
        proxy.Hold(1_000);
        await Task.WhenAll(Works(store).Select(work => Assert.ThrowsAsync<BlobStoreUnavailableException>(work)));
        proxy.Forgive();
        Assert.Equal("one"u8.ToArray(), await Read(store, _key));
    }

    [Fact]
    public async Task A_server_that_is_away_or_overloaded_for_long_is_told_so()
    {
        var gone = new LossyProxy(server.Port);
        var options = await server.CreateBucket(gone.Port);
        await gone.DisposeAsync();
        using var away = new S3BlobStore(options);
        await using var proxy = new LossyProxy(server.Port, "HTTP/1.1"u8.ToArray());
        using var overloaded = new S3BlobStore(await server.CreateBucket(proxy.Port));
        proxy.Answer(1_000, Overloaded);
        await Task.WhenAll(Works(away).Concat(Works(overloaded)).Select(
            work => Assert.ThrowsAsync<BlobStoreUnavailableException>(work)));
    }

    [Fact]
    public async Task A_key_that_is_refused_and_a_bucket_that_is_gone_are_told_as_such()
    {
        var options = await server.CreateBucket();
        foreach (var wrong in (S3Options[])[options with { SecretKey = "another" }, options with { Bucket = "another" }])
        {
            using var store = new S3BlobStore(wrong);
            await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.Check(Stop));
            await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => Write(store, _key, "one"u8.ToArray()));
        }

        using var right = new S3BlobStore(options);
        await right.Check(Stop);
    }

    private Func<Task>[] Works(S3BlobStore store) =>
    [
        () => Write(store, _key, "two"u8.ToArray()),
        () => store.OpenRead(_key, Stop),
        () => store.Delete(_key, Stop),
        () => store.WrittenBefore(DateTimeOffset.MaxValue, _key.Account, Stop).AnyAsync(Stop).AsTask(),
        () => store.LengthOf(_key, Stop),
    ];

    private static async Task Write(S3BlobStore store, BlobKey key, byte[] bytes)
    {
        using var writer = store.Create(key);
        writer.Stream.Write(bytes);
        await writer.Commit(Stop);
    }

    private static async Task<byte[]> Read(S3BlobStore store, BlobKey key)
    {
        await using var stream = (await store.OpenRead(key, Stop))!;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }
}
