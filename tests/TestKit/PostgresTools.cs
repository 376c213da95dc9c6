using Diary.Silo.Postgres;
using Diary.Silo.Postgres.Binaries;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Diary.TestKit;

/// <summary>What an operator uses beside the server: <c>pg_dump</c>, <c>pg_restore</c> and <c>psql</c> of its version.</summary>
public static class PostgresTools
{
    /// <summary>
    /// The folder that holds them, beside the server's binaries; null where there are none, as beside those that the silo fetches.
    /// </summary>
    public static async Task<string?> Folder()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var wish = new BinaryWish(PostgresServer.OptionsFor("/tmp"), Major: null, NullLogger.Instance, TimeProvider.System);
        var folder = (await BinarySearch.Find(wish, new ServerAccount(Name: null), TestContext.Current.CancellationToken)).Folder;
        return new[] { "pg_dump", "pg_restore", "psql" }.All(tool => File.Exists(Path.Combine(folder, tool))) ? folder : null;
    }

    /// <summary>Runs lines of a shell that name them; what fails ends it.</summary>
    public static Task<CommandRun> Run(
        string tools, string folder, string lines, params IEnumerable<(string Name, string Value)> environment) => CommandRun.Of(
            folder, "bash", ["-euo", "pipefail", "-c", lines],
            [("PATH", $"{tools}:{Environment.GetEnvironmentVariable("PATH")}"), .. environment]);
}
