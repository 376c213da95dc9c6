namespace Diary.Silo.Tests.Clustering;

public sealed class GrainStateQueryTests(OrleansDatabase database) : IClassFixture<OrleansDatabase>
{
    private static int _grains;
    private readonly long _grain = Interlocked.Increment(ref _grains);

    [Fact]
    public async Task A_first_write_is_version_one_and_can_be_read()
    {
        Assert.Equal(1, await Write(null, [1, 2]));
        var row = Assert.Single(await database.Query("ReadFromStorageKey", Key()));
        Assert.Equal(["PayloadBinary", "ModifiedOn", "Version"], row.Columns.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(new byte[] { 1, 2 }, row["PayloadBinary"]);
        Assert.IsType<DateTime>(row["ModifiedOn"]);
        Assert.Equal(1, row["Version"]);
    }

    [Fact]
    public async Task Of_two_first_writes_at_once_only_one_wins()
    {
        var versions = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Write(null, [(byte)i])));
        Assert.Single(versions, version => version == 1);
        Assert.Equal(15, versions.Count(version => version is null));
        Assert.Single(await database.Query("ReadFromStorageKey", Key()));
    }

    [Fact]
    public async Task A_write_of_the_current_version_raises_it()
    {
        await Write(null, [1]);
        Assert.Equal(2, await Write(1, [2]));
        Assert.Equal(new byte[] { 2 }, Assert.Single(await database.Query("ReadFromStorageKey", Key()))["PayloadBinary"]);
    }

    [Fact]
    public async Task A_write_of_another_version_returns_it_and_changes_nothing()
    {
        await Write(null, [1]);
        await Write(1, [2]);
        Assert.Equal(1, await Write(1, [9]));
        Assert.Equal(7, await Write(7, [9]));
        Assert.Null(await Write(null, [9]));
        Assert.Equal(new byte[] { 2 }, Assert.Single(await database.Query("ReadFromStorageKey", Key()))["PayloadBinary"]);
    }

    [Fact]
    public async Task A_write_of_a_version_where_nothing_was_written_is_a_conflict()
    {
        Assert.Equal(3, await Write(3, [1]));
        Assert.Empty(await database.Query("ReadFromStorageKey", Key()));
    }

    [Fact]
    public async Task Of_writes_of_the_same_version_at_once_only_one_wins()
    {
        await Write(null, [0]);
        var versions = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Write(1, [(byte)i])));
        Assert.Single(versions, version => version == 2);
        Assert.Equal(15, versions.Count(version => version == 1));
    }

    [Fact]
    public async Task A_grain_with_an_extension_is_another_than_the_one_without()
    {
        Assert.Equal(1, await Write(null, [1]));
        Assert.Equal(1, await Write(null, [2], "extension"));
        Assert.Equal(1, await Write(null, [3], "another"));
        Assert.Equal(new byte[] { 1 }, Assert.Single(await database.Query("ReadFromStorageKey", Key()))["PayloadBinary"]);
        Assert.Equal(new byte[] { 2 }, Assert.Single(await database.Query("ReadFromStorageKey", Key("extension")))["PayloadBinary"]);
    }

    [Fact]
    public async Task Clearing_the_current_version_drops_the_payload_and_raises_the_version()
    {
        await Write(null, [1]);
        Assert.Equal(2, await database.Number("ClearStorageKey", [.. Key(), ("GrainStateVersion", 1)]));
        var row = Assert.Single(await database.Query("ReadFromStorageKey", Key()));
        Assert.Null(row["PayloadBinary"]);
        Assert.Equal(2, row["Version"]);
        Assert.Equal(3, await Write(2, [1]));
    }

    [Theory]
    [InlineData("ClearStorageKey")]
    [InlineData("DeleteStorageKey")]
    public async Task Clearing_or_deleting_another_version_returns_it_and_changes_nothing(string key)
    {
        Assert.Null(await database.Number(key, [.. Key(), ("GrainStateVersion", null)]));
        Assert.Empty(await database.Query("ReadFromStorageKey", Key()));
        await Write(null, [1]);
        Assert.Equal(5, await database.Number(key, [.. Key(), ("GrainStateVersion", 5)]));
        Assert.Equal(new byte[] { 1 }, Assert.Single(await database.Query("ReadFromStorageKey", Key()))["PayloadBinary"]);
    }

    [Fact]
    public async Task Deleting_the_current_version_removes_the_row()
    {
        await Write(null, [1]);
        Assert.Equal(2, await database.Number("DeleteStorageKey", [.. Key(), ("GrainStateVersion", 1)]));
        Assert.Empty(await database.Query("ReadFromStorageKey", Key()));
    }

    private Task<int?> Write(int? version, byte[] payload, string? extension = null) =>
        database.Number("WriteToStorageKey", [.. Key(extension), ("GrainStateVersion", version), ("PayloadBinary", payload)]);

    private (string Name, object? Value)[] Key(string? extension = null) =>
    [
        ("GrainIdHash", 17), ("GrainIdN0", 0L), ("GrainIdN1", _grain), ("GrainTypeHash", 23), ("GrainTypeString", "session"),
        ("GrainIdExtensionString", extension), ("ServiceId", "diary"),
    ];
}
