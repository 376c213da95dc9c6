using Diary.Integrations.BlobStorage;

namespace Diary.Integrations.Tests;

/// <summary>What every store of blobs does.</summary>
public abstract class BlobStoreContract
{
    protected BlobKey Key { get; } = new(Guid.NewGuid(), Guid.NewGuid());

    protected static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract IBlobStore Store { get; }

    [Fact]
    public async Task A_blob_is_there_once_it_is_committed()
    {
        using (var writer = Store.Create(Key))
        {
            writer.Stream.Write("one"u8);
            writer.Stream.Flush();
            Assert.Null(await Store.OpenRead(Key, Stop));
            await writer.Commit(Stop);
        }

        Assert.Equal("one"u8.ToArray(), await Read(Key));
        Assert.Null(await Store.OpenRead(Key with { Account = Guid.NewGuid() }, Stop));
        Assert.Null(await Store.OpenRead(Key with { Id = Guid.NewGuid() }, Stop));
    }

    [Fact]
    public async Task A_blob_takes_the_place_of_the_one_before()
    {
        await Write(Key, "one"u8.ToArray());
        await Write(Key, "two"u8.ToArray());
        Assert.Equal("two"u8.ToArray(), await Read(Key));
    }

    [Fact]
    public async Task What_is_not_committed_changes_nothing()
    {
        await Write(Key, "one"u8.ToArray());
        using (var writer = Store.Create(Key))
        {
            writer.Stream.Write("two"u8);
        }

        Assert.Equal("one"u8.ToArray(), await Read(Key));
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_deleting_it_again_is_nothing()
    {
        await Write(Key, "one"u8.ToArray());
        await Store.Delete(Key, Stop);
        await Store.Delete(Key, Stop);
        await Store.Delete(new BlobKey(Guid.NewGuid(), Guid.NewGuid()), Stop);
        Assert.Null(await Store.OpenRead(Key, Stop));
    }

    [Fact]
    public async Task An_empty_blob_is_one()
    {
        await Write(Key, []);
        Assert.Empty(await Read(Key));
    }

    [Fact]
    public async Task A_blob_is_read_from_any_place_on()
    {
        var bytes = new byte[300_000];
        new Random(5).NextBytes(bytes);
        await Write(Key, bytes);
        await using var stream = (await Store.OpenRead(Key, Stop))!;
        Assert.Equal(bytes.Length, stream.Length);
        foreach (var place in (int[])[200_000, 0, 299_999, 17, 150_000])
        {
            stream.Position = place;
            var some = new byte[Math.Min(1_000, bytes.Length - place)];
            await stream.ReadExactlyAsync(some, Stop);
            Assert.Equal(bytes.Skip(place).Take(some.Length), some);
            Assert.Equal(place + some.Length, stream.Position);
        }

        stream.Seek(0, SeekOrigin.End);
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Stop));
        stream.Position = 5;
        Assert.Equal(bytes[5], stream.ReadByte());
    }

    [Fact]
    public async Task Blobs_are_listed_by_their_age_account_by_account()
    {
        var keys = (BlobKey[])[Key, new(Key.Account, Guid.NewGuid()), new(Guid.NewGuid(), Guid.NewGuid())];
        foreach (var key in keys)
        {
            await Write(key, "one"u8.ToArray());
        }

        Assert.Equal(keys[..2].ToHashSet(), (await Listed(Now.AddDays(1), Key.Account)).ToHashSet());
        Assert.Empty(await Listed(Now.AddDays(1), Guid.NewGuid()));
        var all = await Listed(Now.AddDays(1), null);
        Assert.Superset(keys.ToHashSet(), all.ToHashSet());
        Assert.Equal(all.Distinct().Count(), all.Count);
        var turns = all.Zip(all.Skip(1)).Count(p => p.First.Account != p.Second.Account);
        Assert.Equal(all.Select(k => k.Account).Distinct().Count(), turns + 1);
        Assert.Empty(await Listed(Now.AddDays(-1), null));
    }

    [Fact]
    public async Task What_is_being_written_is_left_alone_while_another_accounts_blobs_are_listed()
    {
        using var writer = Store.Create(Key);
        writer.Stream.Write("one"u8);
        Assert.Empty(await Listed(DateTimeOffset.MaxValue, Guid.NewGuid()));
        await writer.Commit(Stop);
        Assert.Equal("one"u8.ToArray(), await Read(Key));
    }

    protected async Task<List<BlobKey>> Listed(DateTimeOffset before, Guid? account)
    {
        var keys = new List<BlobKey>();
        await foreach (var key in Store.WrittenBefore(before, account, Stop))
        {
            keys.Add(key);
        }

        return keys;
    }

    protected async Task Write(BlobKey key, byte[] bytes)
    {
        using var writer = Store.Create(key);
        writer.Stream.Write(bytes);
        await writer.Commit(Stop);
    }

    protected async Task<byte[]> Read(BlobKey key)
    {
        await using var stream = (await Store.OpenRead(key, Stop))!;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }
}
