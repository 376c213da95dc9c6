using System.Globalization;
using System.Net.Http.Headers;

namespace Diary.Integrations.Facebook;

/// <summary>A user's pages, and what is published there. Nothing that publishes is ever sent twice from here.</summary>
public sealed class FacebookPages
{
    /// <summary>The longest text that may be published, in characters.</summary>
    public const int LongestMessage = 63_206;

    /// <summary>The largest photo that may be published, in bytes.</summary>
    public const int LargestPhoto = 4 * 1024 * 1024;

    private readonly GraphTransport _graph;

    internal FacebookPages(GraphTransport graph) => _graph = graph;

    /// <summary>The pages on which the user has a role, with a token for each.</summary>
    /// <exception cref="GraphException">It did not succeed.</exception>
    public Task<IReadOnlyList<GraphPage>> All(string token, CancellationToken cancellation) => _graph.Get("me/accounts", token,
        [("fields", "id,name,access_token,tasks"), ("limit", "100")], (json, _) => (IReadOnlyList<GraphPage>)
        [
            .. json.Objects("data").Where(p => p.Text("id") is not null && p.Text("access_token") is not null).Select(p => new GraphPage(
                p.Text("id")!, p.Text("name") ?? "", p.Text("access_token")!,
                p.TryGetProperty("tasks", out var tasks) && tasks.ValueKind == System.Text.Json.JsonValueKind.Array
                    && tasks.EnumerateArray().Any(t => t.ValueEquals("CREATE_CONTENT")))),
        ], cancellation);

    /// <summary>Uploads a photo that no post has yet; its id.</summary>
    /// <exception cref="GraphException">It did not succeed, or it is not known whether it did.</exception>
    public Task<string> AddPhoto(GraphPage page, byte[] photo, string contentType, CancellationToken cancellation)
    {
        var source = new ByteArrayContent(photo);
        source.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        var form = new MultipartFormDataContent
        {
            { new StringContent("false"), "published" }, { source, "source", contentType == "image/png" ? "photo.png" : "photo.jpg" },
        };
        return _graph.Send(HttpMethod.Post, $"{Uri.EscapeDataString(page.Id)}/photos", page.Token, [], form,
            (json, _) => IdOf(json.Text("id")), cancellation);
    }

    /// <summary>Publishes; the post's id.</summary>
    /// <exception cref="GraphException">It did not succeed, or it is not known whether it did.</exception>
    public Task<string> Publish(
        GraphPage page, string message, string? link, IReadOnlyList<string> photos, CancellationToken cancellation)
    {
        var form = new List<KeyValuePair<string, string>> { new("message", message) };
        if (link is not null)
        {
            form.Add(new("link", link));
        }

        if (photos.Count > 0)
        {
            form.Add(new("attached_media", $"[{string.Join(',', photos.Select(p => $$"""{"media_fbid":"{{p}}"}"""))}]"));
        }

        return _graph.Send(HttpMethod.Post, $"{Uri.EscapeDataString(page.Id)}/feed", page.Token, [], new FormUrlEncodedContent(form),
            (json, _) => IdOf(json.Text("id")), cancellation);
    }

    /// <summary>What was published on a page since a time, newest first: some of it.</summary>
    /// <exception cref="GraphException">It did not succeed.</exception>
    public Task<IReadOnlyList<PublishedPost>> Published(GraphPage page, DateTimeOffset since, CancellationToken cancellation) =>
        _graph.Get($"{Uri.EscapeDataString(page.Id)}/published_posts", page.Token,
            [
                ("since", since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), ("limit", "100"),
                ("fields", "id,message,created_time"),
            ], (json, _) => (IReadOnlyList<PublishedPost>)
            [
                .. json.Objects("data").Where(p => p.Text("id") is not null)
                    .Select(p => new PublishedPost(p.Text("id")!, p.Text("message"), GraphTime.Of(p, "created_time"))),
            ], cancellation);

    /// <summary>Changes a post's text.</summary>
    /// <exception cref="GraphException">It did not succeed, or it is not known whether it did.</exception>
    public Task Edit(GraphPage page, string post, string message, CancellationToken cancellation) => _graph.Send(HttpMethod.Post,
        Uri.EscapeDataString(post), page.Token, [], new FormUrlEncodedContent([new("message", message)]), (_, _) => true, cancellation);

    private static string IdOf(string? id) => id is { Length: > 0 and <= 200 } && id.All(c => char.IsAsciiDigit(c) || c == '_') ? id
        : throw new GraphException(GraphFault.Unavailable, null, null, null, null, mayHaveHappened: true);
}

/// <summary>A page of the user's.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Token">Secret; it does not die by itself.</param>
/// <param name="CanPublish">Whether the user may publish there.</param>
public sealed record GraphPage(string Id, string Name, string Token, bool CanPublish)
{
    /// <summary>Not its token.</summary>
    public override string ToString() => nameof(GraphPage);
}

/// <summary>What stands on a page.</summary>
public sealed record PublishedPost(string Id, string? Message, DateTimeOffset? CreatedAt);
