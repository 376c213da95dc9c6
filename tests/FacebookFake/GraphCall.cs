using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Diary.FacebookFake;

/// <summary>A call as it was received, without its token.</summary>
/// <param name="Method">The method.</param>
/// <param name="Route">What was called.</param>
/// <param name="Path">The path.</param>
/// <param name="Query">The query.</param>
/// <param name="HasTokenInHeader">Whether a token came in the header.</param>
/// <param name="HasProof">Whether the caller proved to have the app's secret.</param>
public sealed record ReceivedCall(string Method, string Route, string Path, string Query, bool HasTokenInHeader, bool HasProof);

/// <summary>A call with its parameters, wherever they stand: query, form, JSON.</summary>
internal sealed class GraphCall
{
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    private GraphCall(HttpContext http, World world) => (Http, World) = (http, world);

    public HttpContext Http { get; }

    public World World { get; }

    /// <summary>The file of a multipart body.</summary>
    public byte[]? Source { get; private set; }

    public string? this[string name] => _given.GetValueOrDefault(name);

    public IEnumerable<KeyValuePair<string, string>> Given => _given;

    /// <summary>The token; the header's first.</summary>
    public string? TokenText =>
        Http.Request.Headers.Authorization.ToString().Split(' ', 2) is ["OAuth" or "Bearer", { Length: > 0 } token] ? token
            : this["access_token"];

    public static async Task<GraphCall> Read(HttpContext http, World world)
    {
        var call = new GraphCall(http, world);
        foreach (var (name, value) in http.Request.Query)
        {
            call._given[name] = value.ToString();
        }

        if (http.Request.HasFormContentType)
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            foreach (var (name, value) in form)
            {
                call._given[name] = value.ToString();
            }

            if (form.Files.GetFile("source") is { } file)
            {
                using var bytes = new MemoryStream();
                await file.CopyToAsync(bytes, http.RequestAborted);
                call.Source = bytes.ToArray();
            }
        }
        else if (http.Request.HasJsonContentType() && await JsonNode.ParseAsync(http.Request.Body) is JsonObject json)
        {
            foreach (var (name, value) in json)
            {
                call._given[name] = value is JsonValue text && text.TryGetValue<string>(out var s) ? s : value?.ToJsonString() ?? "";
            }
        }

        return call;
    }

    /// <summary>The caller's token, of any kind but the app's.</summary>
    /// <exception cref="GraphErrorException">It is none, or no more, or not proved.</exception>
    public FakeToken Token(params TokenKind[] kinds)
    {
        if (TokenText is not { } text)
        {
            throw new GraphErrorException(GraphError.NoToken);
        }

        var token = Find(World, text) ?? throw new GraphErrorException(GraphError.BadToken);
        if (!string.Equals(this["appsecret_proof"], World.ProofOf(text), StringComparison.Ordinal))
        {
            throw new GraphErrorException(GraphError.BadParameter(
                "Invalid appsecret_proof provided in the API argument", "GraphMethodException"));
        }

        if (Fault(World, token) is { } fault)
        {
            throw new GraphErrorException(fault);
        }

        return kinds.Contains(token.Kind) ? token : throw new GraphErrorException(GraphError.NoPermission);
    }

    /// <summary>The token of a text; the app's own is made of its id and secret.</summary>
    public static FakeToken? Find(World world, string text) =>
        string.Equals(text, $"{world.AppId}|{world.AppSecret}", StringComparison.Ordinal)
            ? new FakeToken(text, TokenKind.App, null, null, world.Now, null) : world.Tokens.GetValueOrDefault(text);

    /// <summary>Why a token is dead; null where it lives.</summary>
    public static GraphError? Fault(World world, FakeToken token) =>
        token.OtherApp is not null ? GraphError.BadToken
        : token.ExpiresAt <= world.Now ? GraphError.Expired
        : token.User is { RemovedAppAt: { } removed } && removed >= token.IssuedAt ? GraphError.AppRemoved
        : token.User is { PasswordChangedAt: { } changed } && changed >= token.IssuedAt ? GraphError.PasswordChanged
        : token.Page is { HasRole: false } ? GraphError.RoleGone
        : null;

    /// <summary>Refuses where the user did not give a permission.</summary>
    public static void Need(FakeUser? user, string permission)
    {
        if (user?.Granted.Contains(permission) is not true)
        {
            throw new GraphErrorException(GraphError.NoPermission);
        }
    }

    public Task Answer(JsonNode json)
    {
        Http.Response.ContentType = "text/javascript; charset=UTF-8";
        return Http.Response.WriteAsync(json.ToJsonString(), Http.RequestAborted);
    }

    /// <summary>The names of the fields that were asked for, without what is in braces.</summary>
    public HashSet<string>? Fields()
    {
        if (this["fields"] is not { Length: > 0 } text)
        {
            return null;
        }

        var (names, depth, start) = (new HashSet<string>(StringComparer.Ordinal), 0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ',';
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == ',' && depth == 0)
            {
                names.Add(text[start..i].Split('{')[0].Trim());
                start = i + 1;
            }
        }

        return names;
    }
}
