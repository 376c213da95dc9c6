using System.Diagnostics;
using System.Runtime.Versioning;

namespace Diary.Silo.Postgres;

/// <summary>The account that the server runs as. PostgreSQL refuses root, so root lends the work to another account.</summary>
/// <param name="Name">Null: the account of this process.</param>
[SupportedOSPlatform("linux")]
internal sealed record ServerAccount(string? Name)
{
    private static readonly string[] Candidates = ["postgres", "nobody"];

    /// <summary>Makes <paramref name="folder"/>, closed to all but the server's account, and tells which account that is.</summary>
    /// <remarks>A folder that exists keeps its owner, so that installing a postgres account later does not orphan the data.</remarks>
    public static async Task<ServerAccount> Own(string folder, CancellationToken cancel)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new(Name: null);
        }

        var owner = await CommandLine.Run("stat", ["-c", "%U", folder], cancel);
        var name = owner.Succeeded && owner.Output.Trim() is not "root" and var kept ? kept : Known();
        var made = await CommandLine.Run("install", ["-d", "-o", name, "-m", "700", folder], cancel);
        if (!made.Succeeded) throw new EmbeddedPostgresException($"{folder} cannot be given to the account '{name}': {made.Reason}");
        var account = new ServerAccount(name);
        var reachable = await CommandLine.Run(account.Command("test", "/", ["-w", folder]), cancel);
        return reachable.Succeeded
            ? account
            : throw new EmbeddedPostgresException(
                $"The account '{name}', which PostgreSQL runs as, cannot reach {folder}: " +
                $"set {EmbeddedPostgresOptions.DataSetting} to a folder outside of root's home");
    }

    /// <summary>A command of that account, with nothing of this process's environment: it may hold secrets, or PG… variables.</summary>
    public ProcessStartInfo Command(string file, string workingFolder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = workingFolder };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C";
        if (Name is not null) start.UserName = Name;
        return start;
    }

    private static string Known()
    {
        var known = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet();
        return Candidates.FirstOrDefault(known.Contains)
            ?? throw new EmbeddedPostgresException("PostgreSQL does not run as root, and there is no account 'postgres' or 'nobody'");
    }
}
