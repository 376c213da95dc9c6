using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Diary.TestKit;

/// <summary>A client of graphql-transport-ws that sends and shows every message as it is.</summary>
public sealed class SocketClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Why the server closed; null as long as it did not.</summary>
    public (int Code, string Reason)? Closed { get; private set; }

    /// <summary>Opens a socket at a GraphQL endpoint, without any message.</summary>
    public static async Task<SocketClient> Open(Uri endpoint, string? protocol = "graphql-transport-ws")
    {
        var client = new SocketClient();
        if (protocol is not null)
        {
            client._socket.Options.AddSubProtocol(protocol);
        }

        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        await client._socket.ConnectAsync(new UriBuilder(endpoint) { Scheme = "ws" }.Uri, patience.Token);
        return client;
    }

    /// <summary>Opens a socket and signs in.</summary>
    public static async Task<SocketClient> Connect(Uri endpoint, string accessToken)
    {
        var client = await Open(endpoint);
        await client.Send(new { type = "connection_init", payload = new { authorization = $"Bearer {accessToken}" } });
        var ack = await client.Next();
        return ack?.GetProperty("type").GetString() == "connection_ack" ? client
            : throw new InvalidOperationException($"The socket was not acknowledged: {ack} {client.Closed}");
    }

    /// <summary>Starts an operation.</summary>
    public Task Subscribe(string id, string query, object? variables = null) =>
        Send(new { id, type = "subscribe", payload = new { query, variables } });

    /// <summary>Ends an operation.</summary>
    public Task Complete(string id) => Send(new { id, type = "complete" });

    /// <summary>Sends a message.</summary>
    public Task Send(object message) => Send(JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web));

    /// <summary>Sends bytes, of which nothing is known.</summary>
    public async Task Send(byte[] message, WebSocketMessageType type = WebSocketMessageType.Text, bool isWhole = true)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        await _socket.SendAsync(message, type, isWhole, patience.Token);
    }

    /// <summary>The next message; null where the server closed, which <see cref="Closed"/> then tells of.</summary>
    public async Task<JsonElement?> Next()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var message = new MemoryStream();
        while (true)
        {
            WebSocketReceiveResult got;
            try
            {
                got = await _socket.ReceiveAsync(_buffer, patience.Token);
            }
            catch (WebSocketException)
            {
                Closed = (1006, "");
                return null;
            }

            if (got.MessageType == WebSocketMessageType.Close)
            {
                Closed = ((int)got.CloseStatus!.Value, got.CloseStatusDescription ?? "");
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
                return null;
            }

            await message.WriteAsync(_buffer.AsMemory(0, got.Count), patience.Token);
            if (got.EndOfMessage)
            {
                return JsonDocument.Parse(Encoding.UTF8.GetString(message.ToArray())).RootElement;
            }
        }
    }

    /// <summary>Reads on until the server closes; its code.</summary>
    public async Task<int> Close()
    {
        while (await Next() is not null)
        {
            // whatever was on its way
        }

        return Closed!.Value.Code;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
