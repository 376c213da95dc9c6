using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace Diary.Integrations.BlobStorage;

/// <summary>Sends files to a bucket: small ones whole, larger ones in parts, and ends what was begun and never put together.</summary>
internal sealed class S3Uploads(AmazonS3Client client, string bucket) : IDisposable
{
    private const int PartSize = 16 * 1024 * 1024;
    private const int Attempts = 3;

    private readonly TransferUtility _transfers = new(client, new TransferUtilityConfig { MinSizeBeforePartUpload = PartSize });

    /// <summary>Sends a file, which is there afterwards or not at all.</summary>
    /// <exception cref="BlobStoreUnavailableException">It may be there or not.</exception>
    public async Task Send(string name, string file, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await (new FileInfo(file).Length < PartSize ? SendWhole(name, file, cancellation) : SendInParts(name, file, cancellation));
                return;
            }
            catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchUpload" && attempt < Attempts)
            {
                // It was put together, and the answer was lost: nobody knows, so it is sent again.
            }
            catch (Exception e) when (S3BlobStore.IsAway(e, cancellation))
            {
                throw new BlobStoreUnavailableException(e);
            }
        }
    }

    /// <summary>Ends uploads in parts whose sender is gone: their parts take room and are in no list.</summary>
    /// <param name="time">Only those begun before.</param>
    /// <param name="prefix">Only those whose names begin so; null for all.</param>
    /// <param name="isOurs">Only those with names for which this holds.</param>
    /// <param name="cancellation">Ends the work in the middle.</param>
    public async Task EndThoseBegunBefore(DateTimeOffset time, string? prefix, Func<string, bool> isOurs, CancellationToken cancellation)
    {
        var request = new ListMultipartUploadsRequest { BucketName = bucket, Prefix = prefix };
        ListMultipartUploadsResponse page;
        do
        {
            page = await S3BlobStore.Guard(() => client.ListMultipartUploadsAsync(request, cancellation), cancellation);
            foreach (var upload in page.MultipartUploads ?? [])
            {
                if (upload.Initiated is { } begun && begun.ToUniversalTime() < time.UtcDateTime && isOurs(upload.Key))
                {
                    await S3BlobStore.Guard(() => End(upload, cancellation), cancellation);
                }
            }

            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
        while (page.IsTruncated == true);
    }

    /// <inheritdoc/>
    public void Dispose() => _transfers.Dispose();

    private Task<PutObjectResponse> SendWhole(string name, string file, CancellationToken cancellation) => client.PutObjectAsync(
        new PutObjectRequest
        {
            BucketName = bucket,
            Key = name,
            FilePath = file,
            UseChunkEncoding = false, // signed as a whole: chunks would be signed, and copied, one by one
            ContentType = S3BlobStore.Unknown,
        }, cancellation);

    private Task SendInParts(string name, string file, CancellationToken cancellation) => _transfers.UploadAsync(
        new TransferUtilityUploadRequest
        {
            BucketName = bucket,
            Key = name,
            FilePath = file,
            PartSize = PartSize,
            ContentType = S3BlobStore.Unknown,
        }, cancellation);

    private async Task<bool> End(MultipartUpload upload, CancellationToken cancellation)
    {
        try
        {
            await client.AbortMultipartUploadAsync(bucket, upload.Key, upload.UploadId, cancellation);
            return true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
