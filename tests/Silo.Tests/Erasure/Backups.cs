using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Diary.Cryptography;
using Diary.Domain.Accounts;
using Diary.Silo.Postgres;
using Diary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Diary.Silo.Tests.Erasure;

/// <summary>How a backup was made: as docs/operations.md says.</summary>
public enum Backup
{
    /// <summary>The whole data directory, WAL included, of a server that stands.</summary>
    Copy = 1,

    /// <summary>By pg_dump while the silo runs, and back by pg_restore into a new server.</summary>
    Dump = 2,
}

/// <summary>
/// A diary that goes on after backups of it were made: in each tier one entry is purged and one account deleted, and then the vault turns.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed partial class Backups : IAsyncLifetime
{
    private readonly TemporaryFolder _live = new("live");
    private readonly Dictionary<Backup, TemporaryFolder> _backups = [];
    private readonly Dictionary<Tier, Diarist> _stay = [];
    private readonly Dictionary<Tier, Diarist> _go = [];
    private readonly Dictionary<string, (TemporaryFolder? Clone, EmbeddedPostgres Server, NpgsqlDataSource Database)> _open = [];
    private string? _tools;

    /// <summary>The dump, as pg_dump made it.</summary>
    internal string DumpFile => Path.Combine(_live.Path, "diary.dump");

    /// <summary>The vault key of the day of the backups, as its file had it.</summary>
    internal string OldKey { get; private set; } = "";

    /// <summary>The file with the vault key of the running system.</summary>
    internal string KeyFile => KeyOf(_live);

    /// <summary>Who goes on, with one entry purged.</summary>
    internal Diarist Stays(Tier tier) => _stay[tier];

    /// <summary>Whose account was deleted.</summary>
    internal Diarist Goes(Tier tier) => _go[tier];

    internal static string KeyOf(TemporaryFolder folder) => Path.Combine(folder.Path, "vault.key");

    /// <summary>The vault keys of a file's lines.</summary>
    internal static VaultKeyRing Ring(string lines) =>
        new(SymmetricKey.Import(Convert.FromBase64String(lines.Trim())));

    /// <summary>A data folder that a backup was put back to, with a vault key file of the given lines.</summary>
    internal async Task<TemporaryFolder> Restored(Backup backup, params IEnumerable<string> keys)
    {
        Assert.SkipWhen(backup == Backup.Dump && _tools is null, "There is no pg_dump beside PostgreSQL's binaries.");
        var folder = new TemporaryFolder("restored");
        await CopyTo(folder, _backups[backup]);
        await File.WriteAllLinesAsync(KeyOf(folder), keys, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(KeyOf(folder), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return folder;
    }

    /// <summary>The database of a backup, for reading only.</summary>
    internal async Task<NpgsqlDataSource> Database(Backup backup)
    {
        if (!_open.TryGetValue($"{backup}", out var open))
        {
            var clone = await Restored(backup);
            _open[$"{backup}"] = open = await Open(clone.Path, clone);
        }

        return open.Database;
    }

    /// <summary>The database of the running system, for reading only.</summary>
    internal async Task<NpgsqlDataSource> Running() => (await Live()).Database;

    /// <summary>The same for PostgreSQL's tools.</summary>
    internal async Task<string> RunningUri() => UriOf((await Live()).Server.ConnectionString);

    /// <summary>Runs lines that name PostgreSQL's tools, which must succeed.</summary>
    internal async Task<string> Run(string folder, string lines, params IEnumerable<(string Name, string Value)> environment)
    {
        Assert.SkipWhen(_tools is null, "There is no pg_dump beside PostgreSQL's binaries.");
        var run = await PostgresTools.Run(_tools, folder, lines, environment);
        Assert.True(run.ExitCode == 0, run.Output);
        return run.Output;
    }

    /// <summary>The lines that docs/operations.md prints for something.</summary>
    internal static async Task<string> Documented(string what) => Assert.Single(
        Printed().Matches(await File.ReadAllTextAsync(
            RepositoryFiles.At("docs", "operations.md"), TestContext.Current.CancellationToken)).Select(m => m.Groups["lines"].Value),
        lines => lines.Contains(what, StringComparison.Ordinal));

    /// <summary>A server on a data folder.</summary>
    internal static Task<EmbeddedPostgres> Start(string folder) => EmbeddedPostgres.Start(
        PostgresServer.OptionsFor(folder), NullLogger.Instance, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>A server's address, as PostgreSQL's tools take it.</summary>
    internal static string UriOf(string connectionString)
    {
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgresql://{to.Username}:{to.Password}@{to.Host}:{to.Port}/{to.Database}";
    }

    public async ValueTask InitializeAsync()
    {
        _tools = await PostgresTools.Folder();
        await using (var silo = await SiloProcess.Start(_live.Path))
        {
            foreach (var tier in Enum.GetValues<Tier>())
            {
                _stay[tier] = await Diarist.SignUp(silo, tier);
                _go[tier] = await Diarist.SignUp(silo, tier);
            }

            OldKey = (await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken)).Trim();
            if (_tools is not null)
            {
                await Dump();
            }

            Assert.Equal(0, await silo.Interrupt());
        }

        _backups[Backup.Copy] = new TemporaryFolder("copy");
        await CopyTo(_backups[Backup.Copy], _live);
        await PurgeAndDelete();
        await using var rotate = SiloProcess.Launch(["rotate-vault"], ("Diary:Data", _live.Path), ("Diary:VaultTurnPause", "0"));
        Assert.Equal(0, await rotate.Exit());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (clone, server, database) in _open.Values)
        {
            await database.DisposeAsync();
            await server.DisposeAsync();
            clone?.Dispose();
        }

        foreach (var folder in _backups.Values.Append(_live))
        {
            folder.Dispose();
        }

        foreach (var diarist in _stay.Values.Concat(_go.Values))
        {
            diarist.Dispose();
        }
    }

    private async Task<(TemporaryFolder? Clone, EmbeddedPostgres Server, NpgsqlDataSource Database)> Live() =>
        _open.TryGetValue("", out var open) ? open : _open[""] = await Open(_live.Path, null);

    private async Task Dump()
    {
        var lines = await Documented("pg_dump");
        Assert.StartsWith("DATA=/var/lib/personal-diary\n", lines, StringComparison.Ordinal);
        await Run(_live.Path, lines.Replace("/var/lib/personal-diary", _live.Path, StringComparison.Ordinal));
        _backups[Backup.Dump] = new TemporaryFolder("dump");
        await using var server = await Start(_backups[Backup.Dump].Path);
        await Run(_live.Path, "pg_restore -d \"$RESTORED\" diary.dump", ("RESTORED", UriOf(server.ConnectionString)));
    }

    private async Task PurgeAndDelete()
    {
        await using var silo = await SiloProcess.Start(_live.Path);
        foreach (var tier in Enum.GetValues<Tier>())
        {
            using var stays = await Stays(tier).SignIn(silo);
            var purge = await stays.Data(
                "mutation ($id: ID!) { purgeEntry(input: { id: $id }) { receipt { keysDestroyed } } }", new { id = Stays(tier).Purged });
            Assert.Equal(2, purge.GetProperty("purgeEntry").GetProperty("receipt").GetProperty("keysDestroyed").GetInt32());

            using var goes = await Goes(tier).SignIn(silo);
            var deletion = await goes.Data(
                "mutation ($credential: CredentialInput!) { deleteAccount(input: { credential: $credential }) { receipt { at } } }",
                new { credential = await Goes(tier).Credential(goes) });
            Assert.NotEqual(default, deletion.GetProperty("deleteAccount").GetProperty("receipt").GetProperty("at").GetDateTimeOffset());
        }

        Assert.Equal(0, await silo.Interrupt());
    }

    private static async Task CopyTo(TemporaryFolder folder, TemporaryFolder from)
    {
        var copy = await CommandRun.Of(from.Path, "cp", ["-a", "postgres", "postgres.password", folder.Path]);
        Assert.True(copy.ExitCode == 0, copy.Output);
    }

    private static async Task<(TemporaryFolder?, EmbeddedPostgres, NpgsqlDataSource)> Open(string folder, TemporaryFolder? clone)
    {
        var server = await Start(folder);
        return (clone, server, NpgsqlDataSource.Create(server.ConnectionString));
    }

    [GeneratedRegex("^```bash\n(?<lines>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Printed();
}
