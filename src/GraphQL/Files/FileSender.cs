using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Diary.GraphQL.Files;

/// <summary>
/// Answers with a file, the range of it that is asked for, or that the client has it already (RFC 9110, 13 and 14). The framework's own
/// copies through shared buffers, which would keep plain text: this one copies through a buffer of its own, and zeroes it.
/// </summary>
internal static class FileSender
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Sends a file.</summary>
    /// <param name="http">The request.</param>
    /// <param name="content">Seekable; the caller's to dispose.</param>
    /// <param name="contentType">type/subtype.</param>
    /// <param name="tag">Changes with the content; no quotes.</param>
    public static async Task Send(HttpContext http, Stream content, string contentType, string tag)
    {
        var (asked, answer) = (http.Request.GetTypedHeaders(), http.Response.GetTypedHeaders());
        var etag = new EntityTagHeaderValue($"\"{tag}\"");
        answer.ETag = etag;
        http.Response.Headers.AcceptRanges = "bytes";
        if (asked.IfMatch is { Count: > 0 } needed && !needed.Any(t => IsTag(t, etag, strongly: true)))
        {
            http.Response.StatusCode = StatusCodes.Status412PreconditionFailed;
            return;
        }

        if (asked.IfNoneMatch.Any(t => IsTag(t, etag, strongly: false)))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var length = content.Length;
        var (from, count) = (0L, length);
        if (RangeOf(http, asked, etag) is { } range)
        {
            (from, count) = Bytes(range, length);
            if (count == 0)
            {
                http.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                answer.ContentRange = new ContentRangeHeaderValue(length);
                return;
            }

            http.Response.StatusCode = StatusCodes.Status206PartialContent;
            answer.ContentRange = new ContentRangeHeaderValue(from, from + count - 1, length);
        }

        http.Response.ContentType = contentType;
        http.Response.ContentLength = count;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            content.Position = from;
            await Copy(content, http.Response.Body, count, http.RequestAborted);
        }
    }

    private static bool IsTag(EntityTagHeaderValue asked, EntityTagHeaderValue etag, bool strongly) =>
        asked.Equals(EntityTagHeaderValue.Any) || asked.Compare(etag, useStrongComparison: strongly);

    /// <summary>
    /// The one range that is asked for; null where the whole is sent: several at once are not served, nor a range of what changed.
    /// </summary>
    private static RangeItemHeaderValue? RangeOf(HttpContext http, RequestHeaders asked, EntityTagHeaderValue etag) =>
        HttpMethods.IsGet(http.Request.Method) && asked.Range is { Ranges: { Count: 1 } ranges } range && range.Unit == "bytes"
        && (asked.IfRange is not { } condition || condition.EntityTag is { } known && known.Compare(etag, useStrongComparison: true))
            ? ranges.First() : null;

    /// <summary>Where a range begins, and how many bytes it has; 0 where the file ends ahead of it.</summary>
    private static (long From, long Count) Bytes(RangeItemHeaderValue range, long length) => range switch
    {
        { From: { } from } when from >= length => (0, 0),
        { From: { } from } => (from, Math.Min(range.To ?? long.MaxValue, length - 1) - from + 1),
        { To: { } last } => (length - Math.Min(last, length), Math.Min(last, length)),
        _ => (0, 0),
    };

    private static async Task Copy(Stream content, Stream body, long count, CancellationToken cancellation)
    {
        var buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(BufferSize, count), pinned: true);
        try
        {
            while (count > 0)
            {
                var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), cancellation);
                if (read == 0)
                {
                    throw new EndOfStreamException("A file ended before its length.");
                }

                await body.WriteAsync(buffer.AsMemory(0, read), cancellation);
                count -= read;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }
}
