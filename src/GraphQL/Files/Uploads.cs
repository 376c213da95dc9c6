using System.Globalization;
using System.Security.Cryptography;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using Microsoft.AspNetCore.Http;

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

        FileBody.Allow(http, options.MaxUploadBytes);

        return known is null ? (await Store(caller, id, http, digest, cancellation), true)
            : (await Compare(known, http, cancellation), false);
    }

    private async Task<FileFacts> Store(DiarySession caller, Guid id, HttpContext http, byte[]? digest, CancellationToken cancellation)
    {
        await using var file = files.Create(caller.Keys.Account, id, FilePurpose.Upload, FileProtection.Server);
        await FileBody.Copy(http, bytes => file.Write(bytes), cancellation);
        FileBody.CheckLength(http, file.Length);

        FileBody.CheckDigest(digest, file.Sha256());
        return await file.Commit(cancellation);
    }

    /// <summary>A repeated upload is read to its end and compared: nothing is stored twice.</summary>
    private static async Task<FileFacts> Compare(FileFacts known, HttpContext http, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await FileBody.Copy(http, bytes => hash.AppendData(bytes), cancellation);
        return hash.GetCurrentHash().AsSpan().SequenceEqual(known.Sha256) ? known
            : throw new FileRefused(StatusCodes.Status409Conflict, ErrorCodes.Invalid, "The id is that of an upload with another content.");
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

        return FileBody.DigestOf(http);
    }
}
