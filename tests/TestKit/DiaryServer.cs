using Diary.Cryptography;
using Diary.Projections;
using Diary.Projections.Schema;
using Diary.Silo.Clustering;
using Diary.Silo.Hosting;
using Diary.Silo.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Diary.TestKit;

/// <summary>
/// The whole product in this process: a silo and its edge on a loopback port, over a database of a <see cref="PostgresServer"/>.
/// </summary>
public sealed class DiaryServer : IAsyncDisposable
{
    // All tests come from one address, and hundreds of them in a minute.
    private static readonly (string Name, string Value)[] Defaults =
        [("Diary:Url", "http://127.0.0.1:0"), ("Diary:CredentialsPerMinute", "1000000"), ("Diary:RequestsPerMinute", "1000000")];

    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;

    private DiaryServer(WebApplication app, string connectionString, TemporaryFolder folder)
    {
        (_app, ConnectionString, _folder) = (app, connectionString, folder);
        Url = new Uri($"{app.Urls.Single()}/graphql");
    }

    /// <summary>The endpoint.</summary>
    public Uri Url { get; }

    /// <summary>The database.</summary>
    public string ConnectionString { get; }

    /// <summary>What the process is composed of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Applies the schemas and starts a server that is ready when this returns.</summary>
    /// <param name="connectionString">A database of its own.</param>
    /// <param name="vaultKey">The vault key; a fresh one unless given, as a restart on the same data must.</param>
    /// <param name="clock">What the server takes for the time; the system's unless given.</param>
    /// <param name="settings">Settings beside the defaults; <c>Diary:VaultKeyFile</c> among them makes the vault key the file's.</param>
    public static async Task<DiaryServer> Start(
        string connectionString, byte[]? vaultKey = null, TimeProvider? clock = null,
        params IEnumerable<(string Name, string Value)> settings)
    {
        await using (var database = Database.Open(connectionString))
        {
            using var store = EventStore.Open(database);
            await DiarySchema.Apply(database, store, CancellationToken.None);
        }

        await OrleansSchema.Apply(connectionString, CancellationToken.None);
        var folder = new TemporaryFolder("server");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Diary:BlobFolder", Path.Combine(folder.Path, "blobs"))])
            .AddInMemoryCollection(Defaults.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)))
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)))
            .Build();
        var checkedSettings = DiarySettings.From(configuration);
        if (checkedSettings.Facebook is { } facebook)
        {
            TimeSpan[] pauses = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)]; // no test waits for seconds
            checkedSettings = checkedSettings with { Facebook = facebook with { Pauses = pauses } };
        }

        var file = new VaultKeyFile(checkedSettings.VaultKeyFile ?? Path.Combine(folder.Path, "vault.key"));
        var ring = file.Open(isNewDatabase: true);
        if (vaultKey is not null)
        {
            file.Replace(SymmetricKey.Import(vaultKey));
            ring.Replace(SymmetricKey.Import(vaultKey));
        }

        var app = DiaryHost.Build([], checkedSettings, connectionString, ring, file, clock);
        await app.OpenVault();
        await app.StartAsync();
        return new DiaryServer(app, connectionString, folder);
    }

    /// <summary>The same as one of many silos, which are a cluster on their common database.</summary>
    /// <param name="connectionString">The silos' database.</param>
    /// <param name="vaultKey">The silos' vault key.</param>
    /// <param name="clock">What the server takes for the time; the system's unless given.</param>
    /// <param name="settings">Settings beside the defaults.</param>
    public static Task<DiaryServer> StartSilo(
        string connectionString, byte[] vaultKey, TimeProvider? clock = null, params IEnumerable<(string Name, string Value)> settings) =>
        Start(connectionString, vaultKey, clock, [
            ("ConnectionStrings:Diary", connectionString),
            ("Diary:SiloPort", SiloProcess.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture)), .. settings]);

    /// <summary>A client without a session.</summary>
    public DiaryClient Client() => new(Url);

    /// <summary>Drains and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
