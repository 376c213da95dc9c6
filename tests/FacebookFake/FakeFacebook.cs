using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Diary.FacebookFake;

/// <summary>
/// The Graph API and the dialog of Facebook, on one loopback port and in memory: for tests, and for a developer who wants to see the
/// feature at work. What it answers has the shapes of Meta's own pages; every id, name and text is invented.
/// </summary>
public sealed partial class FakeFacebook : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private FakeFacebook(WebApplication app, World world)
    {
        (_app, World) = (app, world);
    }

    /// <summary>What it knows.</summary>
    public World World { get; }

    /// <summary>What goes wrong.</summary>
    public Faults Faults { get; } = new();

    /// <summary>The calls that it received, oldest first.</summary>
    public ConcurrentQueue<ReceivedCall> Calls { get; } = new();

    /// <summary>Where it listens: the base of both hosts.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>Completes when the process is asked to end.</summary>
    public Task Ended => ((IHost)_app).WaitForShutdownAsync();

    /// <summary>Starts it.</summary>
    /// <param name="clock">What it takes for the time; the system's unless given.</param>
    /// <param name="port">Where; a free port unless given.</param>
    public static async Task<FakeFacebook> Start(TimeProvider? clock = null, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var facebook = new FakeFacebook(app, new World(clock ?? TimeProvider.System));
        app.Run(facebook.Handle);
        await app.StartAsync();
        return facebook;
    }

    /// <summary>Tells a diary that a user removed the app, or wants to be forgotten; its answer.</summary>
    /// <param name="callback">The diary's address for that.</param>
    /// <param name="user">Who.</param>
    /// <param name="secret">What signs it; the app's secret unless given.</param>
    /// <param name="issuedAt">When it was asked for; now unless given.</param>
    public async Task<HttpResponseMessage> Tell(Uri callback, FakeUser user, string? secret = null, DateTimeOffset? issuedAt = null)
    {
        using var form = new FormUrlEncodedContent(
            [new("signed_request", Signed(user, secret ?? World.AppSecret, issuedAt ?? World.Now))]);
        return await _http.PostAsync(callback, form);
    }

    /// <summary>A signed request about a user.</summary>
    public static string Signed(FakeUser user, string secret, DateTimeOffset issuedAt, string algorithm = "HMAC-SHA256")
    {
        var payload = Encode(Encoding.UTF8.GetBytes(new JsonObject
        {
            ["user_id"] = user.Id,
            ["algorithm"] = algorithm,
            ["issued_at"] = issuedAt.ToUnixTimeSeconds(),
        }.ToJsonString()));
        return $"{Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(payload)))}.{payload}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task Handle(HttpContext http)
    {
        var path = Version().Replace(http.Request.Path.Value!, "").Trim('/');
        var method = http.Request.Method;
        if (path.StartsWith("__admin", StringComparison.Ordinal))
        {
            await AdminRoutes.Handle(this, http, path);
            return;
        }

        var call = await GraphCall.Read(http, World);
        method = method == "POST" && call["method"] is { } other ? other.ToUpperInvariant() : method;
        var (route, act) = Route(call, method, path);
        Calls.Enqueue(new ReceivedCall(method, route, http.Request.Path, http.Request.QueryString.Value ?? "",
            http.Request.Headers.Authorization.Count > 0, call["appsecret_proof"] is not null));
        await Faults.Run(http, Faults.Next(route), async () =>
        {
            Task answer;
            try
            {
                lock (World.Gate)
                {
                    answer = act();
                }
            }
            catch (GraphErrorException e)
            {
                answer = e.Error.Send(http);
            }

            await answer;
        });
    }

    private static (string Route, Func<Task> Act) Route(GraphCall call, string method, string path) => (method, path.Split('/')) switch
    {
        ("GET", ["dialog", "oauth"]) => ("dialog", () => OAuthRoutes.Dialog(call)),
        ("GET" or "POST", ["oauth", "access_token"]) => ("access_token", () => OAuthRoutes.AccessToken(call)),
        ("GET", ["debug_token"]) => ("debug_token", () => OAuthRoutes.DebugToken(call)),
        ("GET", ["me"]) => ("me", () => OAuthRoutes.Me(call)),
        ("GET" or "DELETE", ["me", "permissions"]) => ("permissions", () => OAuthRoutes.Permissions(call)),
        ("GET", ["me", "posts"]) => ("posts", () => PostRoutes.List(call)),
        ("GET", ["me", "accounts"]) => ("accounts", () => PageRoutes.Accounts(call)),
        ("POST", ["me", "feed"]) => ("feed", () => throw new GraphErrorException(GraphError.NoPermission)),
        ("GET", ["__media", { } name]) => ("media", () => PostRoutes.Media(call, name)),
        ("POST", [{ } page, "photos"]) => ("photos", () => PageRoutes.AddPhoto(call, page)),
        ("POST", [{ } page, "feed"]) => ("feed", () => PageRoutes.Publish(call, page)),
        ("GET", [{ } page, "published_posts"]) => ("published_posts", () => PageRoutes.Published(call, page)),
        ("GET", [{ Length: > 0 } id]) => ("post", () => PageRoutes.Has(call, id) ? PageRoutes.Post(call, id) : PostRoutes.One(call, id)),
        ("POST" or "DELETE", [{ Length: > 0 } id]) => (method == "POST" ? "edit" : "delete",
            () => PageRoutes.Post(call, id)),
        _ => ("unknown", () => throw new GraphErrorException(new GraphError(2500, null, $"Unknown path components: /{path}"))),
    };

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    [GeneratedRegex(@"^/v\d{1,3}\.\d/", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Version();
}
