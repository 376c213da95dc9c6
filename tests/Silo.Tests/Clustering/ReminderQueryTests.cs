namespace Diary.Silo.Tests.Clustering;

public sealed class ReminderQueryTests(OrleansDatabase database) : IClassFixture<OrleansDatabase>
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);
    private static int _services;
    private readonly string _service = $"service-{Interlocked.Increment(ref _services)}";

    [Fact]
    public async Task A_reminder_starts_at_version_zero_and_each_change_raises_it()
    {
        Assert.Equal(0, await Upsert("ada", "publish", hash: 1));
        Assert.Equal(1, await Upsert("ada", "publish", hash: 1, period: 120_000));
        var row = Assert.Single(await database.Query("ReadReminderRowKey", [.. Grain("ada"), ("ReminderName", "publish")]));
        Assert.Equal(
            ("ada", "publish", Start, 120_000L, 1),
            (row["GrainId"], row["ReminderName"], row["StartTime"], row["Period"], row["Version"]));
    }

    [Fact]
    public async Task All_reminders_of_a_grain_are_read_and_no_others()
    {
        await Upsert("ada", "one", hash: 1);
        await Upsert("ada", "two", hash: 1);
        await Upsert("bob", "one", hash: 2);
        var rows = await database.Query("ReadReminderRowsKey", Grain("ada"));
        Assert.Equal(["one", "two"], rows.Select(row => row["ReminderName"]).Order());
    }

    [Fact]
    public async Task A_range_excludes_its_beginning_and_includes_its_end()
    {
        foreach (var hash in new[] { 10, 11, 20, 21 }) await Upsert($"grain-{hash}", "tick", hash);
        Assert.Equal(["grain-11", "grain-20"], await Range("ReadRangeRows1Key", 10, 20));
    }

    [Fact]
    public async Task A_range_that_wraps_takes_both_ends_of_the_ring()
    {
        foreach (var hash in new[] { int.MinValue, -5, -4, 10, 11, int.MaxValue }) await Upsert($"grain {hash}", "tick", hash);
        Assert.Equal(
            new[] { int.MinValue, -5, 11, int.MaxValue }.Select(hash => $"grain {hash}").Order(StringComparer.Ordinal),
            await Range("ReadRangeRows2Key", 10, -5));
    }

    [Fact]
    public async Task A_reminder_is_deleted_at_its_version_only()
    {
        await Upsert("ada", "publish", hash: 1);
        Assert.Equal(0, await Delete(version: 1));
        Assert.Equal(1, await Delete(version: 0));
        Assert.Equal(0, await Delete(version: 0));
        Assert.Empty(await database.Query("ReadReminderRowsKey", Grain("ada")));
    }

    [Fact]
    public async Task Deleting_all_leaves_other_services()
    {
        await Upsert("ada", "publish", hash: 1);
        await database.Query("DeleteReminderRowsKey", ("ServiceId", "another"));
        Assert.Single(await database.Query("ReadReminderRowsKey", Grain("ada")));
        await database.Query("DeleteReminderRowsKey", ("ServiceId", _service));
        Assert.Empty(await database.Query("ReadReminderRowsKey", Grain("ada")));
    }

    private (string Name, object? Value)[] Grain(string grain) => [("ServiceId", _service), ("GrainId", grain)];

    private Task<int?> Upsert(string grain, string name, int hash, long period = 60_000) => database.Number(
        "UpsertReminderRowKey",
        [.. Grain(grain), ("ReminderName", name), ("StartTime", Start), ("Period", period), ("GrainHash", hash)]);

    private Task<int?> Delete(int version) =>
        database.Number("DeleteReminderRowKey", [.. Grain("ada"), ("ReminderName", "publish"), ("Version", version)]);

    private async Task<IEnumerable<string>> Range(string key, int begin, int end) =>
        (await database.Query(key, ("ServiceId", _service), ("BeginHash", begin), ("EndHash", end)))
            .Select(row => (string)row["GrainId"]!)
            .Order(StringComparer.Ordinal);
}
