using System.Net;
using System.Net.Sockets;
using Diary.Cryptography;
using Diary.Grains;
using Diary.Grains.Erasure;
using Diary.Grains.Jobs;
using Diary.Grains.Vault;
using Diary.GraphQL;
using Diary.GraphQL.Accounts;
using Diary.GraphQL.Archives;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Changes;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Erasure;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Facebook;
using Diary.GraphQL.Files;
using Diary.GraphQL.Http;
using Diary.GraphQL.Jobs;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Media;
using Diary.GraphQL.Search;
using Diary.GraphQL.Sessions;
using Diary.GraphQL.Tags;
using Diary.Integrations.BlobStorage;
using Diary.Integrations.Facebook;
using Diary.Projections;
using Diary.Projections.Accounts;
using Diary.Projections.Changes;
using Diary.Projections.Entries;
using Diary.Projections.Facebook;
using Diary.Projections.Journal;
using Diary.Projections.Media;
using Diary.Projections.Search;
using Diary.Projections.Vault;
using Diary.Silo.Clustering;
using Diary.Silo.Vault;
using Marten;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Npgsql;
using Orleans.Configuration;

namespace Diary.Silo.Hosting;

/// <summary>Composition: one Add… a room, and nothing else.</summary>
public static class DiaryHost
{
    /// <summary>Where silos of a cluster talk to each other unless it is set.</summary>
    internal const int DefaultSiloPort = 11111;

    private const string ServiceId = "personal-diary";

    /// <summary>Builds the process on a database whose schemas are applied.</summary>
    /// <param name="args">The command line, for the framework's own settings.</param>
    /// <param name="settings">Checked settings.</param>
    /// <param name="connectionString">The diary's database.</param>
    /// <param name="vaultKeys">The vault's keys; the host disposes them.</param>
    /// <param name="vaultKeyFile">Where they were read from; followed while the host runs.</param>
    /// <param name="clock">What the process takes for the time; the system's unless given.</param>
    public static WebApplication Build(
        string[] args, DiarySettings settings, string connectionString, VaultKeyRing vaultKeys, VaultKeyFile vaultKeyFile,
        TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders().AddSimpleConsole(o => o.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning) // below, addresses with what Facebook sends in them
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error) // it takes the time before the silo's start for a stall
            .AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error); // the vault seals its keys
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.DisableStringReuse = true; // or an idle connection keeps its last Authorization header
            kestrel.Limits.MaxRequestBodySize = new GraphQLOptions().MaxBodyBytes;
            kestrel.Listen(ListenCheck.AddressOf(settings.Url), settings.Url.Port);
        });
        builder.Services.AddSingleton(clock ?? TimeProvider.System).AddSingleton<IMemoryPoolFactory<byte>, ZeroedMemoryFactory>()
            .AddHostedService<MemorySweep>();
        AddStorage(builder.Services, connectionString);
        builder.Services.AddVault(settings, ServiceId, vaultKeys, vaultKeyFile);
        AddEdge(builder.Services, settings);
        AddSilo(builder, settings, connectionString);

        var app = builder.Build();
        Proxies.Trust(app, settings.TrustedProxies);
        app.Services.GetRequiredService<VaultKeyWatch>();
        app.MapDiaryGraphQL();
        app.MapReceiptKeys();
        app.MapFiles();
        app.MapMedia();
        app.MapFacebook();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        return app;
    }

    private static void AddStorage(IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => Database.Open(connectionString))
            .AddSingleton<IDocumentStore>(s => EventStore.Open(s.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<EventReader>().AddSingleton<JournalCommit>().AddSingleton(new JournalOptions()).AddSingleton<EventJournal>();
        services.AddSingleton<VaultStore>().AddSingleton<SessionSlots>().AddSingleton<AttemptStore>().AddSingleton<AuditReader>();
        services.AddSingleton<AccountReader>().AddSingleton<EntryReader>().AddSingleton<HistoryReader>()
            .AddSingleton<ContentReader>().AddSingleton<TagReader>().AddSingleton<CalendarReader>();
        services.AddSingleton<ChangeReader>().AddSingleton<ChangeHints>().AddSingleton<ChangeFollower>().AddSingleton<CapsuleStore>()
            .AddSingleton<SearchReader>().AddSingleton<VocabularyReader>().AddSingleton<UnindexedReader>()
            .AddSingleton<MediaReader>().AddSingleton<StorageStore>().AddSingleton<ConnectionReader>()
            .AddSingleton<OriginReader>().AddSingleton<PublicationReader>();
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database");
    }

    private static void AddEdge(IServiceCollection services, DiarySettings settings)
    {
        services.AddSingleton<AuditNotes>().AddSingleton<AuditLog>();
        services.AddSingleton<SealedVault>().AddSingleton<ServerKeys>().AddSingleton<UnlockedAccounts>().AddSingleton<SessionTokens>()
            .AddSingleton<SessionDesk>().AddSingleton<SessionList>().AddSingleton<AttemptGate>()
            .AddSingleton<Credentials>().AddSingleton<AccountDesk>().AddSingleton<CredentialDesk>()
            .AddSingleton<SettingsDesk>().AddSingleton<RecoveryDesk>()
            .AddSingleton<PasswordRenewal>().AddSingleton(settings.PasswordCosts).AddSingleton<ContentBox>().AddSingleton<EntryDesk>()
            .AddSingleton<TagDesk>()
            .AddSingleton(p => new PasswordQueue(
                PasswordQueue.Lanes, settings.SignInQueue, p.GetRequiredService<TimeProvider>()))
            .AddSingleton<IRequestAuthenticator, BearerAuthenticator>().AddSingleton<ISessionWatch, SessionWatch>();
        services.AddSingleton<ChangeCursors>();
        services.AddSingleton<JobDesk>().AddSingleton<NextMasterKey>().AddSingleton<KeyRotationDesk>().AddSingleton<CapsuleRewrap>()
            .AddSingleton<KeyRotations>();
        AddBlobs(services, settings);
        services.AddSingleton<SealedFiles>().AddSingleton<FileLinks>().AddSingleton<Uploads>().AddSingleton<FileSweep>()
            .AddSingleton<IFileSweep>(s => s.GetRequiredService<FileSweep>())
            .AddSingleton<IAccountFiles>(s => s.GetRequiredService<FileSweep>());
        services.AddSingleton<MediaBox>().AddSingleton<DirectParts>().AddSingleton<MediaContents>().AddSingleton<MediaLinks>()
            .AddSingleton<MediaRemoval>().AddSingleton<MediaDesk>().AddSingleton<MediaArrival>().AddSingleton<MediaThumbnails>()
            .AddHostedService(s => s.GetRequiredService<MediaThumbnails>()).AddScoped<MediaLoader>().AddScoped<ThumbnailLoader>()
            .AddScoped<FirstPartLoader>().AddScoped<ExternalPostLoader>();
        services.AddSingleton<ImportKeys>().AddSingleton<ImportedEntries>().AddSingleton<ImportedMedia>()
            .AddSingleton<ExportedMedia>().AddSingleton<ImportRun>().AddSingleton<UndoRun>()
            .AddSingleton<IJobRunner, JobRuns>().AddSingleton<ArchiveDesk>()
            .AddSingleton<ExportedVersions>().AddSingleton<ExportRun>().AddSingleton<Exports>().AddSingleton<ExportDesk>();
        services.AddSingleton(p => new FacebookApp(p.GetRequiredService<ServerKeys>(), p.GetRequiredService<IServer>(),
                settings.Facebook is { } facebook ? new FacebookClient(facebook, p.GetRequiredService<TimeProvider>()) : null,
                settings.PublicUrl))
            .AddSingleton<FacebookVault>().AddSingleton<Consents>().AddSingleton<FacebookDesk>().AddSingleton<FacebookFarewell>()
            .AddSingleton<OriginTokens>().AddSingleton<PulledPhotos>().AddSingleton<PulledPosts>().AddSingleton<PostWalk>()
            .AddSingleton<PullRun>().AddSingleton<GraphFaults>().AddSingleton<PublicPhotos>().AddSingleton<PublishDesk>()
            .AddSingleton<PublishRun>();
        services.AddSingleton<AccountLanguages>().AddSingleton<TextIndex>().AddSingleton<UnindexedTexts>().AddSingleton<Vocabularies>()
            .AddSingleton<OpenedTexts>().AddSingleton<PlainSearch>().AddSingleton<BlindSearch>().AddSingleton<Suggestions>();
        services.AddScoped<EntryLoader>().AddScoped<ContentRowLoader>().AddScoped<ContentLoader>().AddScoped<RevisionTagsLoader>()
            .AddScoped<EntryTagsLoader>().AddScoped<TagCountLoader>().AddScoped<RevisionCountLoader>().AddScoped<RevisionLoader>()
            .AddScoped<RevisionsLoader>().AddScoped<HistoryLoader>().AddScoped<EntryDiff>().AddTransient<EntryContent>();
        services.AddDiaryGraphQL<Query, Mutation, Subscription>(
            new GraphQLOptions
            {
                TrustedDocuments = settings.TrustedDocuments,
                TrustedDocumentsOnly = settings.TrustedDocumentsOnly,
                CredentialsPerMinute = settings.CredentialsPerMinute,
                RequestsPerMinute = settings.RequestsPerMinute,
                MaxUploadBytes = settings.MaxUploadBytes,
                StorageBytes = settings.StorageBytes,
            },
            graphql => graphql.AddObject<VersionConflict>().AddObject<QuotaExceeded>());
    }

    private static void AddBlobs(IServiceCollection services, DiarySettings settings)
    {
        if (settings.S3 is not { } s3)
        {
            services.AddSingleton<IBlobStore>(new FolderBlobStore(settings.BlobFolder));
            return;
        }

        services.AddSingleton(_ => new S3BlobStore(s3.Store))
            .AddSingleton<IBlobStore>(s => s.GetRequiredService<S3BlobStore>());
        if (s3.DirectLinks)
        {
            services.AddSingleton<IDirectBlobs>(s => s.GetRequiredService<S3BlobStore>());
        }
    }

    private static void AddSilo(WebApplicationBuilder builder, DiarySettings settings, string connectionString)
    {
        var orleans = OrleansSchema.ConnectionString(connectionString);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (ServiceId, ServiceId));
            if (settings.ConnectionString is null)
            {
                // The silo's own PostgreSQL has one silo, which need not look for others or wait for one that was killed.
                // Nor may it evict itself, as it would where the clock leaps ahead while it joins.
                silo.UseLocalhostClustering(settings.SiloPort ?? FreePort(), gatewayPort: 0, null, ServiceId, ServiceId)
                    .Configure<ClusterMembershipOptions>(o => o.EvictWhenMaxJoinAttemptTimeExceeded = false);
            }
            else
            {
                silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (OrleansSchema.Invariant, orleans))
                    .ConfigureEndpoints(settings.SiloAddress, settings.SiloPort ?? DefaultSiloPort, gatewayPort: 0);
            }

            silo.AddSessionStorage(orleans)
                .UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (OrleansSchema.Invariant, orleans))
                .Configure<GrainCollectionOptions>(
                    o => (o.CollectionAge, o.CollectionQuantum) = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1)))
                .AddStartupTask((services, _) => services.GetRequiredService<IGrainFactory>().GetGrain<ISweeperGrain>(0).Schedule())
                .AddStartupTask((services, _) => services.GetRequiredService<IGrainFactory>().GetGrain<IVaultGrain>(0).Schedule())
                .AddStartupTask((services, _) => services.GetRequiredService<IGrainFactory>().GetGrain<IErasureGrain>(0).Schedule());
        });
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
