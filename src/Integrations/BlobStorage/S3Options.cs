namespace Diary.Integrations.BlobStorage;

/// <summary>An object store that speaks S3, and how to reach it.</summary>
public sealed record S3Options
{
    /// <summary>The bucket, which is there already.</summary>
    public required string Bucket { get; init; }

    /// <summary>Where files wait until they are whole and sent; made where it is missing. What lies there is sealed.</summary>
    public required string SpoolFolder { get; init; }

    /// <summary>The server; null: Amazon's, of the region.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The server as clients reach it, for links that go straight to it; <see cref="Endpoint"/> where null.</summary>
    public Uri? PublicEndpoint { get; init; }

    /// <summary>The region, which requests are signed for; servers that have none take any.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The id of the key; null: whatever the machine's surroundings say, as the AWS SDK finds it.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The key.</summary>
    public string? SecretKey { get; init; }

    /// <summary>The bucket in the path, not in the host's name: what servers other than Amazon's understand.</summary>
    public bool PathStyle { get; init; } = true;

    /// <summary>How long the server may keep a request waiting.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What records print: nothing, since they hold a key.</summary>
    public override string ToString() => nameof(S3Options);
}
