using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>A file of one part as a client sends, fetches and deletes it.</summary>
internal static class SentMedia
{
    private const string Link = "url method headers { name value }";

    public static async Task<JsonElement> BeginUpload(this DiaryClient client, Guid id, byte[] file, string? name = null) =>
        (await client.Data(
            $"mutation ($input: BeginUploadInput!) {{ beginUpload(input: $input) {{ parts {{ link {{ {Link} }} }} "
                + "problems { code } } }",
            new
            {
                input = new
                {
                    id,
                    contentType = "text/plain",
                    fileName = name,
                    sizeBytes = file.Length,
                    sha256 = SHA256.HashData(file),
                },
            })).GetProperty("beginUpload");

    /// <summary>Sends whatever is missing.</summary>
    public static async Task<JsonElement> SendMissing(this DiaryClient client, JsonElement begun, byte[] file)
    {
        foreach (var part in begun.GetProperty("parts").EnumerateArray())
        {
            using var request = Request(client, part.GetProperty("link"));
            request.Content = new ByteArrayContent(file);
            using var http = new HttpClient();
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        }

        return begun;
    }

    public static async Task<string?> CompleteUpload(this DiaryClient client, Guid id) => StateOf((await client.Data(
        "mutation ($id: ID!) { completeUpload(mediaId: $id) { media { state } problems { code } } }", new { id }))
        .GetProperty("completeUpload").GetProperty("media"));

    public static async Task<string?> DeleteMedia(this DiaryClient client, Guid id) => StateOf((await client.Data(
        "mutation ($id: ID!) { deleteMedia(mediaId: $id) { media { state } problems { code } } }", new { id }))
        .GetProperty("deleteMedia").GetProperty("media"));

    /// <summary>The whole way up.</summary>
    public static async Task SendMedia(this DiaryClient client, Guid id, byte[] file, string? name = null)
    {
        await client.SendMissing(await client.BeginUpload(id, file, name), file);
        Assert.Equal("READY", await client.CompleteUpload(id));
    }

    public static async Task<string?> StateOfMedia(this DiaryClient client, Guid id) => StateOf((await client.Data(
        "query ($id: ID!) { node(id: $id) { ... on Media { state } } }", new { id })).GetProperty("node"));

    public static async Task<byte[]> FetchMedia(this DiaryClient client, Guid id)
    {
        var media = (await client.Data(
            $"query ($id: ID!) {{ node(id: $id) {{ ... on Media {{ download {{ {Link} }} }} }} }}", new { id })).GetProperty("node");
        using var request = Request(client, media.GetProperty("download"));
        using var http = new HttpClient();
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<long> UsedBytes(this DiaryClient client) => (await client.Data("{ me { storage { usedBytes } } }"))
        .GetProperty("me").GetProperty("storage").GetProperty("usedBytes").GetInt64();

    private static string? StateOf(JsonElement media) =>
        media.ValueKind == JsonValueKind.Null ? null : media.GetProperty("state").GetString();

    private static HttpRequestMessage Request(DiaryClient client, JsonElement link)
    {
        var request = new HttpRequestMessage(
            new HttpMethod(link.GetProperty("method").GetString()!), new Uri(client.Url, link.GetProperty("url").GetString()));
        foreach (var header in link.GetProperty("headers").EnumerateArray())
        {
            request.Headers.TryAddWithoutValidation(header.GetProperty("name").GetString()!, header.GetProperty("value").GetString());
        }

        return request;
    }
}
