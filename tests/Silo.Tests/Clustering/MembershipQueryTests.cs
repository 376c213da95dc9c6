namespace Diary.Silo.Tests.Clustering;

public sealed class MembershipQueryTests(OrleansDatabase database) : IClassFixture<OrleansDatabase>
{
    private const int Active = 3;
    private const int Dead = 6;
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);
    private static int _clusters;
    private readonly string _cluster = $"cluster-{Interlocked.Increment(ref _clusters)}";

    [Fact]
    public async Task The_version_row_is_inserted_once()
    {
        Assert.Equal(1, await InsertVersion());
        Assert.Equal(0, await InsertVersion());
        Assert.Equal(0, await Version());
    }

    [Fact]
    public async Task Without_silos_the_version_row_is_read_alone()
    {
        await InsertVersion();
        foreach (var key in new[] { "MembershipReadAllKey", "MembershipReadRowKey" })
        {
            var row = Assert.Single(await database.Query(key, Silo(1)));
            Assert.Equal(_cluster, row["DeploymentId"]);
            Assert.Equal(0, row["Version"]);
            Assert.Null(row["Address"]);
            Assert.Null(row["Status"]);
        }
    }

    [Fact]
    public async Task Inserting_a_silo_raises_the_version()
    {
        await InsertVersion();
        Assert.Equal(1, await Insert(1, version: 0));
        var row = Assert.Single(await database.Query("MembershipReadRowKey", Silo(1)));
        Assert.Equal(
            (1, "127.0.0.1", 11111, 1, "silo", "host", Active, 30000, null, Start, Start),
            (row["Version"], row["Address"], row["Port"], row["Generation"], row["SiloName"], row["HostName"], row["Status"],
                row["ProxyPort"], row["SuspectTimes"], row["StartTime"], row["IAmAliveTime"]));
    }

    [Fact]
    public async Task Inserting_at_another_version_changes_nothing()
    {
        await InsertVersion();
        Assert.Equal(0, await Insert(1, version: 1));
        Assert.Equal(0, await Version());
        Assert.Null(Assert.Single(await database.Query("MembershipReadAllKey", Cluster))["Address"]);
    }

    [Fact]
    public async Task Inserting_a_silo_twice_does_not_raise_the_version_again()
    {
        await InsertVersion();
        await Insert(1, version: 0);
        Assert.Equal(0, await Insert(1, version: 1));
        Assert.Equal(1, await Version());
    }

    [Fact]
    public async Task Of_silos_inserted_at_once_at_the_same_version_only_one_wins()
    {
        await InsertVersion();
        var results = await Task.WhenAll(Enumerable.Range(1, 12).Select(generation => Insert(generation, version: 0)));
        Assert.Equal(1, results.Sum());
        Assert.Equal(1, await Version());
        Assert.Single(await database.Query("MembershipReadAllKey", Cluster));
    }

    [Fact]
    public async Task Updating_a_silo_raises_the_version()
    {
        await InsertVersion();
        await Insert(1, version: 0);
        Assert.Equal(1, await Update(1, version: 1, Dead, "suspect"));
        var row = Assert.Single(await database.Query("MembershipReadAllKey", Cluster));
        Assert.Equal((2, Dead, "suspect"), (row["Version"], row["Status"], row["SuspectTimes"]));
        Assert.Equal(1, await Update(1, version: 2, Dead, null));
    }

    [Fact]
    public async Task Updating_an_unknown_silo_or_at_another_version_changes_nothing()
    {
        await InsertVersion();
        await Insert(1, version: 0);
        Assert.Equal(0, await Update(2, version: 1, Dead, null));
        Assert.Equal(0, await Update(1, version: 0, Dead, null));
        var row = Assert.Single(await database.Query("MembershipReadAllKey", Cluster));
        Assert.Equal((1, Active), (row["Version"], row["Status"]));
    }

    [Fact]
    public async Task A_sign_of_life_leaves_the_version()
    {
        await InsertVersion();
        await Insert(1, version: 0);
        await database.Query("UpdateIAmAlivetimeKey", [.. Silo(1), ("IAmAliveTime", Start.AddHours(1))]);
        var row = Assert.Single(await database.Query("MembershipReadAllKey", Cluster));
        Assert.Equal((1, Start.AddHours(1)), (row["Version"], row["IAmAliveTime"]));
    }

    [Fact]
    public async Task Gateways_are_silos_of_the_status_with_a_proxy_port()
    {
        await InsertVersion();
        await Insert(1, version: 0);
        await Insert(2, version: 1, proxyPort: 0);
        await Insert(3, version: 2, status: Dead);
        var row = Assert.Single(await database.Query("GatewaysQueryKey", [.. Cluster, ("Status", Active)]));
        Assert.Equal(("127.0.0.1", 30000, 1), (row["Address"], row["ProxyPort"], row["Generation"]));
    }

    [Fact]
    public async Task Cleaning_up_removes_silent_silos_unless_they_are_active()
    {
        await InsertVersion();
        await Insert(1, version: 0);
        await Insert(2, version: 1, status: Dead);
        await database.Query("CleanupDefunctSiloEntriesKey", [.. Cluster, ("IAmAliveTime", Start)]);
        Assert.Equal(2, (await database.Query("MembershipReadAllKey", Cluster)).Count);
        await database.Query("CleanupDefunctSiloEntriesKey", [.. Cluster, ("IAmAliveTime", Start.AddSeconds(1))]);
        Assert.Equal(1, Assert.Single(await database.Query("MembershipReadAllKey", Cluster))["Generation"]);
    }

    [Fact]
    public async Task Deleting_a_deployment_leaves_the_others()
    {
        await InsertVersion();
        await Insert(1, version: 0);
        await database.Query("InsertMembershipVersionKey", ("DeploymentId", _cluster + "-other"));
        await database.Query("DeleteMembershipTableEntriesKey", Cluster);
        Assert.Empty(await database.Query("MembershipReadAllKey", Cluster));
        Assert.Single(await database.Query("MembershipReadAllKey", ("DeploymentId", _cluster + "-other")));
    }

    private (string Name, object? Value)[] Cluster => [("DeploymentId", _cluster)];

    private (string Name, object? Value)[] Silo(int generation) =>
        [.. Cluster, ("Address", "127.0.0.1"), ("Port", 11111), ("Generation", generation)];

    private Task<int?> InsertVersion() => database.Number("InsertMembershipVersionKey", Cluster);

    private async Task<object?> Version() => (await database.Query("MembershipReadAllKey", Cluster))[0]["Version"];

    private Task<int?> Insert(int generation, int version, int status = Active, int proxyPort = 30000) => database.Number(
        "InsertMembershipKey",
        [
            .. Silo(generation), ("SiloName", "silo"), ("HostName", "host"), ("Status", status), ("ProxyPort", proxyPort),
            ("StartTime", Start), ("IAmAliveTime", Start), ("Version", version),
        ]);

    private Task<int?> Update(int generation, int version, int status, string? suspects) => database.Number(
        "UpdateMembershipKey",
        [.. Silo(generation), ("Status", status), ("SuspectTimes", suspects), ("IAmAliveTime", Start), ("Version", version)]);
}
