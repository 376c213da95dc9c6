using Diary.Projections.Vault;
using Diary.Silo.Clustering;
using Diary.TestKit;
using Npgsql;

namespace Diary.Silo.Tests.Clustering;

public sealed class OrleansSchemaTests(PostgresServer server)
{
    [Fact]
    public async Task Many_silos_may_apply_it_at_once_and_again()
    {
        var database = await server.CreateDatabase();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OrleansSchema.Apply(database, CancellationToken.None)));
        await OrleansSchema.Apply(database, CancellationToken.None);
        Assert.Equal(20L, await Scalar(database, "SELECT count(*) FROM orleans.OrleansQuery"));
    }

    [Fact]
    public async Task An_outdated_statement_is_renewed()
    {
        var database = await server.CreateDatabase();
        await OrleansSchema.Apply(database, CancellationToken.None);
        await Scalar(database, "UPDATE orleans.OrleansQuery SET QueryText = 'outdated'");
        await OrleansSchema.Apply(database, CancellationToken.None);
        Assert.Equal(0L, await Scalar(database, "SELECT count(*) FROM orleans.OrleansQuery WHERE QueryText = 'outdated'"));
    }

    [Fact]
    public async Task Nothing_is_left_outside_of_its_schema()
    {
        var database = await server.CreateDatabase();
        await OrleansSchema.Apply(database, CancellationToken.None);
        Assert.Equal(0L, await Scalar(database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
        Assert.Equal("orleansquery", await Scalar(OrleansSchema.ConnectionString(database), "SELECT 'OrleansQuery'::regclass::text"));
    }

    /// <summary>A deletion looks through the states that are no sessions, and not through all of the sessions that there are.</summary>
    [Fact]
    public async Task What_names_a_deleted_account_is_looked_for_without_reading_every_session()
    {
        var database = await server.CreateDatabase();
        await OrleansSchema.Apply(database, CancellationToken.None);
        await Scalar(database, """
            INSERT INTO orleans.GrainState
                (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, ServiceId, GrainTypeString, PayloadBinary, Version)
            SELECT i, i % 100, i, i, 'diary', CASE i % 100 WHEN 0 THEN 'job' ELSE 'session' END, sha256(i::text::bytea), 1
            FROM generate_series(1, 20000) i
            """);
        await Scalar(database, "ANALYZE orleans.GrainState");
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand($"EXPLAIN {ErasureStore.GrainStates}");
        command.Parameters.Add(new() { Value = new byte[16] });
        command.Parameters.Add(new() { Value = new byte[16] });
        await using var line = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var plan = "";
        while (await line.ReadAsync(TestContext.Current.CancellationToken))
        {
            plan += $"{line.GetString(0)}\n";
        }

        Assert.Contains("statesbutsessions", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    private static async Task<object?> Scalar(string connectionString, string sql)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
