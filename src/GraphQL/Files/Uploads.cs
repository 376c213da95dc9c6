using System.Globalization;
using System.Security.Cryptography;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Diary.GraphQL.Files;

/// <summary>Takes files from their owners. A body is sealed as it comes, and is a file only where it came whole.</summary>
public sealed class Uploads(SealedFiles files, GraphQLOptions options)
{
    private const int MostFiles = 10;
    private static readonly string[] ContentTypes = ["application/zip", "application/x-zip-compressed", "application/json"];

    /// <summary>Takes a file; the same again is the file that is there.</summary>
    /// <returns>The file, and whether it was not there before.</returns>
    /// <exception cref="FileRefused">It is not of the form, too large, or another than what is there.</exception>
    internal async Task<(FileFacts File, bool IsNew)> Take(DiarySession caller, Guid id, HttpContext http)
    {
        var cancellation = http.RequestAborted;
        var digest = Check(http);
        var known = await files.Find(caller.Account, id, cancellation);
        if (known is { Purpose: not FilePurpose.Upload })
        {
            throw new FileRefused(StatusCodes.Status409Conflict, ErrorCodes.Invalid, "The id is that of another file.");
        }

        if (known is null && await files.Count(caller.Account, FilePurpose.Upload, cancellation) >= MostFiles)
        {
            throw new FileRefused(StatusCodes.Status409Conflict, ErrorCodes.LimitReached, string.Create(CultureInfo.InvariantCulture,
                $"There are {MostFiles} uploads already: import them, or wait a day until they are deleted."));
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = options.MaxUploadBytes;
        }

        return known is null ? (await Store(caller, id, http, digest, cancellation), true)
            : (await Compare(known, http, cancellation), false);
    }

    private async Task<FileFacts> Store(DiarySession caller, Guid id, HttpContext http, byte[]? digest, CancellationToken cancellation)
    {
        await using var file = files.Create(caller.Keys.Account, id, FilePurpose.Upload, FileProtection.Server);
        await Copy(http, bytes => file.Write(bytes), cancellation);
        if (file.Length != http.Request.ContentLength)
        {
            throw new FileRefused(StatusCodes.Status400BadRequest, ErrorCodes.BadRequest, "The body is shorter than its Content-Length.");
        }

        return digest is not null && !digest.AsSpan().SequenceEqual(file.Sha256())
            ? throw new FileRefused(
                StatusCodes.Status422UnprocessableEntity, ErrorCodes.Invalid, "The body is not what Content-Digest says.")
            : await file.Commit(cancellation);
    }

    /// <summary>A repeated upload is read to its end and compared: nothing is stored twice.</summary>
    private static async Task<FileFacts> Compare(FileFacts known, HttpContext http, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await Copy(http, bytes => hash.AppendData(bytes), cancellation);
        return hash.GetCurrentHash().AsSpan().SequenceEqual(known.Sha256) ? known
            : throw new FileRefused(StatusCodes.Status409Conflict, ErrorCodes.Invalid, "The id is that of an upload with another content.");
    }

    private static async Task Copy(HttpContext http, Action<ReadOnlySpan<byte>> take, CancellationToken cancellation)
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

    /// <summary>The hash that the client announced; null where it announced none.</summary>
    private byte[]? Check(HttpContext http)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim();
        if (!ContentTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            throw new FileRefused(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType,
                "Content-Type must be application/zip or application/json.");
        }

        if (http.Request.ContentLength is not { } length)
        {
            throw new FileRefused(StatusCodes.Status411LengthRequired, ErrorCodes.BadRequest, "Content-Length is needed.");
        }

        if (length > options.MaxUploadBytes)
        {
            throw new FileRefused(StatusCodes.Status413PayloadTooLarge, ErrorCodes.BodyTooLarge, string.Create(
                CultureInfo.InvariantCulture, $"A file may have {options.MaxUploadBytes} bytes."));
        }

        return http.Request.Headers["Content-Digest"].ToString() is { Length: > 0 } given ? Digest(given) : null;
    }

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
