using Diary.GraphQL.Keys;
using Diary.Projections;
using Diary.Projections.Schema;
using Diary.Silo.Clustering;
using Diary.Silo.Postgres;
using Npgsql;

namespace Diary.Silo.Hosting;

/// <summary>The process from its command line to its exit code: 0, or 1 with one line on standard error.</summary>
public static class DiaryProcess
{
    private const string Usage = "Commands: (none) to run, migrate, rebuild [accounts|entries], verify.";

    /// <summary>Runs the command that <paramref name="args"/> begins with.</summary>
    public static async Task<int> Run(string[] args)
    {
        var command = args is [{ } first, ..] && !first.StartsWith('-') ? first : "run";
        try
        {
            if (command is not ("run" or "migrate" or "rebuild" or "verify"))
            {
                throw new SettingException(command, $"is no command. {Usage}");
            }

            return await Run(command, args);
        }
        catch (Exception e) when (e is SettingException or EmbeddedPostgresException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task<int> Run(string command, string[] args)
    {
        var models = command == "rebuild" ? Maintenance.Named(args) : [];
        var configuration = WebApplication.CreateSlimBuilder(args).Configuration;
        var settings = DiarySettings.From(configuration);
        using var logging = LoggerFactory.Create(l => l.AddSimpleConsole(o => o.SingleLine = true).SetMinimumLevel(LogLevel.Warning));
        var options = EmbeddedPostgresOptions.From(configuration);
        await using var postgres = settings.ConnectionString is null
            ? await EmbeddedPostgres.Start(options, logging.CreateLogger<EmbeddedPostgres>(), TimeProvider.System, CancellationToken.None)
            : null;
        var connectionString = settings.ConnectionString ?? postgres!.ConnectionString;
        if (command != "run" || settings.MigrateAtStart)
        {
            await Migrate(connectionString);
        }

        return command switch
        {
            "run" => await Serve(args, settings, connectionString, settings.VaultKeyFile ?? Path.Combine(options.DataRoot, "vault.key")),
            "migrate" => 0,
            "rebuild" => await Maintenance.Rebuild(connectionString, models, Console.Out),
            _ => await Maintenance.Verify(connectionString, Console.Out),
        };
    }

    private static async Task Migrate(string connectionString)
    {
        try
        {
            await using var database = Database.Open(connectionString);
            using var store = EventStore.Open(database);
            await DiarySchema.Apply(database, store, CancellationToken.None);
            await OrleansSchema.Apply(connectionString, CancellationToken.None);
        }
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            throw new SettingException("ConnectionStrings:Diary", "names a server that does not answer");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new SettingException("ConnectionStrings:Diary", $"was refused by the server ({e.SqlState}): check database, user and password");
        }
    }

    private static async Task<int> Serve(string[] args, DiarySettings settings, string connectionString, string vaultKeyFile)
    {
        await using var app = DiaryHost.Build(args, settings, connectionString, VaultKeyFile.Open(vaultKeyFile));
        try
        {
            await app.Services.GetRequiredService<ServerKeys>().Load(CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new SettingException("Diary:VaultKeyFile", $"({vaultKeyFile}) is not the vault key of this database");
        }

        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new SettingException("Diary:Url", $"({settings.Url}) is in use: set another");
        }

        await Console.Out.WriteLineAsync($"Personal Diary is ready at {new Uri(settings.Url, "graphql")}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
