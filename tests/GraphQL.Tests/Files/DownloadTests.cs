using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.GraphQL.Files;
using Diary.GraphQL.Tests.Archives;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Files;

public sealed class DownloadTests(DiaryFixture diary)
{
    [Fact]
    public async Task A_link_needs_no_session_and_serves_ranges_and_what_the_client_has_already()
    {
        using var client = await diary.SignUp();
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        var link = (await client.Over(await client.Export())).At("result");
        Assert.DoesNotContain("ey", new Uri(client.Url, link.Text("url")!).Query, StringComparison.Ordinal);
        await client.Data("mutation { signOut { ended } }");

        var whole = await client.Download(link);
        using var response = await Get(client, link);
        Assert.Equal((HttpStatusCode.OK, "application/zip", "attachment", "nosniff"), (response.StatusCode,
            response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentDisposition?.DispositionType,
            response.Headers.GetValues("X-Content-Type-Options").Single()));
        using var part = await Get(client, link, range: new RangeHeaderValue(10, 29));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(whole[10..30], await part.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var beyond = await Get(client, link, range: new RangeHeaderValue(whole.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        using var known = await Get(client, link, etag: response.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact]
    public async Task A_link_opens_its_own_file_for_five_minutes_and_nothing_else()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var ada = await server.SignUp(Tier.Uce);
        await ada.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        var json = (await ada.Over(await ada.Export())).At("result");
        var markdown = (await ada.Over(await ada.Export("MARKDOWN"))).At("result");
        foreach (var (url, token) in new[]
        {
            (json.Text("url"), markdown.Text("headers.0.value")), (json.Text("url"), $"Bearer {ada.AccessToken}"),
            (json.Text("url"), "Bearer x"), (json.Text("url"), ""), ("/files/no-uuid", json.Text("headers.0.value")),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(ada.Url, url));
            request.Headers.TryAddWithoutValidation("Authorization", token);
            using var http = new HttpClient();
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        clock.Move(FileLinks.Lifetime + TimeSpan.FromSeconds(1));
        using var late = await Get(ada, json);
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
        Assert.Contains("\"UNAUTHENTICATED\"", await late.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_is_deleted_takes_its_files_with_it()
    {
        using var client = await diary.SignUp();
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        var link = (await client.Over(await client.Export())).At("result");
        await client.Data("mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { receipt { at } } }",
            new { input = new { credential = new { password = DiaryClient.Password } } });
        using var response = await Get(client, link);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> Get(
        DiaryClient client, JsonElement link, RangeHeaderValue? range = null, EntityTagHeaderValue? etag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.Url, link.Text("url")));
        request.Headers.TryAddWithoutValidation("Authorization", link.Text("headers.0.value"));
        request.Headers.Range = range;
        if (etag is not null)
        {
            request.Headers.IfNoneMatch.Add(etag);
        }

        return await client.Http.SendAsync(request);
    }
}
