using System.Net;
using Diary.Cryptography;
using Diary.GraphQL;
using Diary.GraphQL.Keys;
using Diary.Integrations.Facebook;
using Diary.Silo.Postgres;
using Npgsql;

namespace Diary.Silo.Hosting;

/// <summary>
/// What an operator may set, checked once at start. A wrong value stops the process with one line that names its setting.
/// </summary>
public sealed record DiarySettings
{
    /// <summary>A PostgreSQL to use instead of the silo's own (<c>ConnectionStrings:Diary</c>).</summary>
    public string? ConnectionString { get; private init; }

    /// <summary>Where the edge listens (<c>Diary:Url</c>), <c>http://127.0.0.1:5080</c> unless set.</summary>
    public required Uri Url { get; init; }

    /// <summary>Where silos talk to each other (<c>Diary:SiloPort</c>); a free port unless set.</summary>
    public int? SiloPort { get; private init; }

    /// <summary>
    /// The address under which other silos reach this one (<c>Diary:SiloAddress</c>), and the only one where it listens for them; loopback
    /// unless set.
    /// </summary>
    public required IPAddress SiloAddress { get; init; }

    /// <summary>The file of the vault key (<c>Diary:VaultKeyFile</c>); in the data folder unless set.</summary>
    public string? VaultKeyFile { get; private init; }

    /// <summary>
    /// Where sealed files lie (<c>Diary:BlobFolder</c>); <c>blobs</c> in the data folder unless set. Silos that share a database must
    /// share it.
    /// </summary>
    public required string BlobFolder { get; init; }

    /// <summary>
    /// Where browsers reach the diary (<c>Diary:PublicUrl</c>), such as https://diary.example; where it listens unless set.
    /// </summary>
    public Uri? PublicUrl { get; private init; }

    /// <summary>The operator's Meta app (<c>Facebook:*</c>); none unless set.</summary>
    public FacebookOptions? Facebook { get; init; }

    /// <summary>An object store instead of that folder (<c>S3:*</c>); none unless set.</summary>
    public S3Settings? S3 { get; private init; }

    /// <summary>The largest file that may be uploaded, in bytes (<c>Diary:MaxUploadMiB</c>); 2 GiB unless set.</summary>
    public long MaxUploadBytes { get; private init; } = new GraphQLOptions().MaxUploadBytes;

    /// <summary>What the media of an account may take, in bytes (<c>Diary:StorageMiB</c>); 1 GiB unless set.</summary>
    public long StorageBytes { get; private init; } = new GraphQLOptions().StorageBytes;

    /// <summary>Apply schemas at start (<c>Diary:MigrateAtStart</c>); on unless set.</summary>
    public bool MigrateAtStart { get; private init; } = true;

    /// <summary>A file of trusted documents (<c>Diary:TrustedDocuments</c>).</summary>
    public string? TrustedDocuments { get; private init; }

    /// <summary>Run trusted documents only (<c>Diary:TrustedDocumentsOnly</c>).</summary>
    public bool TrustedDocumentsOnly { get; private init; }

    /// <summary>How many sign-ins may wait for a run of Argon2id (<c>Diary:SignInQueue</c>); 64 unless set.</summary>
    public int SignInQueue { get; private init; } = 64;

    /// <summary>What a run of Argon2id costs (<c>Diary:PasswordMemoryMiB</c>, <c>Diary:PasswordPasses</c>); 64 and 3 unless set.</summary>
    public PasswordCosts PasswordCosts { get; private init; } = new();

    /// <summary>
    /// How many credentials an address may try in a minute (<c>Diary:CredentialsPerMinute</c>); 5 unless set, or set to 0.
    /// </summary>
    public int CredentialsPerMinute { get; private init; }

    /// <summary>
    /// How many requests a session, or an address without one, may make in a minute (<c>Diary:RequestsPerMinute</c>); 300 unless set, or
    /// set to 0.
    /// </summary>
    public int RequestsPerMinute { get; private init; }

    /// <summary>Proxies that are believed whose requests they pass on (<c>Diary:TrustedProxies</c>); none unless set.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; private init; } = [];

    /// <summary>
    /// How long a turn of the vault waits for silos to see a new key, and again for requests under way (<c>Diary:VaultTurnPause</c>, in
    /// seconds); 60 unless set.
    /// </summary>
    public TimeSpan VaultTurnPause { get; private init; }

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingException">A value is wrong.</exception>
    public static DiarySettings From(IConfiguration configuration)
    {
        var settings = new DiarySettings
        {
            ConnectionString = ConnectionStringOf(configuration),
            Url = UrlOf(Text(configuration, "Diary:Url") ?? "http://127.0.0.1:5080"),
            SiloPort = Number(configuration, "Diary:SiloPort", 1, 65535),
            SiloAddress = AddressOf(Text(configuration, "Diary:SiloAddress") ?? "127.0.0.1"),
            VaultKeyFile = Text(configuration, "Diary:VaultKeyFile"),
            BlobFolder = FolderOf(configuration, "Diary:BlobFolder"),
            S3 = S3Settings.From(configuration),
            PublicUrl = Text(configuration, "Diary:PublicUrl") is { } url ? BaseUrl("Diary:PublicUrl", url) : null,
            Facebook = FacebookSettings.From(configuration),
            MaxUploadBytes = (Number(configuration, "Diary:MaxUploadMiB", 1, 1_000_000) ?? 2048) * 1024L * 1024,
            StorageBytes = (Number(configuration, "Diary:StorageMiB", 0, 100_000_000) ?? 1024) * 1024L * 1024,
            MigrateAtStart = Flag(configuration, "Diary:MigrateAtStart", true),
            TrustedDocuments = FileOf(configuration, "Diary:TrustedDocuments"),
            TrustedDocumentsOnly = Flag(configuration, "Diary:TrustedDocumentsOnly", false),
            SignInQueue = Number(configuration, "Diary:SignInQueue", 1, 10_000) ?? 64,
            PasswordCosts = PasswordCostsOf(configuration),
            CredentialsPerMinute = Limit(configuration, "Diary:CredentialsPerMinute", new GraphQLOptions().CredentialsPerMinute),
            RequestsPerMinute = Limit(configuration, "Diary:RequestsPerMinute", new GraphQLOptions().RequestsPerMinute),
            TrustedProxies = NetworksOf(configuration, "Diary:TrustedProxies"),
            VaultTurnPause = TimeSpan.FromSeconds(Number(configuration, "Diary:VaultTurnPause", 0, 86_400) ?? 60),
        };
        return settings is { TrustedDocumentsOnly: true, TrustedDocuments: null }
            ? throw new SettingException("Diary:TrustedDocuments", "must name a file where Diary:TrustedDocumentsOnly is true")
            : settings;
    }

    private static string? ConnectionStringOf(IConfiguration configuration)
    {
        const string name = "ConnectionStrings:Diary";
        if (Text(configuration, name) is not { } value)
        {
            return null;
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(value) is { Host.Length: > 0 }
                ? value : throw new SettingException(name, "must name a Host");
        }
        catch (ArgumentException)
        {
            throw new SettingException(name, "must be an Npgsql connection string, such as Host=…;Database=…;Username=…;Password=…");
        }
    }

    private static PasswordCosts PasswordCostsOf(IConfiguration configuration)
    {
        const int kiB = 1024;
        const int least = Argon2idParameters.MinMemoryKiB / kiB;
        return new PasswordCosts(
            (Number(configuration, "Diary:PasswordMemoryMiB", least, Argon2idParameters.MaxMemoryKiB / kiB) ?? least) * kiB,
            Number(configuration, "Diary:PasswordPasses", Argon2idParameters.MinIterations, Argon2idParameters.MaxIterations)
                ?? Argon2idParameters.MinIterations);
    }

    private static Uri UrlOf(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url is { Scheme: "http", AbsolutePath: "/" }
        && (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || url.IsLoopback)
            ? url
            : throw new SettingException("Diary:Url", "must be http, an address of this machine and a port, such as http://127.0.0.1:5080");

    private static IPAddress AddressOf(string value) =>
        IPAddress.TryParse(value, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            ? address
            : throw new SettingException("Diary:SiloAddress", "must be the one IP address of this machine that other silos reach");

    private static int Limit(IConfiguration configuration, string name, int otherwise) =>
        Number(configuration, name, 0, 1_000_000) is { } limit and not 0 ? limit : otherwise;

    private static IPNetwork[] NetworksOf(IConfiguration configuration, string name) =>
        [.. (Text(configuration, name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(p =>
            IPNetwork.TryParse(p, out var network) ? network
                : IPAddress.TryParse(p, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
                : throw new SettingException(name, "must be addresses or networks with commas between, such as 10.0.0.7, 172.16.0.0/12"))];

    private static string FolderOf(IConfiguration configuration, string name)
    {
        var folder = Path.GetFullPath(
            Text(configuration, name) ?? Path.Combine(EmbeddedPostgresOptions.From(configuration).DataRoot, "blobs"));
        return File.Exists(folder) ? throw new SettingException(name, "names a file, and must name a folder") : folder;
    }

    private static string? FileOf(IConfiguration configuration, string name) =>
        Text(configuration, name) is not { } file ? null
            : File.Exists(file) ? file
            : throw new SettingException(name, "names a file that is not there");

    private static int? Number(IConfiguration configuration, string name, int least, int most) =>
        Text(configuration, name) is not { } value ? null
            : int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most ? number
            : throw new SettingException(name, $"must be a whole number from {least} to {most}");

    internal static Uri BaseUrl(string name, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", AbsolutePath: "/", Query: "" } ? url
            : throw new SettingException(name, "must be http or https, a host and perhaps a port, such as https://diary.example");

    internal static bool Flag(IConfiguration configuration, string name, bool otherwise) =>
        Text(configuration, name) is not { } value ? otherwise
            : bool.TryParse(value, out var flag) ? flag : throw new SettingException(name, "must be true or false");

    internal static string? Text(IConfiguration configuration, string name) =>
        string.IsNullOrWhiteSpace(configuration[name]) ? null : configuration[name];
}
