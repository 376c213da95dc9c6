using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Diary.GraphQL.Http;

/// <summary>Reads a whole body of bounded size.</summary>
internal static class RequestBody
{
    /// <summary>
    /// The body, valid until the reader is advanced, which the caller must do; null where it is larger than <paramref name="limit"/>.
    /// Bytes are counted as they come, since a chunked body announces no length.
    /// </summary>
    public static async ValueTask<ReadOnlySequence<byte>?> Read(HttpContext http, int limit)
    {
        if (http.Request.ContentLength > limit)
            return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = limit;
        var reader = http.Request.BodyReader;
        while (true)
        {
            ReadResult result;
            try
            {
                result = await reader.ReadAsync(http.RequestAborted);
            }
            catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return null;
            }
            if (result.Buffer.Length > limit)
            {
                reader.AdvanceTo(result.Buffer.End);
                return null;
            }
            if (result.IsCompleted)
                return result.Buffer;
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
