using Amazon.S3.Model;
using Diary.Integrations.BlobStorage;
using Diary.TestKit;

namespace Diary.Integrations.Tests;

public sealed class S3BlobStoreTests(S3Server server) : BlobStoreContract, IAsyncLifetime
{
    private const int MiB = 1024 * 1024;

    private S3Options? _options;
    private S3BlobStore? _store;

    protected override IBlobStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        _options = await server.CreateBucket();
        _store = new S3BlobStore(_options);
    }

    public ValueTask DisposeAsync()
    {
        _store!.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_large_blob_goes_and_comes_in_ranges()
    {
        var bytes = Random(40 * MiB);
        await Write(Key, bytes);
        Assert.Equal(bytes, await Read(Key));
        await using var stream = (await Store.OpenRead(Key, Stop))!;
        foreach (var place in (int[])[39 * MiB, 5, 6, 70_000, 20 * MiB, 20 * MiB + 100, 40 * MiB - 1])
        {
            var some = new byte[Math.Min(100, bytes.Length - place)];
            stream.Position = place;
            await stream.ReadExactlyAsync(some, Stop);
            Assert.Equal(bytes.AsSpan(place, some.Length).ToArray(), some);
        }
    }

    [Fact]
    public async Task Nothing_stays_in_the_spool()
    {
        await Write(Key, Random(20 * MiB));
        using (var writer = Store.Create(Key))
        {
            writer.Stream.Write("two"u8);
            Assert.Single(Directory.GetFiles(_options!.SpoolFolder));
        }

        Assert.Empty(Directory.GetFiles(_options.SpoolFolder));
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_deleted_once_it_is_old()
    {
        using var client = server.Client();
        var name = $"{Key.Account:D}/{Key.Id:D}";
        await client.InitiateMultipartUploadAsync(_options!.Bucket, name, Stop);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = _options.Bucket, Key = "a note", ContentBody = "not ours" }, Stop);
        var left = Path.Combine(_options.SpoolFolder, "0123.new");
        await File.WriteAllTextAsync(left, "half", Stop);

        Assert.Empty(await Listed(Now.AddDays(-1), null));
        Assert.True(File.Exists(left));
        Assert.Single(await Uploads());

        Assert.Empty(await Listed(Now.AddDays(1), null));
        Assert.False(File.Exists(left));
        Assert.Empty(await Uploads());

        async Task<List<MultipartUpload>> Uploads() =>
            (await client.ListMultipartUploadsAsync(_options!.Bucket, Stop)).MultipartUploads ?? [];
    }

    [Fact]
    public async Task More_blobs_than_a_page_are_all_listed()
    {
        using var client = server.Client();
        var keys = Enumerable.Range(0, 1_100).Select(_ => new BlobKey(Key.Account, Guid.NewGuid())).ToHashSet();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = Stop },
            async (key, stop) => await client.PutObjectAsync(
                new PutObjectRequest { BucketName = _options!.Bucket, Key = $"{key.Account:D}/{key.Id:D}", ContentBody = "" }, stop));
        Assert.Equal(keys, (await Listed(Now.AddDays(1), Key.Account)).ToHashSet());
    }

    [Fact]
    public async Task A_blob_that_is_deleted_while_it_is_read_ends_the_reading()
    {
        await Write(Key, Random(4 * MiB));
        await using var stream = (await Store.OpenRead(Key, Stop))!;
        await stream.ReadExactlyAsync(new byte[10], Stop);
        await Store.Delete(Key, Stop);
        await Assert.ThrowsAsync<InvalidDataException>(() => stream.CopyToAsync(Stream.Null, Stop));
    }

    internal static byte[] Random(int size)
    {
        var bytes = new byte[size];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
