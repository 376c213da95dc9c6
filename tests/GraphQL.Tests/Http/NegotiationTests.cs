using System.Text;

namespace Diary.GraphQL.Tests.Http;

public sealed class NegotiationTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    [Theory]
    [InlineData("application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json")]
    [InlineData("application/json;q=0.9, application/graphql-response+json;q=0.8", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/plain;q=0.9, */*;q=0.1", "application/json")]
    [InlineData("application/graphql-response+json; charset=utf-8", "application/graphql-response+json")]
    [InlineData("this is no media type", "application/json")]
    [InlineData(null, "application/json")]
    public async Task The_best_accepted_type_answers(string? accept, string type)
    {
        var answer = await Post(accept);
        Assert.Equal(200, answer.Status);
        Assert.Equal(type, answer.ContentHeaders.ContentType!.MediaType);
        Assert.Equal("utf-8", answer.ContentHeaders.ContentType.CharSet);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json;q=0")]
    [InlineData("application/problem+json")]
    public async Task A_type_that_cannot_be_produced_is_refused(string accept)
    {
        var answer = await Post(accept);
        Assert.Equal((406, "NOT_ACCEPTABLE"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Answers_are_neither_kept_nor_sniffed()
    {
        var posts = new[] { await Post("application/json"), await Post("text/plain") };
        var gets = new[] { await library.Server.Get("{ nope }"), await library.Server.Get("{ hello }") };
        Assert.All(posts.Concat(gets), answer =>
        {
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("Accept", answer.Headers.Vary);
        });
    }

    [Theory]
    [InlineData("application/graphql-response+json", 400)]
    [InlineData("application/json", 200)]
    public async Task Only_clients_of_the_newer_type_see_an_invalid_document_as_400(string accept, int status)
    {
        var answer = await library.Server.PostJson("""{ "query": "{ nope }" }""", accept);
        Assert.Equal((status, "FIELDS_ON_CORRECT_TYPE"), (answer.Status, answer.Code));
        Assert.False(answer.HasData);
    }

    private async Task<Answer> Post(string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent("""{ "query": "{ hello }" }""", Encoding.UTF8, "application/json"),
        };
        return await library.Server.Send(request, accept, null);
    }
}
