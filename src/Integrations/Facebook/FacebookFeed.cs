using System.Globalization;
using System.Net.Http.Headers;

namespace Diary.Integrations.Facebook;

/// <summary>A user's posts and photos.</summary>
public sealed class FacebookFeed : IDisposable
{
    private readonly GraphTransport _graph;
    private readonly HttpClient _media;

    internal FacebookFeed(GraphTransport graph)
    {
        _graph = graph;
        _media = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        })
        {
            Timeout = graph.Options.Timeout,
        };
    }

    /// <summary>A page of the user's own posts, newest first.</summary>
    /// <exception cref="GraphException">It did not succeed.</exception>
    public Task<PostsPage> Posts(string token, PostsQuery query, CancellationToken cancellation)
    {
        List<(string, string)> parameters =
        [
            ("fields", query.WithAttachments ? $"{GraphPost.Fields},{GraphPost.FieldsOfAttachments}" : GraphPost.Fields),
            ("limit", query.Limit.ToString(CultureInfo.InvariantCulture)),
        ];
        if (query.After is { } cursor)
        {
            parameters.AddRange(cursor.Query);
        }
        else
        {
            parameters.AddRange(Seconds("since", query.Since));
            parameters.AddRange(Seconds("until", query.Until));
        }

        return _graph.Get("me/posts", token, parameters, (json, usage) =>
        {
            var rows = json.Objects("data").ToList();
            var posts = rows.Select(GraphPost.Read).OfType<GraphPost>().ToList();
            return new PostsPage(posts, rows.Count - posts.Count, GraphCursor.Next(json), usage);
        }, cancellation);
    }

    /// <summary>One post; null where it is gone, or cannot be seen: the two look alike.</summary>
    /// <exception cref="GraphException">It did not succeed.</exception>
    public async Task<GraphPost?> Post(string token, string id, CancellationToken cancellation)
    {
        try
        {
            return await _graph.Get(Uri.EscapeDataString(id), token,
                [("fields", $"{GraphPost.Fields},{GraphPost.FieldsOfAttachments}")], (json, _) => GraphPost.Read(json), cancellation);
        }
        catch (GraphException e) when (e.Fault == GraphFault.Missing)
        {
            return null;
        }
    }

    /// <summary>
    /// Fetches a photo, without a token; null where it is not on a host that is allowed, redirects, is no picture, or is larger than
    /// <paramref name="most"/> bytes. The bytes are the caller's to zero.
    /// </summary>
    /// <exception cref="GraphException">Nobody answers; or <see cref="GraphFault.Missing"/>: the address has expired.</exception>
    public async Task<(byte[] Bytes, string ContentType)?> Photo(string url, int most, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !IsAllowed(address))
        {
            return null;
        }

        try
        {
            using var response = await _media.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if ((int)response.StatusCode is 403 or 404 or 410)
            {
                throw new GraphException(GraphFault.Missing, null, null, null, null, mayHaveHappened: false);
            }

            if ((int)response.StatusCode >= 500)
            {
                throw new GraphException(GraphFault.Unavailable, null, null, null, null, mayHaveHappened: false);
            }

            return response.IsSuccessStatusCode && TypeOf(response.Content.Headers.ContentType) is { } type
                && !(response.Content.Headers.ContentLength > most) && await Read(response.Content, most, cancellation) is { } bytes
                ? (bytes, type) : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new GraphException(GraphFault.Unavailable, null, null, null, null, mayHaveHappened: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _media.Dispose();

    private bool IsAllowed(Uri address) => address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && _graph.Options.MediaHosts.Any(h => string.Equals(address.Host, h, StringComparison.OrdinalIgnoreCase)
            || address.Host.EndsWith($".{h}", StringComparison.OrdinalIgnoreCase));

    private static string? TypeOf(MediaTypeHeaderValue? type) =>
        type?.MediaType is { } name && name.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ? name.ToLowerInvariant() : null;

    /// <summary>The bytes; null where they are more. No copy of them is left behind.</summary>
    private static async Task<byte[]?> Read(HttpContent content, int most, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[Math.Min(content.Headers.ContentLength ?? most, most) + 1];
        try
        {
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            return length <= most ? buffer[..length] : null;
        }
        finally
        {
            Array.Clear(buffer);
        }
    }

    private static IEnumerable<(string, string)> Seconds(string name, DateTimeOffset? time) =>
        time is { } at ? [(name, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))] : [];
}

/// <summary>Which posts.</summary>
/// <param name="Since">Not before this second; null: from the first.</param>
/// <param name="Until">Not after this second; null: to the last.</param>
/// <param name="Limit">The most in a page, from 1 to 100.</param>
/// <param name="WithAttachments">With photos and links.</param>
/// <param name="After">Where an earlier page ended; then the times are its.</param>
public sealed record PostsQuery(
    DateTimeOffset? Since, DateTimeOffset? Until, int Limit = 25, bool WithAttachments = true, GraphCursor? After = null);

/// <summary>A page of posts, which may be empty though others follow.</summary>
/// <param name="Posts">Newest first.</param>
/// <param name="Unreadable">How many of the page could not be read.</param>
/// <param name="Next">Where it goes on; null: nowhere.</param>
/// <param name="Usage">How much of the budgets is used.</param>
public sealed record PostsPage(IReadOnlyList<GraphPost> Posts, int Unreadable, GraphCursor? Next, GraphUsage Usage);
