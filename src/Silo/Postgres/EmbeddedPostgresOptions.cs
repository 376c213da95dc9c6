namespace Diary.Silo.Postgres;

/// <summary>Where the silo's own PostgreSQL keeps its data and takes its binaries from.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The setting that names <see cref="DataRoot"/>.</summary>
    public const string DataSetting = "Diary:Data";

    /// <summary>The setting that names <see cref="PostgresBin"/>.</summary>
    public const string PostgresBinSetting = "Diary:PostgresBin";

    /// <summary>An absolute folder; made where it is missing. Started as root, it must be reachable by another account.</summary>
    public required string DataRoot { get; init; }

    /// <summary>An absolute folder for downloaded binaries, which may be deleted at any time that no server runs.</summary>
    public required string CacheRoot { get; init; }

    /// <summary>The folder that holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>; null searches for one.</summary>
    public string? PostgresBin { get; init; }

    /// <summary>The options that <paramref name="configuration"/> names, defaults for the rest.</summary>
    /// <remarks>Root's home is closed to the account that PostgreSQL must run as, so root's defaults are under /var.</remarks>
    public static EmbeddedPostgresOptions From(IConfiguration configuration) => new()
    {
        DataRoot = Path.GetFullPath(Value(configuration, DataSetting) ?? Default("/var/lib", "XDG_DATA_HOME", ".local/share")),
        CacheRoot = Default("/var/cache", "XDG_CACHE_HOME", ".cache"),
        PostgresBin = Value(configuration, PostgresBinSetting),
    };

    private static string? Value(IConfiguration configuration, string setting) =>
        string.IsNullOrWhiteSpace(configuration[setting]) ? null : configuration[setting];

    private static string Default(string ofRoot, string variable, string underHome)
    {
        if (Environment.IsPrivilegedProcess) return Path.Combine(ofRoot, "personal-diary");
        var named = Environment.GetEnvironmentVariable(variable);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(Path.IsPathRooted(named) ? named : Path.Combine(home, underHome), "personal-diary");
    }
}
