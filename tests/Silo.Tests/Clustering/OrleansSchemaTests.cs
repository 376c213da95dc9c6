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

    private static async Task<object?> Scalar(string connectionString, string sql)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
