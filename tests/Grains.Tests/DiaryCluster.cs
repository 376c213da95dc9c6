using Diary.Domain;
using Diary.Grains.Jobs;
using Diary.Grains.Tests.Jobs;
using Diary.Grains.Vault;
using Diary.Projections;
using Diary.Projections.Accounts;
using Diary.Projections.Changes;
using Diary.Projections.Entries;
using Diary.Projections.Journal;
using Diary.Projections.Schema;
using Diary.Projections.Search;
using Diary.Projections.Vault;
using Diary.Silo.Clustering;
using Diary.TestKit;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Diary.Grains.Tests;

/// <summary>Silos without an edge, on a database of their own that can be cut off.</summary>
public sealed class DiaryCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _silos;

    private DiaryCluster(InProcessTestCluster silos, Tunnel database, MovableClock clock) =>
        (_silos, Database, Clock) = (silos, database, clock);

    /// <summary>The way to the database.</summary>
    public Tunnel Database { get; }

    /// <summary>What all silos take for the time.</summary>
    public MovableClock Clock { get; }

    /// <summary>The silos.</summary>
    public InProcessTestCluster Silos => _silos;

    /// <summary>A client of the cluster.</summary>
    public IGrainFactory Grains => _silos.Client;

    /// <summary>Applies the schemas and starts the silos.</summary>
    public static async Task<DiaryCluster> Start(PostgresServer postgres, short silos = 1)
    {
        var (tunnel, connectionString) = Tunnel.To(await postgres.CreateDatabase());
        await using (var database = Projections.Database.Open(connectionString))
        {
            using var store = EventStore.Open(database);
            await DiarySchema.Apply(database, store, CancellationToken.None);
        }

        await OrleansSchema.Apply(connectionString, CancellationToken.None);
        var clock = new MovableClock();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) => Configure(silo, connectionString, clock));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new DiaryCluster(cluster, tunnel, clock);
    }

    /// <summary>What the first silo is composed of.</summary>
    public T Service<T>() where T : notnull => _silos.Silos[0].ServiceProvider.GetRequiredService<T>();

    /// <summary>Keeps the slots without which an account can have no session.</summary>
    public Task AddAccount(AccountId account) => Service<VaultStore>().Write(
        [
            new VaultWrite.PutSlot(account, new SlotId(SlotKind.Email), Samples.Bytes("address").ToArrayUnsafe()),
            new VaultWrite.PutSlot(account, new SlotId(SlotKind.Password), Samples.Bytes("password").ToArrayUnsafe()),
        ],
        CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _silos.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static void Configure(ISiloBuilder silo, string connectionString, MovableClock clock)
    {
        silo.Services.AddSingleton<TimeProvider>(clock)
            .AddSingleton(_ => Projections.Database.Open(connectionString))
            .AddSingleton<IDocumentStore>(s => EventStore.Open(s.GetRequiredService<NpgsqlDataSource>()))
            .AddSingleton<EventReader>().AddSingleton<ChangeHints>().AddSingleton<JournalCommit>().AddSingleton<EventJournal>()
            .AddSingleton<IFileSweep, NoFiles>().AddSingleton<IAccountFiles, NoFiles>()
            .AddSingleton(new JournalOptions { RetryDelay = TimeSpan.FromMilliseconds(1) })
            .AddSingleton<FakeRunner>().AddSingleton<IJobRunner>(s => s.GetRequiredService<FakeRunner>())
            .AddSingleton<FakeTurn>().AddSingleton<IVaultTurn>(s => s.GetRequiredService<FakeTurn>())
            .AddSingleton<ErasureStore>().AddSingleton<AccountErasure>().AddSingleton<AttemptStore>()
            .AddSingleton<VaultStore>().AddSingleton<SessionSlots>().AddSingleton<EntryReader>().AddSingleton<AccountReader>()
            .AddSingleton<VocabularyReader>().AddSingleton<StorageStore>();
        silo.AddSessionStorage(OrleansSchema.ConnectionString(connectionString))
            .UseInMemoryReminderService()
            .Configure<ClusterMembershipOptions>(o =>
            {
                // A killed silo is noticed in a second or two, not in half a minute.
                o.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                o.NumMissedProbesLimit = 2;
                o.NumVotesForDeathDeclaration = 1;
            });
    }
}
