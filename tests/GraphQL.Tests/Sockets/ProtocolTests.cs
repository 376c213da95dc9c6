using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Diary.GraphQL.Tests.Execution;
using Diary.GraphQL.Tests.Http;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Sockets;

/// <summary>graphql-transport-ws, message by message.</summary>
public sealed class ProtocolTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    private const string CountToThree = "subscription { count(to: 3) { number author { name } } }";

    [Theory]
    [InlineData("""{"type":"connection_init"}""", 4403)]
    [InlineData("""{"type":"connection_init","payload":{}}""", 4403)]
    [InlineData("""{"type":"connection_init","payload":{"authorization":7}}""", 4403)]
    [InlineData("""{"type":"connection_init","payload":{"authorization":"Bearer spent"}}""", 4403)]
    [InlineData("""{"type":"connection_init","payload":{"authorization":"Bearer limited"}}""", 1013)]
    [InlineData("""{"type":"connection_init","payload":{"authorization":"Bearer broken"}}""", 1013)]
    [InlineData("""{"type":"connection_init","payload":"x"}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }"}}""", 4401)]
    [InlineData("""{"type":"hello"}""", 4400)]
    [InlineData("""{"type":7}""", 4400)]
    [InlineData("""{"id":"1"}""", 4400)]
    [InlineData("""{"type":"\ud800"}""", 4400)]
    [InlineData("[]", 4400)]
    [InlineData("null", 4400)]
    [InlineData("{", 4400)]
    [InlineData("", 4400)]
    [InlineData("no json", 4400)]
    [InlineData("""{"type":"ping","payload":[]}""", 4400)]
    public async Task What_must_not_come_first_closes_with_a_code_that_says_why(string message, int code)
    {
        using var client = await SocketClient.Open(Endpoint);
        await client.Send(Encoding.UTF8.GetBytes(message));
        Assert.Equal(code, await client.Close());
        Assert.DoesNotContain("secret words", client.Closed!.Value.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"connection_init","payload":{"authorization":"Bearer good"}}""", 4429)]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ hello }"}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ hello }"}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":1,"payload":{"query":"{ hello }"}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"1"}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"1","payload":{}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":7}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }","variables":[1]}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"\ud800"}}""", 4400)]
    [InlineData("""{"type":"complete"}""", 4400)]
    [InlineData("""{"type":"next","id":"1"}""", 4400)]
    public async Task What_must_not_come_later_closes_with_a_code_that_says_why(string message, int code)
    {
        using var client = await SignedIn();
        await client.Send(Encoding.UTF8.GetBytes(message));
        Assert.Equal(code, await client.Close());
    }

    [Fact]
    public async Task Binary_messages_and_messages_without_end_are_refused()
    {
        using var binary = await SignedIn();
        await binary.Send([1, 2, 3], WebSocketMessageType.Binary);
        Assert.Equal(4400, await binary.Close());
        using var endless = await SignedIn();
        var part = Encoding.UTF8.GetBytes(new string(' ', 64 * 1024));
        for (var i = 0; i <= 4; i++)
        {
            await endless.Send(part, isWhole: false);
        }

        Assert.Equal(1009, await endless.Close());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("graphql-ws")]
    public async Task Another_subprotocol_is_not_acceptable(string? protocol)
    {
        using var client = await SocketClient.Open(Endpoint, protocol);
        Assert.Equal(4406, await client.Close());
    }

    [Fact]
    public async Task A_subscription_brings_its_events_in_order_and_ends_and_its_id_is_free_again()
    {
        using var client = await SignedIn();
        for (var round = 0; round < 2; round++)
        {
            await client.Subscribe("a", CountToThree);
            for (var number = 1; number <= 3; number++)
            {
                var next = (await client.Next())!.Value;
                Assert.Equal(("next", "a"), (next.Text("type"), next.Text("id")));
                Assert.Equal(number, next.Number("payload.data.count.number"));
                Assert.Equal($"Author {number}", next.Text("payload.data.count.author.name"));
            }

            Assert.Equal("""{"id":"a","type":"complete"}""", (await client.Next())!.Value.GetRawText());
        }
    }

    [Fact]
    public async Task Queries_and_mutations_have_one_result()
    {
        using var client = await SignedIn();
        await client.Subscribe("q", "{ hello secret }");
        Assert.Equal("""{"id":"q","type":"next","payload":{"data":{"hello":"world","secret":"Ada"}}}""", await Text(client));
        Assert.Equal("""{"id":"q","type":"complete"}""", await Text(client));
        await client.Subscribe("m", "mutation ($t: String!) { lend(input: { title: $t }) { title } }", new { t = "Emma" });
        Assert.Equal("""{"id":"m","type":"next","payload":{"data":{"lend":{"title":"Emma"}}}}""", await Text(client));
    }

    [Theory]
    [InlineData("subscription { nothing }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("subscription {", "SYNTAX_ERROR")]
    [InlineData("{ hello hello2: hello { x } }", null)]
    [InlineData("subscription { count { number } }", null)]
    public async Task A_document_that_cannot_run_ends_with_errors_and_the_socket_goes_on(string document, string? code)
    {
        using var client = await SignedIn();
        await client.Subscribe("x", document);
        var error = (await client.Next())!.Value;
        Assert.Equal(("error", "x", JsonValueKind.Array), (error.Text("type"), error.Text("id"), error.At("payload").ValueKind));
        Assert.True(code is null || error.Text("payload.0.extensions.code") == code, error.GetRawText());
        await client.Subscribe("x", "{ hello }");
        Assert.Equal("next", (await client.Next())!.Value.Text("type"));
    }

    [Fact]
    public async Task An_event_that_fails_shows_its_errors_and_a_source_that_fails_ends_with_one()
    {
        using var client = await SignedIn();
        await client.Subscribe("e", "subscription { count(to: 1) { number fault } }");
        var next = (await client.Next())!.Value;
        Assert.Equal((1, "INTERNAL"), (next.Number("payload.data.count.number"), next.Text("payload.errors.0.extensions.code")));
        Assert.Equal("complete", (await client.Next())!.Value.Text("type"));
        await client.Subscribe("s", "subscription { fails { number } }");
        Assert.Equal(1, (await client.Next())!.Value.Number("payload.data.fails.number"));
        var error = (await client.Next())!.Value;
        Assert.Equal(("error", "INTERNAL"), (error.Text("type"), error.Text("payload.0.extensions.code")));
        Assert.DoesNotContain("secret words", next.GetRawText() + error.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_of_documents_hold_here_too()
    {
        using var client = await SignedIn();
        await client.Subscribe("x", $"{{ {string.Concat(Enumerable.Range(0, 600).Select(i => $"a{i}: hello "))} }}");
        Assert.Equal("DOCUMENT_TOO_LARGE", (await client.Next())!.Value.Text("payload.0.extensions.code"));
    }

    [Fact]
    public async Task A_client_may_end_a_subscription_and_hears_nothing_more_of_it()
    {
        await using var server = await LibraryServer.Start();
        using var client = await SocketClient.Connect(new Uri(server.Address, "/graphql"), "good");
        await client.Subscribe("a", "subscription { count(to: 1000000) { number } }");
        Assert.Equal(1, (await client.Next())!.Value.Number("payload.data.count.number"));
        await client.Complete("a");
        await client.Complete("never was");
        await server.Services.GetRequiredService<Counter>().Ended.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        await client.Send(new { type = "ping", payload = new { still = "here" } });
        JsonElement? message;
        do
        {
            message = await client.Next(); // events that were on their way
        }
        while (message!.Value.Text("type") == "next");
        Assert.Equal("""{"type":"pong","payload":{"still":"here"}}""", message.Value.GetRawText());
    }

    [Fact]
    public async Task An_id_in_use_cannot_be_taken()
    {
        using var client = await SignedIn();
        await client.Subscribe("a", "subscription { count(to: 1000000) { number } }");
        await client.Subscribe("a", "{ hello }");
        Assert.Equal(4409, await client.Close());
    }

    [Fact]
    public async Task A_message_may_come_in_parts()
    {
        using var client = await SignedIn();
        var message = Encoding.UTF8.GetBytes("""{"id":"ü","type":"subscribe","payload":{"query":"{ hello }","extensions":null}}""");
        foreach (var part in message.Chunk(7).SkipLast(1))
        {
            await client.Send(part, isWhole: false);
        }

        await client.Send(message.Chunk(7).Last());
        Assert.Equal("""{"id":"ü","type":"next","payload":{"data":{"hello":"world"}}}""", await Text(client));
    }

    private Uri Endpoint => new(library.Server.Address, "/graphql");

    private Task<SocketClient> SignedIn() => SocketClient.Connect(Endpoint, "good");

    private static async Task<string> Text(SocketClient client) => (await client.Next())!.Value.GetRawText();
}
