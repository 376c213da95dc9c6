using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Diary.Cryptography;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Media;

/// <summary>Media as a client sends and fetches them.</summary>
internal static class MediaRequests
{
    public const int PartSize = 8 << 20;

    public const string Media = "id state contentType fileName encryptedMetadata sizeBytes sha256 width height createdAt "
        + "thumbnailProblem download { url method headers { name value } } thumbnail { url method headers { name value } }";

    private const string Problems = "problems { code message field ... on QuotaExceeded { usedBytes limitBytes } }";

    /// <summary>Bytes that look like nothing, the same for the same seed.</summary>
    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A file as an E2E client seals it; as it is for UCE.</summary>
    public static byte[] AsSent(this DiaryClient client, Guid id, byte[] plain)
    {
        if (client.Sealing is null)
        {
            return plain;
        }

        using var output = new MemoryStream();
        using var key = SymmetricKey.Generate();
        using (var sealing = new MediaSealingStream(output, client.Sealing.Account, id, key, EnvelopeSuite.Client))
        {
            sealing.Write(plain);
            sealing.Complete();
        }

        return output.ToArray();
    }

    public static async Task<JsonElement> BeginUpload(
        this DiaryClient client, Guid id, byte[] file, string type = "application/octet-stream",
        string? name = null, byte[]? metadata = null, long? size = null, byte[]? sha256 = null, IEnumerable<byte[]>? partSha256 = null) =>
        (await client.Data($"mutation ($input: BeginUploadInput!) {{ beginUpload(input: $input) {{ media {{ {Media} }} "
            + $"parts {{ number offset sizeBytes link {{ url method headers {{ name value }} expiresAt }} }} {Problems} }} }}",
            new
            {
                input = new
                {
                    id,
                    contentType = type,
                    fileName = name,
                    encryptedMetadata = metadata,
                    sizeBytes = size ?? file.Length,
                    sha256 = sha256 ?? SHA256.HashData(file),
                    partSha256,
                },
            })).At("beginUpload");

    public static async Task<JsonElement> CompleteUpload(this DiaryClient client, Guid id) => await client.Command("completeUpload", id);

    public static async Task<JsonElement> DeleteMedia(this DiaryClient client, Guid id) => await client.Command("deleteMedia", id);

    /// <summary>The file as it stands; null where there is none.</summary>
    public static async Task<JsonElement> Find(this DiaryClient client, Guid id) =>
        (await client.Data($"query ($id: ID!) {{ node(id: $id) {{ ... on Media {{ {Media} }} }} }}", new { id })).At("node");

    public static async Task<long> Used(this DiaryClient client) =>
        (await client.Data("{ me { storage { usedBytes } } }")).At("me.storage.usedBytes").GetInt64();

    /// <summary>Sends a part with its link.</summary>
    public static async Task<(HttpStatusCode Status, string? Code)> SendPart(
        this DiaryClient client, JsonElement part, byte[] file, Action<HttpRequestMessage>? change = null)
    {
        var (offset, size) = ((int)part.At("offset").GetInt64(), (int)part.At("sizeBytes").GetInt64());
        using var request = Request(client, part.At("link"));
        request.Content = new ByteArrayContent(file, offset, size);
        change?.Invoke(request);
        using var http = new HttpClient();
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await CodeOf(response));
    }

    /// <summary>The whole way up.</summary>
    public static async Task<JsonElement> Uploaded(
        this DiaryClient client, Guid id, byte[] file, string type = "application/octet-stream", string? name = null)
    {
        foreach (var part in (await client.BeginUpload(id, file, type, name)).At("parts").EnumerateArray())
        {
            Assert.Equal((HttpStatusCode.NoContent, null), await client.SendPart(part, file));
        }

        var payload = await client.CompleteUpload(id);
        Assert.Equal("[]", payload.At("problems").GetRawText());
        return payload.At("media");
    }

    /// <summary>Fetches what a link is to.</summary>
    public static async Task<HttpResponseMessage> Fetch(
        this DiaryClient client, JsonElement link, RangeHeaderValue? range = null, EntityTagHeaderValue? etag = null)
    {
        using var request = Request(client, link);
        request.Headers.Range = range;
        if (etag is not null)
        {
            request.Headers.IfNoneMatch.Add(etag);
        }

        using var http = new HttpClient();
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<byte[]> Fetched(this DiaryClient client, JsonElement media)
    {
        using var response = await client.Fetch(media.At("download"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    public static HttpRequestMessage Request(DiaryClient client, JsonElement link)
    {
        var request = new HttpRequestMessage(new HttpMethod(link.Text("method")!), new Uri(client.Url, link.Text("url")));
        foreach (var header in link.At("headers").EnumerateArray())
        {
            request.Headers.TryAddWithoutValidation(header.Text("name")!, header.Text("value"));
        }

        return request;
    }

    public static async Task<string?> CodeOf(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
        {
            return null;
        }

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return !body.StartsWith('{') ? "" : JsonDocument.Parse(body).RootElement.Text("errors.0.extensions.code");
    }

    private static async Task<JsonElement> Command(this DiaryClient client, string command, Guid id) => (await client.Data(
        $"mutation ($id: ID!) {{ {command}(mediaId: $id) {{ media {{ {Media} }} {Problems} }} }}", new { id })).At(command);
}
