using System.Net;
using System.Security.Cryptography;
using Amazon.S3.Model;
using Diary.Integrations.BlobStorage;
using Diary.TestKit;

namespace Diary.Integrations.Tests;

/// <summary>Links that go straight to an object store.</summary>
public sealed class DirectBlobTests(S3Server server) : IDisposable
{
    private static readonly byte[] Content = S3BlobStoreTests.Random(100_000);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly HttpClient _http = new();
    private readonly BlobKey _key = new(Guid.NewGuid(), Guid.NewGuid());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_takes_what_was_announced_again_and_again_and_gives_it_by_ranges()
    {
        using var store = await Store();
        var link = store.ToPut(_key, Content.Length, SHA256.HashData(Content), Hour);
        Assert.Null(await store.LengthOf(_key, Stop));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await Put(link, Content));
        }

        Assert.Equal(Content.Length, await store.LengthOf(_key, Stop));
        var fetched = store.ToGet(_key, Hour);
        Assert.Empty(fetched.Headers);
        using var request = new HttpRequestMessage(HttpMethod.Get, fetched.Url);
        request.Headers.Range = new(500, 999);
        using var response = await _http.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(Content[500..1_000], await response.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task Nothing_else_goes_through_it()
    {
        using var store = await Store();
        var link = store.ToPut(_key, Content.Length, SHA256.HashData(Content), Hour);
        var url = link.Url.AbsoluteUri;
        var another = (Assert.Single(link.Headers).Name, Convert.ToBase64String(SHA256.HashData([1])));
        foreach (var (tampered, body) in ((DirectLink, byte[])[])
        [
            (link with { Headers = [another] }, Content), // another hash
            (link with { Headers = [] }, Content), // none
            (link, Content[1..]), // another length
            (link with { Url = new Uri(url.Replace($"{_key.Id}", $"{Guid.NewGuid()}", StringComparison.Ordinal)) }, Content),
            (link with { Url = new Uri(url.Replace("X-Amz-Expires=3", "X-Amz-Expires=4", StringComparison.Ordinal)) }, Content),
            (link with { Url = new Uri(url[..^2] + (url.EndsWith("00", StringComparison.Ordinal) ? "11" : "00")) }, Content),
            (store.ToPut(_key, Content.Length, SHA256.HashData(Content), TimeSpan.FromSeconds(-5)), Content), // over
        ])
        {
            Assert.Equal(HttpStatusCode.Forbidden, await Put(tampered, body));
        }

        using var get = await _http.GetAsync(link.Url, Stop);
        Assert.Equal(HttpStatusCode.Forbidden, get.StatusCode);
        Assert.Null(await store.LengthOf(_key, Stop));
    }

    [Fact]
    public async Task A_browser_of_an_allowed_origin_may_use_it()
    {
        var options = await server.CreateBucket();
        using var store = new S3BlobStore(options);
        using var client = server.Client();
        await client.PutCORSConfigurationAsync(options.Bucket, new CORSConfiguration
        {
            Rules =
            [
                new CORSRule
                {
                    AllowedOrigins = ["https://diary.example"], AllowedMethods = ["GET", "PUT"], AllowedHeaders = ["*"],
                },
            ],
        }, Stop);
        using var ask = new HttpRequestMessage(HttpMethod.Options, store.ToPut(_key, 1, SHA256.HashData([1]), Hour).Url);
        ask.Headers.Add("Origin", "https://diary.example");
        ask.Headers.Add("Access-Control-Request-Method", "PUT");
        ask.Headers.Add("Access-Control-Request-Headers", "x-amz-checksum-sha256");
        using var answer = await _http.SendAsync(ask, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("https://diary.example", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    public void Dispose() => _http.Dispose();

    private async Task<S3BlobStore> Store() => new(await server.CreateBucket());

    private async Task<HttpStatusCode> Put(DirectLink link, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, link.Url) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in link.Headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _http.SendAsync(request, Stop);
        return response.StatusCode;
    }
}
