using Diary.Integrations.BlobStorage;
using Diary.Silo.Postgres;

namespace Diary.Silo.Hosting;

/// <summary>
/// An object store for sealed files, instead of a folder: the settings <c>S3:*</c>, of which <c>S3:Bucket</c> turns it on.
/// </summary>
/// <param name="Store">How to reach it.</param>
/// <param name="DirectLinks">Whether E2E clients are sent straight to it (<c>S3:DirectLinks</c>); on unless set.</param>
public sealed record S3Settings(S3Options Store, bool DirectLinks)
{
    private const string Section = "S3";

    /// <summary>Reads and checks them; null where none is set.</summary>
    /// <exception cref="SettingException">A value is wrong, or one is missing.</exception>
    internal static S3Settings? From(IConfiguration configuration)
    {
        if (Text("Bucket") is not { } bucket)
        {
            return configuration.GetSection(Section).GetChildren().Any(s => !string.IsNullOrWhiteSpace(s.Value))
                ? throw new SettingException("S3:Bucket", "must name a bucket where other S3 settings are made") : null;
        }

        var (key, secret) = (Text("AccessKey"), Text("SecretKey"));
        return (key is null) != (secret is null)
            ? throw new SettingException(key is null ? "S3:AccessKey" : "S3:SecretKey", "is missing: a key has both, or neither is set")
            : new S3Settings(new S3Options
            {
                Bucket = bucket,
                SpoolFolder = Path.GetFullPath(
                    Text("SpoolFolder") ?? Path.Combine(EmbeddedPostgresOptions.From(configuration).DataRoot, "spool")),
                Endpoint = Url("Endpoint"),
                PublicEndpoint = Url("PublicEndpoint"),
                Region = Text("Region") ?? "us-east-1",
                AccessKey = key,
                SecretKey = secret,
                PathStyle = DiarySettings.Flag(configuration, "S3:PathStyle", true),
            }, DiarySettings.Flag(configuration, "S3:DirectLinks", true));

        string? Text(string name) => DiarySettings.Text(configuration, $"{Section}:{name}");

        Uri? Url(string name) => Text(name) is { } value ? DiarySettings.BaseUrl($"{Section}:{name}", value) : null;
    }

    /// <summary>
    /// Meets the store before anything else does: what it refuses stops the start, and where it is away files wait for it.
    /// </summary>
    /// <exception cref="SettingException">It refuses.</exception>
    internal async Task Check(ILogger logger, CancellationToken cancellation)
    {
        try
        {
            using var store = new S3BlobStore(Store);
            await store.Check(cancellation);
        }
        catch (BlobStoreUnavailableException e) when (e.IsRefusal)
        {
            throw new SettingException("S3:Bucket", "is not there, or the key may not list it: the server refused to");
        }
        catch (BlobStoreUnavailableException)
        {
            BlobStoreLog.DoesNotAnswer(logger);
        }
    }

    /// <summary>What records print: nothing, since they hold a key.</summary>
    public override string ToString() => nameof(S3Settings);
}

/// <summary>What is logged of the store of blobs.</summary>
internal static partial class BlobStoreLog
{
    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "The object store does not answer: files wait until it does")]
    public static partial void DoesNotAnswer(ILogger logger);
}
