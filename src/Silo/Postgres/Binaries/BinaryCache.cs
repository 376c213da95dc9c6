using System.Runtime.Versioning;

namespace Diary.Silo.Postgres.Binaries;

/// <summary>Downloaded binaries: each kind is a folder that is either whole or not there.</summary>
/// <remarks>It is filled once and never refreshed; deleting the folder while no server runs fetches the current release again.</remarks>
[SupportedOSPlatform("linux")]
internal static class BinaryCache
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The folder of that name; null where it was never filled.</summary>
    public static string? Find(BinaryWish wish, string name) => PathOf(wish, name) is var whole && Directory.Exists(whole) ? whole : null;

    /// <summary>The folder of that name, filled by <paramref name="fill"/> where it is missing; null where that fails.</summary>
    /// <param name="wish">Where the cache is.</param>
    /// <param name="name">The folder's name.</param>
    /// <param name="fill">Fills the empty folder that it is given; returns null, or why it could not.</param>
    /// <param name="cancel">Abandons the download; nothing half-done is ever taken for whole.</param>
    public static async Task<string?> Fill(BinaryWish wish, string name, Func<string, Task<string?>> fill, CancellationToken cancel)
    {
        if (Find(wish, name) is { } filled) return filled;
        var whole = PathOf(wish, name);
        var cache = Directory.CreateDirectory(Path.GetDirectoryName(whole)!).FullName;
        using var filling = await FileLock.Wait(
            () => FileLock.TryExclusive(Path.Combine(cache, "fill.lock")), Patience, wish.Clock, cancel);
        if (filling is null || Directory.Exists(whole)) return filling is null ? null : whole;

        var partial = whole + ".partial";
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        wish.Logger.Fetching(name, whole);
        if (await fill(partial) is { } failure)
        {
            wish.Logger.NotFetched(name, failure);
            Directory.Delete(partial, recursive: true);
            return null;
        }

        // The server's account reads what root has unpacked.
        await CommandLine.Run("chmod", ["-R", "a+rX", cache], cancel);
        Directory.Move(partial, whole);
        return whole;
    }

    private static string PathOf(BinaryWish wish, string name) => Path.Combine(wish.Options.CacheRoot, "postgres", name);
}
