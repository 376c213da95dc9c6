using Diary.Integrations.BlobStorage;

namespace Diary.Integrations.Tests;

public sealed class FolderBlobStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("diary-blobs-").FullName;
    private readonly BlobKey _key = new(Guid.NewGuid(), Guid.NewGuid());

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private FolderBlobStore Store => new(Path.Combine(_folder, "blobs"));

    [Fact]
    public void A_blob_is_there_once_it_is_committed()
    {
        using (var writer = Store.Create(_key))
        {
            writer.Stream.Write("one"u8);
            writer.Stream.Flush();
            Assert.Null(Store.OpenRead(_key));
            writer.Commit();
        }

        Assert.Equal("one"u8.ToArray(), Read(_key));
        Assert.Null(Store.OpenRead(_key with { Account = Guid.NewGuid() }));
        Assert.Null(Store.OpenRead(_key with { Id = Guid.NewGuid() }));
    }

    [Fact]
    public void A_blob_takes_the_place_of_the_one_before_while_that_one_is_read()
    {
        Write(_key, "one"u8);
        using var reader = Store.OpenRead(_key)!;
        Write(_key, "two"u8);
        Assert.Equal((byte)'o', reader.ReadByte());
        Assert.Equal("two"u8.ToArray(), Read(_key));
    }

    [Fact]
    public void What_is_not_committed_leaves_nothing()
    {
        Write(_key, "one"u8);
        using (var writer = Store.Create(_key))
        {
            writer.Stream.Write("two"u8);
        }

        Assert.Equal("one"u8.ToArray(), Read(_key));
        Assert.Single(Files());
    }

    [Fact]
    public void A_deleted_blob_is_gone_and_deleting_it_again_is_nothing()
    {
        Write(_key, "one"u8);
        Store.Delete(_key);
        Store.Delete(_key);
        Store.Delete(new BlobKey(Guid.NewGuid(), Guid.NewGuid()));
        Assert.Null(Store.OpenRead(_key));
        Assert.Empty(Files());
    }

    [Fact]
    public void Blobs_can_be_listed_by_their_age_and_what_a_killed_writer_left_is_deleted()
    {
        Assert.Empty(Store.WrittenBefore(DateTimeOffset.MaxValue));
        Write(_key, "one"u8);
        var left = Path.Combine(_folder, "blobs", _key.Account.ToString(), $"{_key.Id}.0123.new");
        File.WriteAllText(left, "half");
        File.WriteAllText(Path.Combine(_folder, "blobs", "a note"), "not ours");
        Assert.Empty(Store.WrittenBefore(Now.AddDays(-1)));
        Assert.True(File.Exists(left));
        Assert.Equal([_key], Store.WrittenBefore(Now.AddDays(1)));
        Assert.False(File.Exists(left));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Only_its_owner_may_read_it()
    {
        Write(_key, "one"u8);
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner, File.GetUnixFileMode(Assert.Single(Files())));
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(Files()[0])!));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Files() => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);

    private void Write(BlobKey key, ReadOnlySpan<byte> bytes)
    {
        using var writer = Store.Create(key);
        writer.Stream.Write(bytes);
        writer.Commit();
    }

    private byte[] Read(BlobKey key)
    {
        using var stream = Store.OpenRead(key)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
