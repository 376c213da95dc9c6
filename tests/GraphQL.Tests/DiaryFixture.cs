using Diary.Domain.Accounts;
using Diary.TestKit;

[assembly: AssemblyFixture(typeof(Diary.GraphQL.Tests.DiaryFixture))]

namespace Diary.GraphQL.Tests;

/// <summary>
/// One server for all tests that need neither their own clock nor their own settings; each test signs up accounts of its own.
/// </summary>
public sealed class DiaryFixture : IAsyncLifetime
{
    private DiaryServer? _server;

    /// <summary>Where tests that need a server of their own get its database.</summary>
    public PostgresServer Postgres { get; } = new();

    /// <summary>The shared server.</summary>
    public DiaryServer Server => _server ?? throw new InvalidOperationException("The server was not started");

    /// <summary>A client of a fresh account on the shared server.</summary>
    public Task<DiaryClient> SignUp(Tier tier = Tier.Uce) => Server.SignUp(tier);

    /// <summary>A server of the test's own.</summary>
    public async Task<DiaryServer> StartServer(TimeProvider? clock = null, params IEnumerable<(string Name, string Value)> settings) =>
        await DiaryServer.Start(await Postgres.CreateDatabase(), null, clock, settings);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Postgres.InitializeAsync();
        _server = await StartServer();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await Postgres.DisposeAsync();
    }
}
