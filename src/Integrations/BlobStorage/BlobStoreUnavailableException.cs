using System.Net;
using Amazon.Runtime;

namespace Diary.Integrations.BlobStorage;

/// <summary>
/// The store of blobs does not answer, or refuses this process: nothing is wrong with what was asked for, and a retry may heal it.
/// </summary>
/// <param name="cause">What failed.</param>
public sealed class BlobStoreUnavailableException(Exception cause) : IOException("The store of blobs is away.", cause)
{
    /// <summary>It does answer, and refuses: its key is wrong or lacks a right, or the bucket is not there.</summary>
    public bool IsRefusal { get; } = cause is AmazonServiceException
    {
        StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.MovedPermanently
    };
}
