using System.Runtime.Versioning;
using Diary.Silo.Postgres.Binaries;

namespace Diary.Silo.Postgres;

/// <summary>Makes, starts and stops the server of one data root.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ServerControl(DataRoot root, PostgresBinaries binaries, ServerAccount account, ILogger logger, TimeProvider clock)
{
    // A killed postmaster leaves sessions behind that notice within a second; until then its memory is taken.
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);

    // Long enough to replay the log of a server that was killed under load.
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public int Major => binaries.Major;

    /// <summary>Makes the data directory where there is none. Killed half-way, it leaves nothing that is taken for whole.</summary>
    public async Task Initialize(CancellationToken cancel)
    {
        if (root.Major is not null) return;
        logger.Initializing(root.DataDirectory);
        _ = root.Password();
        var unfinished = root.DataDirectory + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);

        var password = await LendPassword(cancel);
        var made = await binaries.Run(
            account,
            root.ServerFolder,
            "initdb",
            ["-D", unfinished, "-U", DiaryDatabase.User, "-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", $"--pwfile={password}"],
            cancel);
        if (password != root.PasswordFile) File.Delete(password);
        if (!made.Succeeded) throw new EmbeddedPostgresException($"initdb could not make {root.DataDirectory}: {made.Reason}");
        Directory.Move(unfinished, root.DataDirectory);
    }

    /// <summary>Starts the server, or waits for one that is on its way already.</summary>
    /// <returns>The port that it listens on, and whether it was running.</returns>
    public async Task<(int Port, bool Adopted)> Run(CancellationToken cancel)
    {
        if (await RunningPort(cancel) is { } running) return (running, true);

        var began = clock.GetTimestamp();
        while (true)
        {
            PostmasterFile.DeleteStale(root.DataDirectory);
            var port = root.FreePort();
            var started = await binaries.Run(
                account,
                root.ServerFolder,
                "pg_ctl",
                ["-D", root.DataDirectory, "-w", "-t", "60", "-l", root.LogFile, "-o", ServerSettings.For(port), "start"],
                cancel);
            if (started.Succeeded || await RunningPort(cancel) is not null)
            {
                root.RememberPort(port);
                return (port, false);
            }

            var reason = LastFatalLine() ?? started.Reason;
            if (clock.GetElapsedTime(began) > StartPatience)
                throw new EmbeddedPostgresException($"PostgreSQL did not start: {reason} (its log is {root.LogFile})");
            logger.StartRefused(reason);
            await Task.Delay(Pause * 4, clock, cancel);
        }
    }

    /// <summary>Ends all sessions and the server, its data written to disk.</summary>
    public async Task Stop(CancellationToken cancel)
    {
        var stopped = await binaries.Run(
            account, root.ServerFolder, "pg_ctl", ["-D", root.DataDirectory, "-m", "fast", "-w", "-t", "60", "stop"], cancel);
        if (stopped.Succeeded || PostmasterFile.ReadRunning(root.DataDirectory) is null) logger.Stopped(root.DataDirectory);
        else logger.NotStopped(root.DataDirectory, stopped.Reason);
    }

    // A server may be found while it recovers, or while it stops because its last silo was killed in the middle of that.
    private async Task<int?> RunningPort(CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        while (PostmasterFile.ReadRunning(root.DataDirectory) is { } running)
        {
            if (running.IsReady) return running.Port;
            if (clock.GetElapsedTime(began) > RecoveryPatience)
                throw new EmbeddedPostgresException($"PostgreSQL in {root.DataDirectory} runs but does not get ready: see {root.LogFile}");
            await Task.Delay(Pause, clock, cancel);
        }

        return null;
    }

    // initdb reads the password as the server's account, which must not be able to read the silo's file.
    private async Task<string> LendPassword(CancellationToken cancel)
    {
        if (account.Name is null) return root.PasswordFile;
        var lent = Path.Combine(root.ServerFolder, "password");
        var copied = await CommandLine.Run("install", ["-o", account.Name, "-m", "600", root.PasswordFile, lent], cancel);
        return copied.Succeeded ? lent : throw new EmbeddedPostgresException($"{lent} cannot be written: {copied.Reason}");
    }

    private string? LastFatalLine() =>
        File.Exists(root.LogFile)
            ? File.ReadLines(root.LogFile).LastOrDefault(line => line.Contains("FATAL", StringComparison.Ordinal))
            : null;
}
