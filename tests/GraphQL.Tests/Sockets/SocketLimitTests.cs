using System.Net.WebSockets;
using Diary.GraphQL.Http.Sockets;
using Diary.GraphQL.Tests.Execution;
using Diary.GraphQL.Tests.Http;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Diary.GraphQL.Tests.Sockets;

/// <summary>What keeps sockets from taking more than they may.</summary>
public sealed class SocketLimitTests
{
    [Fact]
    public async Task A_client_that_never_signs_in_is_closed()
    {
        await using var server = await Start(new SocketOptions { InitTimeout = TimeSpan.FromMilliseconds(100) });
        using var client = await SocketClient.Open(Endpoint(server));
        Assert.Equal(4408, await client.Close());
    }

    [Fact]
    public async Task There_are_no_more_sockets_than_may_be_and_places_come_back()
    {
        await using var server = await Start(new SocketOptions { Most = 2 });
        using var first = await SocketClient.Connect(Endpoint(server), "good");
        using (await SocketClient.Connect(Endpoint(server), "good"))
        {
            await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.Open(Endpoint(server)));
        }

        await Until(() => server.Services.GetRequiredService<OpenSockets>().Count == 1);
        using var third = await SocketClient.Connect(Endpoint(server), "good");
    }

    [Fact]
    public async Task A_session_has_so_many_sockets_and_no_more_and_places_come_back()
    {
        await using var server = await Start(new SocketOptions { MostOfSession = 1 });
        using (await SocketClient.Connect(Endpoint(server), "same"))
        {
            using var second = await SocketClient.Open(Endpoint(server));
            await second.Send(new { type = "connection_init", payload = new { authorization = "Bearer same" } });
            Assert.Equal(4429, await second.Close());
        }

        await Until(() => server.Services.GetRequiredService<OpenSockets>().Count == 0);
        using var third = await SocketClient.Connect(Endpoint(server), "same");
    }

    [Fact]
    public async Task A_socket_has_so_many_operations_and_no_more()
    {
        await using var server = await Start(new SocketOptions { MostOperations = 1 });
        using var client = await SocketClient.Connect(Endpoint(server), "good");
        await client.Subscribe("a", "{ slow }");
        await server.Services.GetRequiredService<SlowWork>().Begun.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        await client.Subscribe("b", "{ hello }");
        var refused = (await client.Next())!.Value;
        Assert.Equal(("error", "b", "RATE_LIMITED"), (refused.Text("type"), refused.Text("id"), refused.Text("payload.0.extensions.code")));
        await client.Complete("a");
        await server.Services.GetRequiredService<SlowWork>().Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_stops_its_source_and_is_told_to_catch_up()
    {
        await using var server = await Start(new SocketOptions { SendTimeout = TimeSpan.FromMilliseconds(500) });
        using var client = await SocketClient.Connect(Endpoint(server), "good");
        await client.Subscribe("a", "subscription { count(to: 1000000) { number filler } }");
        var counter = server.Services.GetRequiredService<Counter>();
        await counter.Ended.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System); // the server has given up
        Assert.InRange(counter.Made, 1, 1_000); // what fits into the system's buffers, and a few more
        await Until(() => server.Services.GetRequiredService<OpenSockets>().Count == 0);
        Assert.Contains(await client.Close(), new[] { 4413, 1006 }); // 1006 where the word of it did not fit either
    }

    [Fact]
    public async Task A_server_that_stops_says_so()
    {
        await using var server = await Start(new SocketOptions());
        using var client = await SocketClient.Connect(Endpoint(server), "good");
        await client.Subscribe("a", "{ slow }");
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Equal(1001, await client.Close());
        await Until(() => server.Services.GetRequiredService<TestAuthenticator>().Sessions.All(s => s.Disposed));
    }

    [Fact]
    public async Task Each_event_is_signed_in_anew_and_holds_its_session_no_longer_than_it_takes()
    {
        await using var server = await Start(new SocketOptions());
        using var client = await SocketClient.Connect(Endpoint(server), "good");
        await client.Subscribe("a", "subscription { secret { number } }");
        await client.Next();
        await client.Next();
        Assert.Equal("complete", (await client.Next())!.Value.Text("type"));
        var sessions = server.Services.GetRequiredService<TestAuthenticator>().Sessions;
        Assert.Equal(4, sessions.Count); // connection_init, subscribe, two events
        Assert.All(sessions, s => Assert.True(s.Disposed));
    }

    private static Uri Endpoint(LibraryServer server) => new(server.Address, "/graphql");

    private static Task<LibraryServer> Start(SocketOptions sockets) =>
        LibraryServer.Start(new GraphQLOptions { RequestsPerMinute = 1_000_000, Sockets = sockets });

    private static async Task Until(Func<bool> holds)
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!holds())
        {
            await looks.WaitForNextTickAsync(timeout.Token);
        }
    }
}
