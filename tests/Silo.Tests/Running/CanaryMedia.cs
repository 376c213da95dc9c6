using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diary.Cryptography;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>Sends files whose names and contents stand nowhere else, fetches and deletes them; one stays.</summary>
internal sealed class CanaryMedia(DiaryClient client)
{
    public const string FileName = "Schnappschildkroetenfoto-Sommerfest";

    private const string Link = "link { url method headers { name value } }";

    public async Task Live()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{CanaryWalk.Body} {FileName} ", 2_000)));
        var (kept, deleted) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var id in (Guid[])[kept, deleted])
        {
            var file = client.Sealing is null ? text : Seal(id, text);
            await Send(id, file);
            Assert.Equal(file, await Fetch(id));
        }

        await client.Data("mutation ($id: ID!) { deleteMedia(mediaId: $id) { problems { code } } }", new { id = deleted });
    }

    private byte[] Seal(Guid id, byte[] text)
    {
        using var output = new MemoryStream();
        using var key = SymmetricKey.Generate();
        using var sealing = new MediaSealingStream(output, client.Sealing!.Account, id, key, EnvelopeSuite.Client);
        sealing.Write(text);
        sealing.Complete();
        return output.ToArray();
    }

    private async Task Send(Guid id, byte[] file)
    {
        var begun = (await client.Data(
            $"mutation ($input: BeginUploadInput!) {{ beginUpload(input: $input) {{ parts {{ {Link} }} problems {{ code }} }} }}",
            new
            {
                input = new
                {
                    id,
                    contentType = "text/plain",
                    fileName = client.Sealing is null ? FileName : null,
                    sizeBytes = file.Length,
                    sha256 = SHA256.HashData(file),
                },
            })).GetProperty("beginUpload");
        using var request = Request(Assert.Single(begun.GetProperty("parts").EnumerateArray()).GetProperty("link"));
        request.Content = new ByteArrayContent(file);
        using var http = new HttpClient();
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        const string complete = "mutation ($id: ID!) { completeUpload(mediaId: $id) { media { state } problems { code } } }";
        Assert.Equal("READY", (await client.Data(complete, new { id }))
            .GetProperty("completeUpload").GetProperty("media").GetProperty("state").GetString());
    }

    private async Task<byte[]> Fetch(Guid id)
    {
        var media = (await client.Data(
            "query ($id: ID!) { node(id: $id) { ... on Media { fileName download { url method headers { name value } } } } }", new { id }))
            .GetProperty("node");
        using var request = Request(media.GetProperty("download"));
        using var http = new HttpClient();
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private HttpRequestMessage Request(JsonElement link)
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
