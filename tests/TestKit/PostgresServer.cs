using System.Globalization;
using Diary.Silo.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Diary.TestKit;

/// <summary>A real PostgreSQL for the tests of one assembly, durable as in production and gone when they end.</summary>
/// <remarks>Named in the test project: <c>[assembly: AssemblyFixture(typeof(PostgresServer))]</c>, and taken by constructors.</remarks>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new("postgres");
    private EmbeddedPostgres? _server;
    private int _databases;

    /// <summary>The folder of its data, password and log.</summary>
    public string DataRoot => _folder.Path;

    /// <summary>Opens the database of the silo's own server, which all tests of the assembly share.</summary>
    public string ConnectionString => Running.ConnectionString;

    private EmbeddedPostgres Running => _server ?? throw new InvalidOperationException("The server was not started");

    /// <summary>The options of a server whose data is in <paramref name="folder"/> and whose binaries are this machine's.</summary>
    public static EmbeddedPostgresOptions OptionsFor(string folder)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return EmbeddedPostgresOptions.From(settings) with { DataRoot = folder };
    }

    /// <summary>Starts the server.</summary>
    public async ValueTask InitializeAsync() =>
        _server = await EmbeddedPostgres.Start(
            OptionsFor(_folder.Path), NullLogger.Instance, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>A new, empty database, its name not used before.</summary>
    /// <returns>Its connection string, with a pool small enough for many of them on one server.</returns>
    public async Task<string> CreateDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            Database = name,
            MaxPoolSize = 20,
            ConnectionIdleLifetime = 10,
            IncludeErrorDetail = true,
        }.ConnectionString;
    }

    /// <summary>Stops the server and deletes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }
}
