using Diary.Projections;
using Diary.Projections.Schema;
using Diary.Silo.Clustering;
using Diary.Silo.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Diary.Benchmarks;

/// <summary>A PostgreSQL for one benchmark, with the settings of the product and its schemas applied; gone afterwards.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly string _folder;
    private readonly EmbeddedPostgres _server;

    private OwnPostgres(string folder, EmbeddedPostgres server) => (_folder, _server) = (folder, server);

    public string ConnectionString => _server.ConnectionString;

    public string Folder => _folder;

    public static async Task<OwnPostgres> Start()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"diary-benchmark-{Environment.ProcessId}");
        var options = EmbeddedPostgresOptions.From(new ConfigurationBuilder().AddEnvironmentVariables().Build()) with { DataRoot = folder };
        var server = await EmbeddedPostgres.Start(options, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        await using var database = Database.Open(server.ConnectionString);
        using var store = EventStore.Open(database);
        await DiarySchema.Apply(database, store, CancellationToken.None);
        await OrleansSchema.Apply(server.ConnectionString, CancellationToken.None);
        return new OwnPostgres(folder, server);
    }

    public async ValueTask DisposeAsync()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
