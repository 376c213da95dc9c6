using System.Globalization;
using System.Security.Cryptography;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Files;
using Diary.GraphQL.Scalars;
using Diary.Projections.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Media;

/// <summary>
/// Media over HTTP: PUT sends a part and GET fetches a file, each with what a link says. Whatever goes wrong is answered as GraphQL errors
/// are, with a stable code.
/// </summary>
public static class MediaEndpoint
{
    /// <summary>Beneath this path each file has its id.</summary>
    public const string Path = "/media";

    /// <summary>Maps all of it.</summary>
    public static void MapMedia(this IEndpointRouteBuilder endpoints)
    {
        string[] fetch = [HttpMethods.Get, HttpMethods.Head];
        endpoints.MapPut($"{Path}/{{id}}/parts/{{number}}",
            (HttpContext http, string id, string number) => FileAnswers.Answer(http, () => Put(http, id, number)));
        endpoints.MapMethods(
            $"{Path}/{{id}}", fetch, (HttpContext http, string id) => FileAnswers.Answer(http, () => Get(http, id, false)));
        endpoints.MapMethods(
            $"{Path}/{{id}}/thumbnail", fetch, (HttpContext http, string id) => FileAnswers.Answer(http, () => Get(http, id, true)));
    }

    private static async Task Put(HttpContext http, string id, string number)
    {
        var (services, cancellation) = (http.RequestServices, http.RequestAborted);
        var isNumber = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var part) && part >= 1;
        using var link = await Admit(http, id, (token, media) => isNumber
            ? services.GetRequiredService<MediaLinks>().ReadUpload(token, media, part, cancellation) : Task.FromResult<MediaLink?>(null));
        var media = await Find(services, link, cancellation);
        if (http.Request.ContentLength is not { } length)
        {
            throw new FileRefused(StatusCodes.Status411LengthRequired, ErrorCodes.BadRequest, "Content-Length is needed.");
        }

        var size = MediaLayout.SizeOf(media.SizeBytes, part);
        if (length != size)
        {
            throw new FileRefused(
                length > size ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest,
                length > size ? ErrorCodes.BodyTooLarge : ErrorCodes.BadRequest,
                string.Create(CultureInfo.InvariantCulture, $"Part {part} has {size} bytes."));
        }

        var digest = FileBody.DigestOf(http);
        FileBody.Allow(http, size);
        var isKept = await services.GetRequiredService<MediaContents>().Put(
            link.Account, link.Media, part, media.IsE2E ? null : link.ContentKey, stream => Copy(http, stream, digest), cancellation);
        if (!isKept)
        {
            throw new FileRefused(StatusCodes.Status409Conflict, ErrorCodes.Invalid,
                "The file takes no parts: it is complete, or was deleted, or its time is over.");
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<long> Copy(HttpContext http, Stream stream, byte[]? digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        await FileBody.Copy(http, bytes =>
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
            length += bytes.Length;
        }, http.RequestAborted);
        FileBody.CheckLength(http, length);
        FileBody.CheckDigest(digest, hash.GetCurrentHash());
        return length;
    }

    private static async Task Get(HttpContext http, string id, bool isThumbnail)
    {
        var (services, cancellation) = (http.RequestServices, http.RequestAborted);
        using var link = await Admit(http, id, (token, media) =>
            services.GetRequiredService<MediaLinks>().ReadDownload(token, media, isThumbnail, cancellation));
        var media = await Find(services, link, cancellation);
        var key = media.IsE2E ? null : link.ContentKey;
        var facts = MediaBox.FactsOf(media, link.Account, link.Media, key);
        var contents = services.GetRequiredService<MediaContents>();
        var parts = (await contents.Parts(link.Account, link.Media, cancellation))
            .Where(p => p.Number == MediaLayout.Thumbnail == isThumbnail).Select(p => p.Part).ToList();
        if (parts.Sum(p => p.SizeBytes) is var length && (length == 0 || !isThumbnail && length != media.SizeBytes))
        {
            throw Gone();
        }

        await using var stream = contents.Open(link.Account, parts, key);
        FileAnswers.Isolate(http);
        await (isThumbnail ? MediaAnswer.SendThumbnail(http, stream, parts[0].Blob) : MediaAnswer.Send(http, stream, media.IsE2E, facts));
    }

    /// <summary>What the request's link says.</summary>
    private static async Task<MediaLink> Admit(HttpContext http, string id, Func<string, Guid, Task<MediaLink?>> read)
    {
        var limits = http.RequestServices.GetRequiredService<RateLimits>();
        limits.AdmitToken();
        if (!GlobalId.TryParse(id, out var media) || FileAnswers.BearerOf(http) is not { } token
            || await read(token, media) is not { } link)
        {
            limits.CountBadToken();
            throw FileAnswers.BadLink();
        }

        try
        {
            limits.CountRequest(link.Account.Value);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    private static async Task<SealedMedia> Find(IServiceProvider services, MediaLink link, CancellationToken cancellation) =>
        (await services.GetRequiredService<StorageStore>().Find(link.Account, [link.Media], cancellation))
            .TryGetValue(link.Media, out var record)
            ? services.GetRequiredService<MediaBox>().Open(link.Account, link.Media, record) : throw Gone();

    private static FileRefused Gone() => new(StatusCodes.Status404NotFound, ErrorCodes.NotFound, "The file is gone.");
}
