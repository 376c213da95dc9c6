using System.Text.Json;

namespace Diary.Integrations.Facebook;

/// <summary>The dialog, tokens, permissions.</summary>
public sealed class FacebookLogin
{
    private readonly GraphTransport _graph;

    internal FacebookLogin(GraphTransport graph) => _graph = graph;

    /// <summary>Where a browser goes to ask the user.</summary>
    /// <param name="redirectUri">Where the user is sent back to; on the app's list, byte for byte.</param>
    /// <param name="state">What comes back with the user.</param>
    /// <param name="scopes">Permissions to ask for.</param>
    /// <param name="again">Asks also for those that were declined before.</param>
    public Uri Dialog(Uri redirectUri, string state, IEnumerable<string> scopes, bool again) => new(_graph.Options.DialogUrl,
        GraphTransport.Address($"/{_graph.Options.GraphVersion}/dialog/oauth",
        [
            ("client_id", _graph.Options.ClientId), ("redirect_uri", redirectUri.AbsoluteUri), ("state", state),
            ("response_type", "code"), ("scope", string.Join(',', scopes)),
            .. again ? [("auth_type", "rerequest")] : Array.Empty<(string, string)>(),
        ]));

    /// <summary>Where a browser goes to share a link on the user's own profile, which no app can write to.</summary>
    public Uri ShareDialog(string link) => new(_graph.Options.DialogUrl, GraphTransport.Address("/dialog/share",
        [("app_id", _graph.Options.ClientId), ("display", "page"), ("href", link)]));

    /// <summary>A token for a code that the user brought back; it lives for hours.</summary>
    /// <exception cref="GraphException">It did not succeed.</exception>
    public Task<GraphToken> Redeem(string code, Uri redirectUri, CancellationToken cancellation) =>
        Token([("redirect_uri", redirectUri.AbsoluteUri), ("code", code)], cancellation);

    /// <summary>A token that lives for about sixty days, for one that is not dead; perhaps no longer than that one.</summary>
    /// <exception cref="GraphException">It did not succeed.</exception>
    public Task<GraphToken> Prolong(string token, CancellationToken cancellation) =>
        Token([("grant_type", "fb_exchange_token"), ("fb_exchange_token", token)], cancellation);

    /// <summary>What a token is; one that is another app's or no more is not valid.</summary>
    /// <exception cref="GraphException">It did not succeed.</exception>
    public Task<GraphTokenFacts> Inspect(string token, CancellationToken cancellation)
    {
        // The parameters hold a token and the app's secret: they go as a form, of a GET that the API takes as a POST.
        var form = new FormUrlEncodedContent([new("method", "get"), new("input_token", token)]);
        return _graph.Send(HttpMethod.Post, "debug_token", $"{_graph.Options.ClientId}|{_graph.Options.ClientSecret}", [], form,
            (json, _) => GraphTokenFacts.Read(json, _graph.Options.ClientId), cancellation);
    }

    /// <summary>Who a token is of.</summary>
    /// <exception cref="GraphException">It did not succeed.</exception>
    public Task<GraphUser> Me(string token, CancellationToken cancellation) => _graph.Get("me", token, [("fields", "id,name")],
        (json, _) => new GraphUser(json.Text("id") ?? "", json.Text("name") ?? ""), cancellation);

    /// <summary>The permissions that the user gave.</summary>
    /// <exception cref="GraphException">It did not succeed.</exception>
    public Task<IReadOnlySet<string>> Granted(string token, CancellationToken cancellation) => _graph.Get("me/permissions", token, [],
        (json, _) => (IReadOnlySet<string>)json.Objects("data").Where(p => p.Text("status") == "granted")
            .Select(p => p.Text("permission") ?? "").ToHashSet(StringComparer.Ordinal), cancellation);

    /// <summary>Takes all permissions back.</summary>
    /// <exception cref="GraphException">It did not succeed, or it is not known whether it did.</exception>
    public Task Revoke(string token, CancellationToken cancellation) =>
        _graph.Send(HttpMethod.Delete, "me/permissions", token, [], null, (_, _) => true, cancellation);

    private Task<GraphToken> Token((string Name, string Value)[] parameters, CancellationToken cancellation)
    {
        var form = new FormUrlEncodedContent(
        [
            new("client_id", _graph.Options.ClientId), new("client_secret", _graph.Options.ClientSecret),
            .. parameters.Select(p => KeyValuePair.Create(p.Name, p.Value)),
        ]);
        return _graph.Send(HttpMethod.Post, "oauth/access_token", null, [], form, (json, _) => GraphToken.Read(json), cancellation);
    }
}

/// <summary>A token.</summary>
/// <param name="Value">Secret.</param>
/// <param name="Lifetime">How long it lives; null where the answer does not say.</param>
public sealed record GraphToken(string Value, TimeSpan? Lifetime)
{
    internal static GraphToken Read(JsonElement json) => new(
        json.Text("access_token") is { Length: > 0 } value ? value
            : throw new GraphException(GraphFault.Unavailable, null, null, null, null, mayHaveHappened: false),
        json.Long("expires_in") is { } seconds and > 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null);

    /// <summary>Not its value.</summary>
    public override string ToString() => nameof(GraphToken);
}

/// <summary>A user, by the id that this app knows.</summary>
public sealed record GraphUser(string Id, string Name);

/// <summary>What a token is.</summary>
/// <param name="IsOurs">Whether it is valid, and was given to this app.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="ExpiresAt">When it dies; null: never.</param>
/// <param name="DataAccessExpiresAt">When it reads no data any more; null where that is not told.</param>
public sealed record GraphTokenFacts(bool IsOurs, string UserId, DateTimeOffset? ExpiresAt, DateTimeOffset? DataAccessExpiresAt)
{
    internal static GraphTokenFacts Read(JsonElement json, string app)
    {
        var facts = json.Object("data") ?? default;
        return new GraphTokenFacts(
            facts.ValueKind == JsonValueKind.Object && facts.TryGetProperty("is_valid", out var valid)
                && valid.ValueKind == JsonValueKind.True && string.Equals(facts.Text("app_id"), app, StringComparison.Ordinal),
            facts.Text("user_id") ?? "", Time(facts.Long("expires_at")), Time(facts.Long("data_access_expires_at")));
    }

    private static DateTimeOffset? Time(long? seconds) =>
        seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;
}
