using Diary.Integrations.BlobStorage;

namespace Diary.Integrations.Tests;

public sealed class FolderBlobStoreTests : BlobStoreContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("diary-blobs-").FullName;

    protected override IBlobStore Store => new FolderBlobStore(Path.Combine(_folder, "blobs"));

    [Fact]
    public async Task A_blob_that_is_read_stays_readable_while_another_takes_its_place()
    {
        await Write(Key, "one"u8.ToArray());
        await using var reader = (await Store.OpenRead(Key, Stop))!;
        await Write(Key, "two"u8.ToArray());
        Assert.Equal((byte)'o', reader.ReadByte());
    }

    [Fact]
    public async Task What_is_not_committed_or_deleted_leaves_no_file()
    {
        using (var writer = Store.Create(Key))
        {
            writer.Stream.Write("two"u8);
        }

        await Write(Key, "one"u8.ToArray());
        await Store.Delete(Key, Stop);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_deleted_once_it_is_old()
    {
        Assert.Empty(await Listed(DateTimeOffset.MaxValue, null));
        await Write(Key, "one"u8.ToArray());
        var left = Path.Combine(_folder, "blobs", Key.Account.ToString(), $"{Key.Id}.0123.new");
        await File.WriteAllTextAsync(left, "half", Stop);
        await File.WriteAllTextAsync(Path.Combine(_folder, "blobs", "a note"), "not ours", Stop);
        Assert.Empty(await Listed(Now.AddDays(-1), null));
        Assert.True(File.Exists(left));
        Assert.Equal([Key], await Listed(Now.AddDays(1), null));
        Assert.False(File.Exists(left));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Only_its_owner_may_read_it()
    {
        await Write(Key, "one"u8.ToArray());
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner, File.GetUnixFileMode(Assert.Single(Files())));
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(Files()[0])!));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Files() => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);
}
