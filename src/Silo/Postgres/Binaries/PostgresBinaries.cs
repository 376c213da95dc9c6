using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace Diary.Silo.Postgres.Binaries;

/// <summary>A folder of PostgreSQL programs that were seen to run.</summary>
/// <param name="Folder">Holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
/// <param name="Libraries">The value of <c>LD_LIBRARY_PATH</c> for binaries that were unpacked outside of the system; else null.</param>
/// <param name="Major">The major version; data of one cannot be opened by another.</param>
[SupportedOSPlatform("linux")]
internal sealed partial record PostgresBinaries(string Folder, string? Libraries, int Major)
{
    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    public static bool AreIn(string folder) => Programs.All(program => File.Exists(Path.Combine(folder, program)));

    /// <summary>Asks the server for its version, as the account that will run it; where it does not run, says why.</summary>
    public static async Task<(PostgresBinaries? Binaries, string Reason)> Try(
        string folder, string? libraries, ServerAccount account, CancellationToken cancel)
    {
        if (!AreIn(folder)) return (null, "initdb, pg_ctl and postgres are not all there");
        var unproven = new PostgresBinaries(folder, libraries, Major: 0);
        var answer = await unproven.Run(account, "/", "postgres", ["-V"], cancel);
        return Version().Match(answer.Output) is { Success: true } version
            ? (unproven with { Major = int.Parse(version.Groups["major"].Value, CultureInfo.InvariantCulture) }, "")
            : (null, answer.Reason);
    }

    /// <summary>Runs one of the programs as <paramref name="account"/>.</summary>
    public Task<CommandResult> Run(
        ServerAccount account, string workingFolder, string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var start = account.Command(Path.Combine(Folder, program), workingFolder, arguments);
        if (Libraries is not null) start.Environment["LD_LIBRARY_PATH"] = Libraries;
        return CommandLine.Run(start, cancel);
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
