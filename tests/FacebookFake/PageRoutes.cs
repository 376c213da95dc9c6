using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Diary.FacebookFake;

/// <summary>Pages, and what is published there.</summary>
internal static class PageRoutes
{
    private const int LargestPhoto = 4 * 1024 * 1024;
    private const int LongestMessage = 63_206;
    private const int DefaultLimit = 25;

    public static Task Accounts(GraphCall call)
    {
        var user = call.Token(TokenKind.Short, TokenKind.Long) is { } token ? token.User! : throw new InvalidOperationException();
        GraphCall.Need(user, "pages_show_list");
        var rows = user.Pages.Where(p => p.HasRole).Select(p => (JsonNode)new JsonObject
        {
            ["access_token"] = (call.World.Tokens.Values.FirstOrDefault(t => t.Page == p && t.User == user && t.IssuedAt >= token.IssuedAt)
                ?? call.World.Issue(TokenKind.Page, user, p, null)).Value,
            ["category"] = "Community",
            ["name"] = p.Name,
            ["id"] = p.Id,
            ["tasks"] = new JsonArray([.. (p.CanPublish ? new[] { "ANALYZE", "CREATE_CONTENT" } : ["ANALYZE"]).Select(t => (JsonNode?)t)]),
        });
        return call.Answer(new JsonObject { ["data"] = new JsonArray([.. rows]) });
    }

    public static Task Publish(GraphCall call, string pageId)
    {
        var page = PageOf(call, pageId);
        var (message, link) = (call["message"], call["link"]);
        if (message is { Length: > LongestMessage })
        {
            throw new GraphErrorException(GraphError.BadParameter("(#100) The message is too long."));
        }

        var photos = Photos(call).ToList();
        if (photos.Find(p => !page.Photos.ContainsKey(p)) is { } unknown)
        {
            throw new GraphErrorException(GraphError.Missing(unknown));
        }

        if (message is null && link is null && photos.Count == 0)
        {
            throw new GraphErrorException(GraphError.BadParameter("(#100) A post needs a message, a link or media."));
        }

        if (message is not null && page.Posts.LastOrDefault() is { } last && last.Message == message && last.Link == link)
        {
            throw new GraphErrorException(GraphError.SameAgain);
        }

        var now = call.World.Now;
        var post = new FakePost($"{page.Id}_{call.World.NextId()}", message, now) { Link = link, UpdatedAt = now };
        post.Photos.AddRange(photos);
        page.Posts.Add(post);
        return call.Answer(Write(post, call.Fields() ?? ["id"]));
    }

    public static Task AddPhoto(GraphCall call, string pageId)
    {
        var page = PageOf(call, pageId);
        if (call.Source is not { } bytes)
        {
            throw new GraphErrorException(GraphError.BadParameter("(#324) Requires upload file"));
        }

        if (bytes.Length > LargestPhoto)
        {
            throw new GraphErrorException(new GraphError(100, 1366046, "Your photos couldn't be uploaded."));
        }

        var id = call.World.NextId();
        page.Photos[id] = bytes;
        return call.Answer(new JsonObject { ["id"] = id });
    }

    public static Task Published(GraphCall call, string pageId)
    {
        var page = PageOf(call, pageId);
        var fields = call.Fields() ?? ["id", "created_time", "message"];
        var limit = Math.Min(PostRoutes.Number(call["limit"]) is { } asked and > 0 ? (int)asked : DefaultLimit, 100);
        return call.Answer(PostRoutes.Page(call, page.Posts, limit, "published_posts", p => Write(p, fields)));
    }

    /// <summary>Whether a page has a post.</summary>
    public static bool Has(GraphCall call, string id) => Holder(call, id) is not null;

    /// <summary>Reads, edits or deletes a page's post.</summary>
    public static Task Post(GraphCall call, string id)
    {
        var page = Holder(call, id) ?? throw new GraphErrorException(GraphError.Missing(id));
        PageOf(call, page.Id);
        var post = page.Posts.Find(p => p.Id == id)!;
        if (HttpMethods.IsGet(call.Http.Request.Method))
        {
            return call.Answer(Write(post, call.Fields() ?? ["id", "created_time", "message"]));
        }

        if (HttpMethods.IsDelete(call.Http.Request.Method))
        {
            page.Posts.Remove(post);
        }
        else
        {
            (post.Message, post.UpdatedAt) = (call["message"] ?? post.Message, call.World.Now);
        }

        return call.Answer(new JsonObject { ["success"] = true });
    }

    private static FakePage? Holder(GraphCall call, string id) =>
        call.World.Pages.FirstOrDefault(p => p.Posts.Exists(post => post.Id == id));

    private static FakePage PageOf(GraphCall call, string id)
    {
        var token = call.Token(TokenKind.Page, TokenKind.Long, TokenKind.Short);
        if (token.Page is not { } page || page.Id != id)
        {
            throw new GraphErrorException(token.Page is null && call.World.Pages.All(p => p.Id != id)
                ? GraphError.Missing(id) : GraphError.NoPermission);
        }

        GraphCall.Need(token.User, "pages_manage_posts");
        return page.CanPublish ? page : throw new GraphErrorException(GraphError.NoPermission);
    }

    private static IEnumerable<string> Photos(GraphCall call) => call.Given
        .Where(p => p.Key.StartsWith("attached_media", StringComparison.Ordinal))
        .SelectMany(p => JsonNode.Parse(p.Value) is JsonArray list ? list.ToList() : [JsonNode.Parse(p.Value)])
        .Select(m => m?["media_fbid"]?.GetValue<string>() ?? throw new JsonException("no media_fbid"));

    private static JsonObject Write(FakePost post, HashSet<string> fields)
    {
        var json = new JsonObject { ["id"] = post.Id };
        foreach (var (name, value) in new (string, JsonNode?)[]
        {
            ("message", post.Message),
            ("created_time", post.At.ToUniversalTime().ToString(
                "yyyy-MM-dd'T'HH:mm:ss'+0000'", System.Globalization.CultureInfo.InvariantCulture)),
            ("permalink_url", $"https://www.facebook.com/{post.Id.Replace("_", "/posts/", StringComparison.Ordinal)}"),
        })
        {
            if (value is not null && fields.Contains(name))
            {
                json[name] = value;
            }
        }

        return json;
    }
}
