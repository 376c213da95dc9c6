using Diary.GraphQL.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Diary.GraphQL.Tests.Execution;

public sealed class ErrorTests
{
    [Fact]
    public async Task A_fault_tells_the_client_a_trace_id_and_the_log_what_happened_without_its_words()
    {
        await using var server = await LibraryServer.Start();
        var answer = await server.Post("query($text: String) { fails echo(text: $text) }", new { text = "private words" });
        Assert.Equal(200, answer.Status);
        var error = answer.Errors.Single()!;
        Assert.Equal("Something went wrong on our side.", answer.Message);
        Assert.Equal(["code", "traceId"], error["extensions"]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
        var trace = error["extensions"]!["traceId"]!.GetValue<string>();
        Assert.NotEmpty(trace);
        var line = Assert.Single(server.Journal.Lines, entry => entry.Id == 5001);
        Assert.Contains(trace, line.Text, StringComparison.Ordinal);
        Assert.Contains("Query.fails", line.Text, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException", line.Text, StringComparison.Ordinal);
        foreach (var words in new[] { "secret words", "private words", "query($text" })
            Assert.DoesNotContain(server.Journal.Lines, entry => entry.Text.Contains(words, StringComparison.Ordinal));
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("INVALID_OPERATION", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_fails_for_fifty_fields_is_logged_once()
    {
        await using var server = await LibraryServer.Start();
        var answer = await server.Post("{ shelves { label } }");
        Assert.Equal(20, answer.Errors.Count);
        Assert.Single(server.Journal.Lines, entry => entry.Id == 5001);
        Assert.Single(answer.Errors.Select(error => error!["extensions"]!["traceId"]!.GetValue<string>()).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_rate_limit_is_429_with_whole_seconds_rounded_up()
    {
        await using var server = await LibraryServer.Start();
        var answer = await server.Post("{ limited }");
        Assert.Equal((429, "RATE_LIMITED"), (answer.Status, answer.Code));
        Assert.Equal(7, answer.Errors[0]!["extensions"]!["retryAfterSeconds"]!.GetValue<int>());
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter!.Delta);
        Assert.False(answer.HasData);
        Assert.DoesNotContain(server.Journal.Lines, entry => entry.Id is 5001 or 5002);
    }

    [Fact]
    public async Task A_dependency_that_is_away_is_503_unless_something_else_was_answered()
    {
        await using var server = await LibraryServer.Start();
        var alone = await server.Post("{ away }");
        Assert.Equal((503, "UNAVAILABLE"), (alone.Status, alone.Code));
        Assert.Equal(TimeSpan.FromSeconds(2), alone.Headers.RetryAfter!.Delta);
        var beside = await server.Post("{ away hello }");
        Assert.Equal((200, "world", "UNAVAILABLE"), (beside.Status, beside.Data!["hello"]!.GetValue<string>(), beside.Code));
        Assert.Null(beside.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_request_past_its_time_is_cancelled_and_answered_with_503()
    {
        var time = new FakeTimeProvider();
        await using var server = await LibraryServer.Start(time: time);
        var work = server.Services.GetRequiredService<SlowWork>();
        var request = server.Post("{ slow }");
        await work.Begun.Task;
        time.Advance(TimeSpan.FromSeconds(30));
        await work.Cancelled.Task;
        var answer = await request;
        Assert.Equal((503, "TIMEOUT"), (answer.Status, answer.Code));
        Assert.DoesNotContain(server.Journal.Lines, entry => entry.Id == 5001);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_its_request_and_is_no_fault()
    {
        await using var server = await LibraryServer.Start();
        var work = server.Services.GetRequiredService<SlowWork>();
        using var leaving = new CancellationTokenSource();
        using var body = new StringContent("""{ "query": "{ slow }" }""", System.Text.Encoding.UTF8, "application/json");
        var request = server.Client.PostAsync(new Uri("/graphql", UriKind.Relative), body, leaving.Token);
        await work.Begun.Task;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await work.Cancelled.Task;
        Assert.Equal(200, (await server.Post("{ hello }")).Status);
        Assert.DoesNotContain(server.Journal.Lines, entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Fact]
    public async Task Suggestions_give_no_name_away_where_only_trusted_documents_run()
    {
        using var file = new TrustedFile("{ slo }");
        var trusted = new GraphQLOptions { TrustedDocuments = file.Path, TrustedDocumentsOnly = true };
        await using var server = await LibraryServer.Start(trusted);
        var answer = await server.PostJson($$"""{ "documentId": "{{file.Id}}" }""");
        Assert.Equal("Cannot query field 'slo' on type 'Query'.", answer.Message);
        await using var open = await LibraryServer.Start();
        Assert.Contains("Did you mean", (await open.Post("{ slo }")).Message, StringComparison.Ordinal);
    }
}
