using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Diary.TestKit;

/// <summary>A GraphQL client as a newcomer would write one: HTTP and JSON, nothing of ours.</summary>
public sealed class DiaryClient(Uri url) : IDisposable
{
    /// <summary>A password that is good enough.</summary>
    public const string Password = "correct horse battery staple";

    private readonly HttpClient _http = new();

    /// <summary>The plain HTTP client, for requests that no well-behaved client would make.</summary>
    public HttpClient Http => _http;

    /// <summary>What seals and opens for an E2E account; null for UCE, whose texts the server reads.</summary>
    public E2ESealing? Sealing { get; set; }

    /// <summary>The endpoint.</summary>
    public Uri Url => url;

    /// <summary>The address of the account that it signed up or in.</summary>
    public string Email { get; internal set; } = "";

    /// <summary>The latest refresh token.</summary>
    public string RefreshToken { get; private set; } = "";

    /// <summary>The latest access token.</summary>
    public string AccessToken { get; private set; } = "";

    /// <summary>Signs up with a fresh address and keeps the session.</summary>
    public async Task<JsonElement> SignUp(string? email = null, string password = Password)
    {
        Email = email ?? $"{Guid.NewGuid():N}@example.org";
        var payload = (await Data(
            """
            mutation ($input: SignUpInput!) { signUp(input: $input) {
              session { accessToken refreshToken accessTokenExpiresAt refreshTokenExpiresAt }
              account { id } recoveryCodes problems { code message field } } }
            """,
            new
            {
                input = new { email = Email, tier = "UCE", credential = new { password }, device = "test", timeZone = "Europe/Vienna" },
            })).GetProperty("signUp");
        Use(payload.GetProperty("session"));
        return payload;
    }

    /// <summary>Keeps a session's tokens and signs requests with them.</summary>
    public void Use(JsonElement session)
    {
        AccessToken = session.GetProperty("accessToken").GetString()!;
        RefreshToken = session.GetProperty("refreshToken").GetString()!;
        SignWith(AccessToken);
    }

    /// <summary>Signs requests with a token; null signs none.</summary>
    public void SignWith(string? accessToken) =>
        _http.DefaultRequestHeaders.Authorization = accessToken is null ? null : new AuthenticationHeaderValue("Bearer", accessToken);

    /// <summary>Posts a document; the whole response body.</summary>
    public async Task<JsonElement> Send(string query, object? variables = null) => Sealing is null
        ? await Raw(query, variables)
        : Sealing.Open(await Raw(E2ESealing.Widen(query), Sealing.Seal(variables)));

    /// <summary>Posts a document as it is, whatever the tier; the whole response body, nothing of it opened.</summary>
    public async Task<JsonElement> Raw(string query, object? variables = null)
    {
        using var response = await _http.PostAsJsonAsync(url, new { query, variables });
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Posts bytes as they are, which need be no sound request; the status and the response body.</summary>
    public async Task<(int Status, JsonElement Body)> SendRaw(string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(url, content);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Posts a document that must run without errors; its data.</summary>
    public async Task<JsonElement> Data(string query, object? variables = null)
    {
        var body = await Send(query, variables);
        return body.TryGetProperty("errors", out var errors)
            ? throw new InvalidOperationException($"GraphQL errors: {errors}")
            : body.GetProperty("data");
    }

    /// <summary>Writes an entry; the payload.</summary>
    public async Task<JsonElement> CreateEntry(Guid id, object plain, string entryDate = "2026-11-23", string? timeZone = null) =>
        (await Data(
            $"mutation ($input: CreateEntryInput!) {{ createEntry(input: $input) {{ entry {{ {EntryFields} }} {Problems} }} }}",
            new { input = new { id, entryDate, timeZone, content = new { plain } } })).GetProperty("createEntry");

    /// <summary>Changes an entry's content; the payload.</summary>
    public async Task<JsonElement> EditEntry(Guid id, int expectedVersion, object? plain, string? entryDate = null) =>
        (await Data(
            $"mutation ($input: EditEntryInput!) {{ editEntry(input: $input) {{ entry {{ {EntryFields} }} {Problems} }} }}",
            new { input = new { id, expectedVersion, entryDate, content = plain is null ? null : new { plain } } }))
            .GetProperty("editEntry");

    /// <summary>Uploads a file; the response's status and body.</summary>
    public async Task<(int Status, JsonElement Body)> Upload(Guid id, byte[] file, string type = "application/zip")
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var response = await _http.PutAsync(new Uri(url, $"/files/{id}"), content);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>What a link says to fetch.</summary>
    public async Task<byte[]> Download(JsonElement link)
    {
        using var request = new HttpRequestMessage(new HttpMethod(link.GetProperty("method").GetString()!),
            new Uri(url, link.GetProperty("url").GetString()));
        foreach (var header in link.GetProperty("headers").EnumerateArray())
        {
            request.Headers.TryAddWithoutValidation(header.GetProperty("name").GetString()!, header.GetProperty("value").GetString());
        }

        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The fields that most tests look at.</summary>
    public const string EntryFields =
        "id version entryDate timeZone source createdAt updatedAt deletedAt purgeAt tags { name token auto entryCount } "
        + "content { __typename ... on PlainContent { title body mood location { name latitude longitude } "
        + "weather { condition temperatureC } } }";

    /// <summary>A payload's problems.</summary>
    public const string Problems =
        "problems { __typename code message field ... on VersionConflict { currentVersion current { id version content { ... on "
        + "PlainContent { body } } } } }";

    /// <inheritdoc/>
    public void Dispose()
    {
        Sealing?.Dispose();
        _http.Dispose();
    }
}
