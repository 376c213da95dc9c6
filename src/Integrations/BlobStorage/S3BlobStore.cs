using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Diary.Integrations.BlobStorage;

/// <summary>
/// Blobs as objects of a bucket, <c>account/id</c>. A blob is written to a local file first and sent when it is whole, so that what fails
/// on the way can be sent again. Any server that speaks S3 serves: no checksum trailers, no tags, no ACLs.
/// </summary>
public sealed class S3BlobStore : IBlobStore, IDirectBlobs, IDisposable
{
    private const int Retries = 3; // the SDK's own, with growing pauses, of each request
    internal const string Unknown = "application/octet-stream";

    private readonly S3Options _options;
    private readonly AmazonS3Client _client;
    private readonly AmazonS3Client _signer;
    private readonly S3Uploads _uploads;

    /// <summary>Sends nothing yet.</summary>
    public S3BlobStore(S3Options options)
    {
        _options = options;
        _client = Client(options, options.Endpoint);
        _signer = options.PublicEndpoint is null ? _client : Client(options, options.PublicEndpoint);
        _uploads = new S3Uploads(_client, options.Bucket);
        Directory.CreateDirectory(options.SpoolFolder);
    }

    /// <summary>Whether the bucket is there and may be used.</summary>
    /// <exception cref="BlobStoreUnavailableException">It does not answer, or refuses.</exception>
    public Task Check(CancellationToken cancellation) => Guard(() => _client.ListObjectsV2Async(
        new ListObjectsV2Request { BucketName = _options.Bucket, MaxKeys = 1 }, cancellation), cancellation);

    /// <inheritdoc/>
    public BlobWriter Create(BlobKey key) =>
        new SpooledBlob(_options.SpoolFolder, (file, cancellation) => _uploads.Send(NameOf(key), file, cancellation));

    /// <inheritdoc/>
    public async Task<Stream?> OpenRead(BlobKey key, CancellationToken cancellation)
    {
        var stream = new S3ReadStream(this, key);
        if (await stream.Open(cancellation))
        {
            return stream;
        }

        await stream.DisposeAsync();
        return null;
    }

    /// <inheritdoc/>
    public Task Delete(BlobKey key, CancellationToken cancellation) =>
        Guard(() => _client.DeleteObjectAsync(_options.Bucket, NameOf(key), cancellation), cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobKey> WrittenBefore(
        DateTimeOffset time, Guid? account, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (account is null)
        {
            SpooledBlob.Sweep(_options.SpoolFolder, time); // a file there does not tell whose it is
        }

        var prefix = account is { } one ? FolderOf(one) : null;
        await _uploads.EndThoseBegunBefore(time, prefix, name => Parse(name) is not null, cancellation);
        var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await Guard(() => _client.ListObjectsV2Async(request, cancellation), cancellation);
            foreach (var found in page.S3Objects ?? [])
            {
                if (found.LastModified is { } written && written.ToUniversalTime() < time.UtcDateTime && Parse(found.Key) is { } key)
                {
                    yield return key;
                }
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    /// <inheritdoc/>
    public DirectLink ToPut(BlobKey key, long length, ReadOnlySpan<byte> sha256, TimeSpan lifetime)
    {
        const string checksum = "x-amz-checksum-sha256";
        var (request, expires) = LinkTo(key, HttpVerb.PUT, lifetime);
        request.Headers["Content-Length"] = length.ToString(CultureInfo.InvariantCulture); // which every client sends by itself
        request.Headers[checksum] = Convert.ToBase64String(sha256);
        return new DirectLink(new Uri(_signer.GetPreSignedURL(request)), [(checksum, request.Headers[checksum])], expires);
    }

    /// <inheritdoc/>
    public DirectLink ToGet(BlobKey key, TimeSpan lifetime)
    {
        var (request, expires) = LinkTo(key, HttpVerb.GET, lifetime);
        request.ResponseHeaderOverrides.ContentType = Unknown;
        request.ResponseHeaderOverrides.ContentDisposition = "attachment";
        request.ResponseHeaderOverrides.CacheControl = "private, no-store";
        return new DirectLink(new Uri(_signer.GetPreSignedURL(request)), [], expires);
    }

    /// <inheritdoc/>
    public async Task<long?> LengthOf(BlobKey key, CancellationToken cancellation) => await Guard(async () =>
    {
        try
        {
            return (await _client.GetObjectMetadataAsync(_options.Bucket, NameOf(key), cancellation)).ContentLength;
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return (long?)null;
        }
    }, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _uploads.Dispose();
        if (!ReferenceEquals(_signer, _client))
        {
            _signer.Dispose();
        }

        _client.Dispose();
    }

    /// <summary>
    /// The first bytes of a blob, which are nowhere where it is empty, and its whole length; null where there is no such blob.
    /// </summary>
    internal async Task<(GetObjectResponse? Response, long Length)?> Beginning(BlobKey key, long most, CancellationToken cancellation)
    {
        try
        {
            return await Range(key, 0, most - 1, tag: null, cancellation) is { } response
                ? (response, ContentRangeHeaderValue.Parse(response.ContentRange).Length!.Value) : null;
        }
        catch (BlobStoreUnavailableException e)
            when (e.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.RequestedRangeNotSatisfiable })
        {
            return (null, 0);
        }
    }

    /// <summary>
    /// A range of a blob, as it was when it had that tag; null where there is no such blob, or it has nothing there.
    /// </summary>
    internal async Task<GetObjectResponse?> Range(BlobKey key, long first, long last, string? tag, CancellationToken cancellation) =>
        await Guard(async () =>
        {
            try
            {
                return await _client.GetObjectAsync(new GetObjectRequest
                {
                    BucketName = _options.Bucket,
                    Key = NameOf(key),
                    ByteRange = new ByteRange(first, last),
                    EtagToMatch = tag,
                }, cancellation);
            }
            catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
            {
                return null;
            }
        }, cancellation);

    /// <summary>How long a read may stand still before it is begun anew.</summary>
    internal TimeSpan Patience => _options.Patience;

    /// <summary>Whether a failure is the store's, not the caller's.</summary>
    internal static bool IsAway(Exception exception, CancellationToken cancellation) =>
        exception is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or TimeoutException
        || (exception is OperationCanceledException && !cancellation.IsCancellationRequested);

    /// <summary>The outcome, or the exception that says that the store is away.</summary>
    internal static async Task<T> Guard<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (IsAway(e, cancellation))
        {
            throw new BlobStoreUnavailableException(e);
        }
    }

    private static AmazonS3Client Client(S3Options options, Uri? endpoint)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            Timeout = options.Patience,
            HttpClientFactory = new BodyFirst(options.Patience),
            BufferSize = 1 << 16,
        };
        if (endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }
        else
        {
            (config.ServiceURL, config.AuthenticationRegion) = (endpoint.AbsoluteUri, options.Region);
        }

        return options.AccessKey is { } key
            ? new AmazonS3Client(new BasicAWSCredentials(key, options.SecretKey), config) : new AmazonS3Client(config);
    }

    private static string FolderOf(Guid account) => $"{account:D}/";

    private static string NameOf(BlobKey key) => $"{FolderOf(key.Account)}{key.Id:D}";

    private static BlobKey? Parse(string name) =>
        name.Split('/') is [var owner, var id]
        && Guid.TryParseExact(owner, "D", out var account) && Guid.TryParseExact(id, "D", out var blob)
            ? new BlobKey(account, blob) : null;

    private (GetPreSignedUrlRequest Request, DateTimeOffset Expires) LinkTo(BlobKey key, HttpVerb verb, TimeSpan lifetime)
    {
        var expires = TimeProvider.System.GetUtcNow() + lifetime; // by the clock that the server goes by
        return (new GetPreSignedUrlRequest
        {
            BucketName = _options.Bucket,
            Key = NameOf(key),
            Verb = verb,
            Protocol = (_options.PublicEndpoint ?? _options.Endpoint)?.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
            Expires = expires.UtcDateTime,
        }, expires);
    }
}
