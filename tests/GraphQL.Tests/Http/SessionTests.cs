using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Http;

public sealed class SessionTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    private LibraryServer Server => library.Server;

    [Fact]
    public async Task A_good_token_reaches_guarded_fields_and_its_session_is_disposed_after_the_answer()
    {
        await using var server = await LibraryServer.Start();
        var answer = await server.Post("{ secret }", token: "good");
        Assert.Equal("Ada", answer.Data!["secret"]!.GetValue<string>());
        Assert.All(server.Services.GetRequiredService<TestAuthenticator>().Sessions, session => Assert.True(session.Disposed));
    }

    [Theory]
    [InlineData(null, "Bearer")]
    [InlineData("spent", "Bearer error=\"invalid_token\"")]
    public async Task A_guarded_field_without_a_session_is_refused(string? token, string challenge)
    {
        var answer = await Server.Post("{ secret }", token: token);
        Assert.Equal((401, "UNAUTHENTICATED"), (answer.Status, answer.Code));
        Assert.False(answer.HasData);
        Assert.Equal(challenge, answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal(token is null ? "Sign in first." : "The access token has expired.", answer.Message);
    }

    [Fact]
    public async Task A_spent_token_does_not_stand_in_the_way_of_open_fields()
    {
        var answer = await Server.Post("{ hello maybeSecret }", token: "spent");
        Assert.Equal((200, "world", "UNAUTHENTICATED"), (answer.Status, answer.Data!["hello"]!.GetValue<string>(), answer.Code));
    }

    [Theory]
    [InlineData("{ x: secret }")]
    [InlineData("{ ...F } fragment F on Query { secret }")]
    [InlineData("{ ... on Query @include(if: true) { secret } }")]
    [InlineData("query A { hello } query B { secret }")]
    public async Task No_document_steps_round_the_guard_even_after_the_signed_in_cached_it(string query)
    {
        var operation = query.Contains("query B", StringComparison.Ordinal) ? "\"B\"" : "null";
        var json = $$"""{ "query": "{{query}}", "operationName": {{operation}} }""";
        Assert.Equal(200, (await Server.PostJson(json, token: "good")).Status);
        var answer = await Server.PostJson(json);
        Assert.Equal((401, "UNAUTHENTICATED"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_limit_that_the_authenticator_meets_is_told_with_the_time_to_wait()
    {
        var answer = await Server.Post("{ hello }", token: "limited");
        Assert.Equal((429, "RATE_LIMITED"), (answer.Status, answer.Code));
        Assert.Equal(TimeSpan.FromSeconds(3), answer.Headers.RetryAfter!.Delta);
        Assert.Equal(3, answer.Errors[0]!["extensions"]!["retryAfterSeconds"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_fault_of_the_authenticator_is_a_500_that_tells_nothing()
    {
        var answer = await Server.Post("{ hello }", token: "broken");
        Assert.Equal((500, "INTERNAL"), (answer.Status, answer.Code));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }
}
