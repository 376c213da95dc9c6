using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Diary.FacebookFake;

/// <summary>A user's posts, and their photos.</summary>
internal static class PostRoutes
{
    private const int DefaultLimit = 25;
    private const int MostLimit = 100;
    private static readonly TimeSpan MediaLifetime = TimeSpan.FromHours(1);

    public static Task List(GraphCall call)
    {
        var user = call.Token(TokenKind.Short, TokenKind.Long).User!;
        GraphCall.Need(user, "user_posts");
        var fields = call.Fields() ?? ["id", "created_time", "message"];
        var limit = Math.Min(Number(call["limit"]) is { } asked and > 0 ? (int)asked : DefaultLimit, MostLimit);
        if (call.World.TooMuchAbove is var most and > 0 && limit > most && fields.Contains("attachments"))
        {
            throw new GraphErrorException(GraphError.TooMuch);
        }

        return call.Answer(Page(call, user.Posts, limit, "posts", p => Write(call, p, fields)));
    }

    public static Task One(GraphCall call, string id)
    {
        var user = call.Token(TokenKind.Short, TokenKind.Long).User!;
        var post = user.Granted.Contains("user_posts") ? user.Posts.Find(p => p.Id == id && !p.IsWithheld) : null;
        return post is null ? throw new GraphErrorException(GraphError.Missing(id))
            : call.Answer(Write(call, post, call.Fields() ?? ["id", "created_time", "message"]));
    }

    public static async Task Media(GraphCall call, string name)
    {
        var http = call.Http;
        if (call["to"] is { } elsewhere)
        {
            http.Response.Redirect(elsewhere);
            return;
        }

        if (!call.World.Media.TryGetValue(name, out var file))
        {
            http.Response.StatusCode = 404;
            return;
        }

        if (!long.TryParse(call["oe"], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var until)
            || until < call.World.Now.ToUnixTimeSeconds())
        {
            http.Response.StatusCode = 403;
            await http.Response.WriteAsync("URL signature expired");
            return;
        }

        http.Response.ContentType = file.ContentType;
        await http.Response.Body.WriteAsync(file.Bytes, http.RequestAborted);
    }

    /// <summary>A page of a list, newest first, in the one form or the other.</summary>
    internal static JsonObject Page(GraphCall call, IEnumerable<FakePost> posts, int limit, string edge, Func<FakePost, JsonNode> write)
    {
        var (since, until) = (Number(call["since"]) ?? 0, Number(call["until"]) ?? long.MaxValue);
        var after = Place(call["after"] ?? call["__paging_token"]);
        var window = posts.Where(p => p.At.ToUnixTimeSeconds() >= since && p.At.ToUnixTimeSeconds() <= until)
            .OrderByDescending(p => p.At).ThenByDescending(p => p.Id, StringComparer.Ordinal)
            .SkipWhile(p => after is { } a && !(p.At.ToUnixTimeSeconds() < a.Second
                || (p.At.ToUnixTimeSeconds() == a.Second && string.CompareOrdinal(p.Id, a.Id) < 0)))
            .Take(limit + 1).ToList();
        var page = window.Take(limit).ToList();
        var json = new JsonObject { ["data"] = new JsonArray([.. page.Where(p => !p.IsWithheld).Select(write)]) };
        if (page.Count == 0)
        {
            return json;
        }

        var paging = new JsonObject();
        if (call.World.PagesByCursor)
        {
            paging["cursors"] = new JsonObject { ["before"] = Token(page[0]), ["after"] = Token(page[^1]) };
        }
        else
        {
            paging["previous"] = Link(call, edge, $"__previous=1&since={page[0].At.ToUnixTimeSeconds()}&until"
                + $"&__paging_token={Token(page[0])}");
        }

        if (window.Count > limit)
        {
            paging["next"] = Link(call, edge, call.World.PagesByCursor ? $"limit={limit}&after={Token(page[^1])}"
                + (since > 0 ? $"&since={since}" : "")
                : $"limit={limit}&until={page[^1].At.ToUnixTimeSeconds()}&since={(since > 0 ? since : "")}"
                    + $"&__paging_token={Token(page[^1])}&__previous");
        }

        json["paging"] = paging;
        return json;
    }

    private static string Link(GraphCall call, string edge, string cursor) =>
        $"https://graph.facebook.com/v25.0/me/{edge}?access_token={call.TokenText}&{cursor}";

    private static string Token(FakePost post) => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{post.At.ToUnixTimeSeconds()}.{post.Id}"))).Replace('+', '-').Replace('/', '_')
        .TrimEnd('=');

    private static (long Second, string Id)? Place(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        var padded = token.Replace('-', '+').Replace('_', '/').PadRight((token.Length + 3) / 4 * 4, '=');
        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(padded)).Split('.', 2);
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
    }

    private static JsonObject Write(GraphCall call, FakePost post, HashSet<string> fields)
    {
        var json = new JsonObject { ["id"] = post.Id };
        Put("message", post.Message);
        Put("story", post.Message is null ? "Somebody added a photo." : null);
        Put("created_time", Time(post.At));
        Put("updated_time", Time(post.UpdatedAt));
        Put("permalink_url", $"https://www.facebook.com/{post.Id.Replace("_", "/posts/", StringComparison.Ordinal)}/");
        Put("status_type", post.Photos.Count > 0 ? "added_photos" : "mobile_status_update");
        Put("is_hidden", false);
        Put("privacy", new JsonObject { ["allow"] = "", ["deny"] = "", ["description"] = "Your friends", ["value"] = post.Privacy });
        Put("place", post.Place is { } place ? new JsonObject
        {
            ["id"] = "1137",
            ["name"] = place.Name,
            ["location"] = new JsonObject { ["latitude"] = place.Latitude, ["longitude"] = place.Longitude },
        } : null);
        Put("attachments", Attachments(call, post));
        return json;

        void Put(string name, JsonNode? value)
        {
            if (value is not null && fields.Contains(name))
            {
                json[name] = value;
            }
        }
    }

    private static JsonObject? Attachments(GraphCall call, FakePost post)
    {
        if (post.Link is { } link)
        {
            return Data(new JsonObject { ["type"] = "share", ["media_type"] = "link", ["title"] = "A page", ["unshimmed_url"] = link });
        }

        var photos = post.Photos.Select(p => (JsonNode)Photo(call, p)).ToArray();
        return photos.Length switch
        {
            0 => null,
            1 => Data(photos[0]),
            _ => Data(new JsonObject
            {
                ["type"] = "album",
                ["media_type"] = "album",
                ["title"] = "Photos",
                ["target"] = new JsonObject { ["id"] = "999" },
                ["subattachments"] = Data(photos),
            }),
        };
    }

    private static JsonObject Photo(GraphCall call, string name) => new()
    {
        ["type"] = "photo",
        ["media_type"] = "photo",
        ["media"] = new JsonObject
        {
            ["image"] = new JsonObject { ["height"] = 405, ["width"] = 720, ["src"] = Source(call, name) },
        },
        ["target"] = new JsonObject { ["id"] = name },
    };

    private static string Source(GraphCall call, string name)
    {
        if (name.StartsWith("http", StringComparison.Ordinal))
        {
            return name; // a test's own
        }

        var until = (call.World.Now + MediaLifetime).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture,
            $"{call.Http.Request.Scheme}://{call.Http.Request.Host}/__media/{Uri.EscapeDataString(name)}?oe={until:X}");
    }

    private static JsonObject Data(params JsonNode[] items) => new() { ["data"] = new JsonArray([.. items]) };

    private static string Time(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);

    internal static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
