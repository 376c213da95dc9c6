using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace Diary.Silo.Postgres.Binaries;

/// <summary>Debian's own packages, fetched by apt into a private folder and unpacked there, which takes no root.</summary>
[SupportedOSPlatform("linux")]
internal static partial class DebianPackages
{
    private const string Name = "apt";

    private static readonly string[] LibraryFolders = ["usr/lib", "lib"];

    // Needed by parts that are not used here: the query compiler, the Perl and Python languages. And one C library is enough.
    private static readonly string[] Unneeded = ["libllvm", "libz3-", "libperl", "libpython", "libgdbm", "libc6", "libc-", "libjson-perl"];

    /// <summary>What an earlier start has fetched.</summary>
    public static async IAsyncEnumerable<BinaryFolder> Cached(BinaryWish wish, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        foreach (var folder in FoldersOf(BinaryCache.Find(wish, Name))) yield return folder;
    }

    /// <summary>What apt has to offer, fetched into the cache.</summary>
    public static async IAsyncEnumerable<BinaryFolder> Fetched(BinaryWish wish, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (CommandLine.Find("apt-get") is null || CommandLine.Find("dpkg") is null) yield break;
        var tree = await BinaryCache.Fill(wish, Name, folder => Fill(wish, folder, cancel), cancel);
        foreach (var folder in FoldersOf(tree)) yield return folder;
    }

    private static IEnumerable<BinaryFolder> FoldersOf(string? tree)
    {
        if (tree is null) return [];
        var libraries = LibraryFolders
            .Select(lib => Path.Combine(tree, lib))
            .Where(Directory.Exists)
            .SelectMany(lib => Directory.EnumerateDirectories(lib, "*-linux-gnu*"));
        var path = string.Join(':', libraries);
        return Directory.EnumerateDirectories(Path.Combine(tree, "usr/lib/postgresql"))
            .Select(version => new BinaryFolder(Path.Combine(version, "bin"), path));
    }

    private static async Task<string?> Fill(BinaryWish wish, string folder, CancellationToken cancel)
    {
        var apt = new PrivateApt(Path.Combine(folder, "apt"));
        if (await apt.Run("apt-get", ["update"], cancel) is { Succeeded: false } stale) return stale.Reason;

        // The package's name follows the release of Debian, so apt is asked which one "postgresql" stands for.
        var depends = await apt.Run("apt-cache", ["depends", "postgresql"], cancel);
        var server = Server().Match(depends.Output).Value;
        if (server.Length == 0) return "apt knows no postgresql";
        if (wish.Major is { } major && server != $"postgresql-{major}") return $"apt offers {server} only";

        var plan = await apt.Run("apt-get", ["-s", "--no-install-recommends", "--reinstall", "install", server], cancel);
        if (!plan.Succeeded) return plan.Reason;
        var packages = Planned().Matches(plan.Output).Select(line => line.Groups["package"].Value)
            .Where(package => package == server || IsNeededLibrary(package));
        if (await apt.Run("apt-get", ["download", .. packages], cancel) is { Succeeded: false } missed) return missed.Reason;

        foreach (var package in Directory.EnumerateFiles(apt.Folder, "*.deb"))
        {
            var unpacked = await CommandLine.Run("dpkg", ["-x", package, folder], cancel);
            if (!unpacked.Succeeded) return unpacked.Reason;
        }

        Directory.Delete(apt.Folder, recursive: true);
        return null;
    }

    internal static bool IsNeededLibrary(string package) =>
        package.StartsWith("lib", StringComparison.Ordinal)
            && !Unneeded.Any(prefix => package.StartsWith(prefix, StringComparison.Ordinal));

    [GeneratedRegex(@"postgresql-\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Server();

    [GeneratedRegex(@"^Inst (?<package>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Planned();

    /// <summary>apt with its lists, cache and locks in a folder of its own.</summary>
    private sealed class PrivateApt
    {
        private readonly string[] _options;

        public PrivateApt(string folder)
        {
            Folder = folder;
            Directory.CreateDirectory(Path.Combine(folder, "lists/partial"));
            Directory.CreateDirectory(Path.Combine(folder, "archives/partial"));
            _options =
            [
                "-q",
                "-o", $"Dir::State={folder}",
                "-o", $"Dir::State::lists={folder}/lists",
                "-o", $"Dir::Cache={folder}",
                "-o", "Debug::NoLocking=1",
                "-o", "APT::Sandbox::User=root",
            ];
        }

        public string Folder { get; }

        public Task<CommandResult> Run(string program, string[] arguments, CancellationToken cancel)
        {
            var start = new ProcessStartInfo(program, [.. _options, .. arguments]) { WorkingDirectory = Folder };
            start.Environment["LC_ALL"] = "C";
            return CommandLine.Run(start, cancel);
        }
    }
}
