using System.Globalization;
using System.Runtime.CompilerServices;

namespace Diary.Silo.Postgres.Binaries;

/// <summary>Binaries that somebody has installed on this machine.</summary>
internal static class InstalledBinaries
{
    /// <summary>The folder that the settings name.</summary>
    public static async IAsyncEnumerable<BinaryFolder> Configured(BinaryWish wish, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        if (wish.Options.PostgresBin is { } folder) yield return new(Path.GetFullPath(folder));
    }

    /// <summary>The folder of the <c>postgres</c> on PATH. Distributions link it there, without the programs that belong to it.</summary>
    public static async IAsyncEnumerable<BinaryFolder> OnPath(BinaryWish wish, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        if (CommandLine.Find("postgres") is { } program) yield return new(Path.GetDirectoryName(program)!);
    }

    /// <summary>Debian's folders, which are not on PATH; the highest version first.</summary>
    public static async IAsyncEnumerable<BinaryFolder> OfDebian(BinaryWish wish, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        const string all = "/usr/lib/postgresql";
        if (!Directory.Exists(all)) yield break;
        var versions = Directory.EnumerateDirectories(all)
            .Select(folder =>
                (Folder: folder, Known: int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var v), Version: v))
            .Where(version => version.Known)
            .OrderByDescending(version => version.Version);
        foreach (var version in versions) yield return new(Path.Combine(version.Folder, "bin"));
    }
}
