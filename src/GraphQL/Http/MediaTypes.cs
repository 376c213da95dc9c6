using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Diary.GraphQL.Http;

/// <summary>Content negotiation of GraphQL over HTTP.</summary>
internal static class MediaTypes
{
    public const string GraphQLResponse = "application/graphql-response+json";
    public const string Json = "application/json";
    public const string Html = "text/html";

    /// <summary>
    /// The type to answer with: the highest quality wins, then the newer type. No header, <c>*/*</c> and <c>application/*</c> mean
    /// <c>application/json</c>, as older clients expect. Null: none of the accepted types can be produced.
    /// </summary>
    public static string? Negotiate(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept) || !MediaTypeHeaderValue.TryParseList(accept, out var accepted))
            return Json;
        string? best = null;
        var (bestQuality, bestRank) = (0.0, int.MaxValue);
        foreach (var media in accepted)
        {
            var (type, rank) = Known(media);
            var quality = media.Quality ?? 1;
            if (type is null || quality <= 0 || !IsUtf8(media) || quality < bestQuality || (quality <= bestQuality && rank >= bestRank))
                continue;
            (best, bestQuality, bestRank) = (type, quality, rank);
        }
        return best;
    }

    /// <summary>Whether a browser asks for a page: <c>text/html</c> is named, and no type of ours is liked better.</summary>
    public static bool PrefersHtml(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var accepted))
            return false;
        var html = Best(media => Is(media, Html));
        return html > 0 && html >= Best(media => Is(media, Json) || Is(media, GraphQLResponse));

        double Best(Func<MediaTypeHeaderValue, bool> wanted) =>
            accepted.Where(wanted).Select(media => media.Quality ?? 1).DefaultIfEmpty(0).Max();
    }

    /// <summary>
    /// Whether a body is JSON in UTF-8. No form of another site can send that type unasked, which is what keeps forged requests out.
    /// </summary>
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var media) && Is(media, Json) && IsUtf8(media);

    // Compared exactly: IsSubsetOf would take application/graphql-response+json for application/json.
    private static (string? Type, int Rank) Known(MediaTypeHeaderValue media) =>
        Is(media, GraphQLResponse) ? (GraphQLResponse, 0)
        : Is(media, Json) ? (Json, 1)
        : Is(media, "application/*") ? (Json, 2)
        : Is(media, "*/*") ? (Json, 3)
        : (null, 0);

    private static bool Is(MediaTypeHeaderValue media, string type) => media.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);

    private static bool IsUtf8(MediaTypeHeaderValue media) =>
        !media.Charset.HasValue || media.Charset.Value!.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
