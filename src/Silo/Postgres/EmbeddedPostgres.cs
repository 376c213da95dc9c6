using System.Runtime.Versioning;
using Diary.Silo.Postgres.Binaries;
using Npgsql;

namespace Diary.Silo.Postgres;

/// <summary>A PostgreSQL of the silo's own: durable, on this machine only, password-protected.</summary>
/// <remarks>
/// Several processes may use one data root: the first starts the server, the others adopt it, and the last to leave stops it.
/// A server whose silo was killed keeps running, and the next silo adopts it. Neither a Ctrl-C nor a kill of the silo reaches the
/// server, so that the silo can drain before it stops it.
/// </remarks>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(6);
    private readonly Func<Task> _leave;
    private Task? _left;

    private EmbeddedPostgres(string connectionString, int port, string dataDirectory, bool adopted, Func<Task> leave)
    {
        ConnectionString = connectionString;
        Port = port;
        DataDirectory = dataDirectory;
        Adopted = adopted;
        _leave = leave;
    }

    /// <summary>Opens the database <c>diary</c>. It holds the password: never log it.</summary>
    public string ConnectionString { get; }

    /// <summary>The TCP port on 127.0.0.1; the same at the next start, unless something else has taken it.</summary>
    public int Port { get; }

    /// <summary>PostgreSQL's data directory, inside of the data root.</summary>
    public string DataDirectory { get; }

    /// <summary>True where the server was running already.</summary>
    public bool Adopted { get; }

    /// <summary>Starts the server of <see cref="EmbeddedPostgresOptions.DataRoot"/>, or adopts the one that runs there.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be had; the message says in one line what to do.</exception>
    public static async Task<EmbeddedPostgres> Start(
        EmbeddedPostgresOptions options, ILogger logger, TimeProvider clock, CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux())
            throw new EmbeddedPostgresException(
                "A PostgreSQL of its own is for Linux only: set ConnectionStrings:Diary to a server of yours");
        try
        {
            return await StartOrAdopt(options, logger, clock, cancel);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new EmbeddedPostgresException(
                $"{options.DataRoot} cannot be used: {e.Message} Set {EmbeddedPostgresOptions.DataSetting} to a folder of this account", e);
        }
    }

    /// <summary>Leaves the server, and stops it unless another process uses it. Repeated calls do nothing more.</summary>
    public Task StopAsync() => _left ??= _leave();

    /// <inheritdoc cref="StopAsync"/>
    public ValueTask DisposeAsync() => new(StopAsync());

    [SupportedOSPlatform("linux")]
    private static async Task<EmbeddedPostgres> StartOrAdopt(
        EmbeddedPostgresOptions options, ILogger logger, TimeProvider clock, CancellationToken cancel)
    {
        var root = new DataRoot(options.DataRoot);
        var presence = await Locked(root, () => FileLock.TryShared(root.UsersLock), clock, cancel);
        try
        {
            return await StartOrAdopt(root, presence, options, logger, clock, cancel);
        }
        catch
        {
            presence.Dispose();
            throw;
        }
    }

    [SupportedOSPlatform("linux")]
    private static async Task<EmbeddedPostgres> StartOrAdopt(
        DataRoot root, FileLock presence, EmbeddedPostgresOptions options, ILogger logger, TimeProvider clock, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        using var starting = await Locked(root, () => FileLock.TryExclusive(root.StartLock), clock, cancel);
        var account = await ServerAccount.Own(root.ServerFolder, cancel);
        var binaries = await BinarySearch.Find(new(options, root.Major, logger, clock), account, cancel);
        var control = new ServerControl(root, binaries, account, logger, clock);

        await control.Initialize(cancel);
        var (port, adopted) = await control.Run(cancel);
        try
        {
            var connection = ConnectionTo(port, root.Password());
            await DiaryDatabase.Ensure(connection, root.PasswordFile, cancel);
            if (adopted) logger.AdoptedRunning(port, root.DataDirectory);
            else logger.Started(control.Major, port, (long)clock.GetElapsedTime(began).TotalMilliseconds, root.DataDirectory);
            return new(connection.ConnectionString, port, root.DataDirectory, adopted,
                () => Leave(root, presence, control, logger, connection.ConnectionString));
        }
        catch when (!adopted)
        {
            await control.Stop(CancellationToken.None);
            throw;
        }
    }

    [SupportedOSPlatform("linux")]
    private static async Task Leave(DataRoot root, FileLock presence, ServerControl control, ILogger logger, string connectionString)
    {
        // Sessions of a stopped server must not be lent to whoever starts it again in this process.
        await using (var pooled = new NpgsqlConnection(connectionString)) NpgsqlConnection.ClearPool(pooled);
        presence.Dispose();
        using var alone = FileLock.TryExclusive(root.UsersLock);
        if (alone is null) logger.LeftRunning(root.DataDirectory);
        else await control.Stop(CancellationToken.None);
    }

    [SupportedOSPlatform("linux")]
    private static async Task<FileLock> Locked(DataRoot root, Func<FileLock?> attempt, TimeProvider clock, CancellationToken cancel) =>
        await FileLock.Wait(attempt, StartPatience, clock, cancel)
        ?? throw new EmbeddedPostgresException(
            $"Another process keeps {root.Folder} locked: end it, or set {EmbeddedPostgresOptions.DataSetting} to another folder");

    // Encryption is off since nothing leaves the machine; the password is proven by SCRAM and never sent.
    private static NpgsqlConnectionStringBuilder ConnectionTo(int port, string password) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Username = DiaryDatabase.User,
        Password = password,
        Database = DiaryDatabase.Name,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        MaxAutoPrepare = 100,
        MaxPoolSize = 64,
        ApplicationName = "diary",
    };
}
