using Diary.Projections;
using Diary.Projections.Schema;
using Diary.Projections.Vault;
using Diary.Silo.Clustering;
using Diary.Silo.Postgres;
using Diary.Silo.Vault;
using Npgsql;

namespace Diary.Silo.Hosting;

/// <summary>The process from its command line to its exit code: 0, or 1 with one line on standard error.</summary>
public static class DiaryProcess
{
    private const string Usage =
        "Commands: (none) to run, migrate, rebuild [accounts|entries|media|facebook|publications], "
        + "verify, rotate-vault, verify-receipt";

    /// <summary>Runs the command that <paramref name="args"/> begins with.</summary>
    public static async Task<int> Run(string[] args)
    {
        NativeHeap.OverwriteFreed();
        var command = args is [{ } first, ..] && !first.StartsWith('-') ? first : "run";
        try
        {
            if (command is not ("run" or "migrate" or "rebuild" or "verify" or "rotate-vault" or "verify-receipt"))
            {
                throw new SettingException(command, $"is no command. {Usage}");
            }

            return command == "verify-receipt"
                ? await ReceiptCheck.Run(args, Console.In, Console.Out, CancellationToken.None) : await Run(command, args);
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
        var vaultKeyFile = new VaultKeyFile(settings.VaultKeyFile ?? Path.Combine(options.DataRoot, "vault.key"));
        var isNew = await Prepare(connectionString, migrate: command != "run" || settings.MigrateAtStart);
        return command switch
        {
            "run" => await Serve(args, settings, connectionString, vaultKeyFile, isNew, logging),
            "migrate" => 0,
            "rebuild" => await Maintenance.Rebuild(connectionString, models, Console.Out),
            "rotate-vault" => await Maintenance.RotateVault(
                connectionString, vaultKeyFile, new VaultTurnOptions { Pause = settings.VaultTurnPause }, Console.Out),
            _ => await Maintenance.Verify(connectionString, Console.Out),
        };
    }

    /// <summary>Meets the database before anything else does; answers whether nothing was ever sealed in it.</summary>
    private static async Task<bool> Prepare(string connectionString, bool migrate)
    {
        try
        {
            await using var database = Database.Open(connectionString);
            if (migrate)
            {
                using var store = EventStore.Open(database);
                await DiarySchema.Apply(database, store, CancellationToken.None);
                await OrleansSchema.Apply(connectionString, CancellationToken.None);
            }

            return await new VaultStore(database).IsNew(CancellationToken.None);
        }
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            throw new SettingException("ConnectionStrings:Diary", "names a server that does not answer");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new SettingException("Diary:MigrateAtStart", "is false, and the database has no tables yet: run migrate first");
        }
        catch (PostgresException e)
            when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
                or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new SettingException(
                "ConnectionStrings:Diary", $"was refused by the server ({e.SqlState}): check database, user and password");
        }
    }

    private static async Task<int> Serve(
        string[] args, DiarySettings settings, string connectionString, VaultKeyFile vaultKeyFile, bool isNew, ILoggerFactory logging)
    {
        ListenCheck.Of(settings);
        await (settings.S3?.Check(logging.CreateLogger<S3Settings>(), CancellationToken.None) ?? Task.CompletedTask);
        await using var app = DiaryHost.Build(args, settings, connectionString, vaultKeyFile.Open(isNew), vaultKeyFile);
        await app.OpenVault();
        try
        {
            await app.StartAsync();
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return 0; // told to stop before it was ready
        }

        await Console.Out.WriteLineAsync($"Personal Diary is ready at {new Uri(settings.Url, "graphql")}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
