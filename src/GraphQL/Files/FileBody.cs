using System.Security.Cryptography;
using Diary.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Diary.GraphQL.Files;

/// <summary>The body of a request that sends a file, or a part of one.</summary>
internal static class FileBody
{
    /// <summary>Lets a body be larger than those of other requests.</summary>
    public static void Allow(HttpContext http, long bytes)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytes;
        }
    }

    /// <summary>Reads the body to its end.</summary>
    /// <exception cref="FileRefused">It has no end that fits what was announced.</exception>
    public static async Task Copy(HttpContext http, Action<ReadOnlySpan<byte>> take, CancellationToken cancellation)
    {
        var reader = http.Request.BodyReader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellation);
                foreach (var part in read.Buffer)
                {
                    take(part.Span);
                }

                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (BadHttpRequestException e)
        {
            throw new FileRefused(e.StatusCode, ErrorCodes.BadRequest, "The body could not be read to its end.");
        }
    }

    /// <summary>Refuses a body that ended early.</summary>
    public static void CheckLength(HttpContext http, long length)
    {
        if (length != http.Request.ContentLength)
        {
            throw new FileRefused(StatusCodes.Status400BadRequest, ErrorCodes.BadRequest, "The body is shorter than its Content-Length.");
        }
    }

    /// <summary>Refuses a body that is not what was announced.</summary>
    public static void CheckDigest(byte[]? announced, ReadOnlySpan<byte> sha256)
    {
        if (announced is not null && !sha256.SequenceEqual(announced))
        {
            throw new FileRefused(
                StatusCodes.Status422UnprocessableEntity, ErrorCodes.Invalid, "The body is not what Content-Digest says.");
        }
    }

    /// <summary>The hash that the client announced; null where it announced none.</summary>
    public static byte[]? DigestOf(HttpContext http) =>
        http.Request.Headers["Content-Digest"].ToString() is { Length: > 0 } given ? Digest(given) : null;

    /// <summary>RFC 9530: <c>sha-256=:base64:</c>.</summary>
    private static byte[] Digest(string header)
    {
        const string start = "sha-256=:";
        var hash = new byte[SHA256.HashSizeInBytes];
        return header.StartsWith(start, StringComparison.Ordinal) && header.EndsWith(':')
            && Convert.TryFromBase64String(header[start.Length..^1], hash, out var length) && length == hash.Length
            ? hash
            : throw new FileRefused(
                StatusCodes.Status400BadRequest, ErrorCodes.BadRequest, "Content-Digest must be sha-256=:…: with 32 bytes in base64.");
    }
}
