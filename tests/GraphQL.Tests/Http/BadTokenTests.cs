using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Http;

public sealed class BadTokenTests
{
    private const int Limit = 5;

    [Fact]
    public async Task An_address_that_sent_too_many_bad_tokens_has_none_looked_at()
    {
        await using var server = await LibraryServer.Start(new GraphQLOptions { RequestsPerMinute = Limit });
        for (var i = 0; i < Limit; i++)
        {
            Assert.Equal(200, (await server.Post("{ hello }", token: "spent")).Status);
        }

        for (var i = 0; i < 200; i++)
        {
            var answer = await server.Post("{ secret }", token: "good"); // also when a part of one has come back
            Assert.Equal((429, "RATE_LIMITED"), (answer.Status, answer.Code));
            Assert.Equal(TimeSpan.FromSeconds(60 / Limit), answer.Headers.RetryAfter!.Delta);
        }

        Assert.Empty(server.Services.GetRequiredService<TestAuthenticator>().Sessions);
    }

    /// <summary>Many people may be behind one address.</summary>
    [Fact]
    public async Task Good_tokens_and_requests_without_one_are_not_counted_as_bad()
    {
        await using var server = await LibraryServer.Start(new GraphQLOptions { RequestsPerMinute = Limit });
        for (var i = 0; i <= Limit; i++)
        {
            await server.Post("{ hello }");
        }

        Assert.Equal(429, (await server.Post("{ hello }")).Status);
        for (var i = 0; i < 3 * Limit; i++)
        {
            Assert.Equal(200, (await server.Post("{ secret }", token: "good")).Status); // each a session of its own
        }
    }
}
