using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Diary.TestKit;

/// <summary>
/// A way to a PostgreSQL that a test can cut and mend: what happens to a process whose database goes away and comes back.
/// </summary>
public sealed class Tunnel : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly Lock _gate = new();
    private readonly List<Socket> _open = [];
    private TcpListener? _listener;
    private int _port;

    private Tunnel(IPEndPoint server) => _server = server;

    /// <summary>Opens a tunnel to the server of a connection string.</summary>
    /// <returns>The tunnel, and the same connection string through it.</returns>
    public static (Tunnel Tunnel, string ConnectionString) To(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var tunnel = new Tunnel(new IPEndPoint(IPAddress.Loopback, settings.Port));
        tunnel.Mend();
        settings.Host = IPAddress.Loopback.ToString();
        settings.Port = tunnel._port;
        return (tunnel, settings.ConnectionString);
    }

    /// <summary>Breaks every connection and refuses new ones.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _listener?.Dispose();
            _listener = null;
            _open.ForEach(s => s.Dispose());
            _open.Clear();
        }
    }

    /// <summary>Takes connections again, on the same port.</summary>
    public void Mend()
    {
        lock (_gate)
        {
            _listener = new TcpListener(IPAddress.Loopback, _port);
            _listener.Start();
            _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = Accept(_listener);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Cut();
        return ValueTask.CompletedTask;
    }

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                lock (_gate)
                {
                    _open.AddRange([client, server]);
                }

                await server.ConnectAsync(_server);
                _ = Copy(client, server);
                _ = Copy(server, client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The tunnel was cut.
        }
    }

    private static async Task Copy(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side hung up; so does the other.
        }

        from.Dispose();
        to.Dispose();
    }
}
