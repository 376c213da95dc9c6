using System.Net;
using System.Text.RegularExpressions;

namespace Diary.GraphQL.Tests.Http;

public sealed partial class ExplorerTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    [Fact]
    public async Task A_browser_gets_the_explorer_under_a_policy_that_loads_and_calls_us_only()
    {
        var page = await Get("/graphql", Browser);
        Assert.Equal((200, "text/html"), (page.Status, page.ContentHeaders.ContentType!.MediaType));
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'; base-uri 'none'; form-action 'none'; ", policy, StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.True(page.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain("{{", page.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(InlineScript(), page.Text);
    }

    [Fact]
    public async Task Everything_that_the_page_names_is_served_typed_compressed_and_kept_for_ever()
    {
        var page = await Get("/graphql", Browser);
        var links = Links().Matches(page.Text).Select(match => match.Groups[1].Value)
            .Where(link => !link.StartsWith("data:", StringComparison.Ordinal)).ToList();
        Assert.Equal(6, links.Count);
        foreach (var link in links)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, link);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
            using var response = await library.Server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var type = link.Contains(".css", StringComparison.Ordinal) ? "text/css" : "text/javascript";
            Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
            Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl!.ToString());
            Assert.Equal("br", response.Content.Headers.ContentEncoding.Single());
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());

            using var again = new HttpRequestMessage(HttpMethod.Get, link);
            again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
            using var unchanged = await library.Server.Client.SendAsync(again, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        }
    }

    [Fact]
    public async Task An_asset_that_is_asked_for_without_its_hash_is_checked_each_time()
    {
        var asset = await Get("/graphql/assets/explorer.js", "*/*");
        Assert.Equal((200, "no-cache"), (asset.Status, asset.Headers.CacheControl!.ToString()));
        Assert.Contains("shouldPersistHeaders: false", asset.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/graphql/assets/explorer.html")]
    [InlineData("/graphql/assets/nope.js")]
    [InlineData("/graphql/assets/..%2fGraphQL.csproj")]
    public async Task Nothing_else_is_served(string path) => Assert.Equal(404, (await Get(path, "*/*")).Status);

    [Fact]
    public async Task A_client_that_likes_json_better_gets_no_page()
    {
        var answer = await Get("/graphql?query={hello}", "application/json, text/html;q=0.5");
        Assert.Equal("world", answer.Data!["hello"]!.GetValue<string>());
    }

    [Fact]
    public async Task There_is_no_explorer_where_it_is_switched_off()
    {
        await using var server = await LibraryServer.Start(new GraphQLOptions { Explorer = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql");
        Assert.Equal(400, (await server.Send(request, Browser, null)).Status);
        using var asset = new HttpRequestMessage(HttpMethod.Get, "/graphql/assets/explorer.js");
        Assert.Equal(404, (await server.Send(asset, Browser, null)).Status);
    }

    private async Task<Answer> Get(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await library.Server.Send(request, accept, null);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Links();

    [GeneratedRegex("<script(?![^>]* src=)[^>]*>|\\son\\w+=")]
    private static partial Regex InlineScript();
}
