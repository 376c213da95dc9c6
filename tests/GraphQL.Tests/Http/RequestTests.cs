using System.Net;
using System.Text;

namespace Diary.GraphQL.Tests.Http;

public sealed class RequestTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""[{ "query": "{ hello }" }]""")]
    [InlineData("""{ "query": "{ hello }" } trailing""")]
    [InlineData("""{ "query": "{ hello }" }{ "query": "{ hello }" }""")]
    [InlineData("""{ "query": 5 }""")]
    [InlineData("""{ "query": "{ hello }", "variables": "x" }""")]
    [InlineData("""{ "query": "{ hello }", "variables": [] }""")]
    [InlineData("""{ "query": "{ hello }", "operationName": {} }""")]
    [InlineData("""{ "query": "{ hello }", "extensions": 1 }""")]
    [InlineData("""{ }""")]
    [InlineData("""{ "query": null }""")]
    public async Task What_is_no_request_is_refused(string json)
    {
        var answer = await library.Server.PostJson(json);
        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("""{ "query": "{ echo(text: \"\uD800\") }" }""")]
    [InlineData("""{ "query": "{ echo(text: \"\\uD800\") }" }""")]
    [InlineData("""{ "query": "{ echo(text: \"\\udc00 \\ud83d\\ude00\") }" }""")]
    [InlineData("""{ "query": "query($text: String) { echo(text: $text) }", "variables": { "text": "\uD800" } }""")]
    [InlineData("""{ "query": "query($text: String) { echo(text: $text) }", "variables": { "\uD800": "x" } }""")]
    [InlineData("""{ "query": "query($text: String = \"\\uDBFF\") { echo(text: $text) }" }""")]
    [InlineData("""{ "query": "{ hello }", "operationName": "\uDFFF" }""")]
    [InlineData("""{ "query": "{ hello }", "\uD800": 1 }""")]
    public async Task Half_of_a_surrogate_pair_is_refused_wherever_it_stands(string json)
    {
        var answer = await library.Server.PostJson(json);
        Assert.Equal((400, "INVALID"), (answer.Status, answer.Code));
        Assert.Contains("Unicode", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused()
    {
        byte[] body = [.. "{ \"query\": \"query($t: String) { echo(text: $t) }\", \"variables\": { \"t\": \""u8, 0xC3, 0x28, .. "\" } }"u8];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        var answer = await library.Server.Send(request, null, null);
        Assert.Equal((400, "INVALID"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Whole_surrogate_pairs_are_text()
    {
        const string Query = """query($t: String) { echo(text: $t) again: echo(text: \"\\uD83D\\uDE00\") }""";
        var answer = await library.Server.PostJson($$"""{ "query": "{{Query}}", "variables": { "t": "\uD83D\uDE00" } }""");
        Assert.Equal(("😀", "😀"), (answer.Data!["echo"]!.GetValue<string>(), answer.Data["again"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/graphql")]
    [InlineData(null)]
    public async Task Only_json_is_read_so_that_no_form_of_another_site_can_post(string? contentType)
    {
        var body = """{ "query": "mutation { lend(input: { title: \"x\" }) { title } }" }"""u8.ToArray();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var answer = await library.Server.Send(request, null, null);
        Assert.Equal((415, "UNSUPPORTED_MEDIA_TYPE"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_past_the_limit_is_refused_also_where_its_length_was_not_announced(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = Padded(4 * 1024 * 1024 + 1) };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true; // the server may answer before it has read everything
        var answer = await library.Server.Send(request, null, null);
        Assert.Equal((413, "BODY_TOO_LARGE"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_body_of_exactly_the_limit_is_read()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = Padded(4 * 1024 * 1024) };
        Assert.Equal(200, (await library.Server.Send(request, null, null)).Status);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    public async Task Other_methods_are_refused_and_told_which_are_not(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/graphql");
        using var response = await library.Server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_get_runs_queries_with_variables()
    {
        var query = Uri.EscapeDataString("query A($t: String) { echo(text: $t) } query B { hello }");
        var variables = Uri.EscapeDataString("{\"t\":\"x\"}");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/graphql?query={query}&operationName=A&variables={variables}");
        Assert.Equal("x", (await library.Server.Send(request, null, null)).Data!["echo"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("?query={hello}&query={hello}")]
    [InlineData("?query={hello}&variables=x")]
    [InlineData("?query={hello}&variables=[]")]
    [InlineData("?variables={}")]
    [InlineData("")]
    public async Task A_get_that_is_no_request_is_refused(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql" + query);
        var answer = await library.Server.Send(request, null, null);
        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_get_runs_no_mutation_the_first_time_or_from_the_cache()
    {
        const string Lend = "mutation { lend(input: { title: \"x\" }) { title } }";
        Assert.Equal(405, (await library.Server.Get(Lend)).Status);
        Assert.Equal("x", (await library.Server.Post(Lend)).Data!["lend"]!["title"]!.GetValue<string>());
        var again = await library.Server.Get(Lend, "application/json");
        Assert.Equal((405, "METHOD_NOT_ALLOWED"), (again.Status, again.Code));
        Assert.Equal(["POST"], again.ContentHeaders.Allow);
        Assert.False(again.HasData);
    }

    private static StringContent Padded(int bytes)
    {
        const string Json = """{ "query": "{ hello }" }""";
        return new StringContent(Json + new string(' ', bytes - Json.Length), Encoding.UTF8, "application/json");
    }
}
