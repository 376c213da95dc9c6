using Diary.GraphQL.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Diary.GraphQL.Media;

/// <summary>
/// How a file is answered. Its type and name are its owner's words: only pictures, sound and film are shown in place, and whatever a
/// browser could run or lay out as a page is to be saved.
/// </summary>
internal static class MediaAnswer
{
    private const string Unknown = "application/octet-stream";
    private static readonly string[] Pictures = ["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic"];

    /// <summary>Sends a file, or the range of it that is asked for.</summary>
    public static Task Send(HttpContext http, Stream stream, bool isE2E, MediaFacts facts)
    {
        var type = isE2E ? Unknown : facts.ContentType;
        var disposition = new ContentDispositionHeaderValue(IsShown(type) ? "inline" : "attachment");
        if (facts.FileName is { } name)
        {
            disposition.SetHttpFileName(name); // RFC 6266: ASCII, and beside it UTF-8 with everything else escaped
        }

        http.Response.Headers.ContentDisposition = disposition.ToString();
        return FileSender.Send(http, stream, type, Convert.ToHexStringLower(facts.Sha256));
    }

    /// <summary>Sends a thumbnail.</summary>
    public static Task SendThumbnail(HttpContext http, Stream stream, Guid blob)
    {
        http.Response.Headers.ContentDisposition = "inline";
        return FileSender.Send(http, stream, "image/webp", blob.ToString("N"));
    }

    private static bool IsShown(string type) =>
        type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("video/", StringComparison.OrdinalIgnoreCase)
        || Pictures.Contains(type, StringComparer.OrdinalIgnoreCase);
}
