using System.Net;
using System.Net.Sockets;

namespace Diary.TestKit;

/// <summary>
/// A way to a server that loses commits, or other requests, on demand: what a network does when a cable is pulled at the worst moment.
/// </summary>
public sealed class LossyProxy : IAsyncDisposable
{
    // As a statement of its own, which ends in a zero byte: isolation levels have the word in their names too.
    private static readonly byte[] Commit = "COMMIT\0"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly int _serverPort;
    private readonly byte[] _marker;
    private readonly Task _accepting;
    private int _repliesToLose;
    private int _commitsToLose;
    private int _lost;

    /// <summary>Forwards to a server on this machine.</summary>
    /// <param name="serverPort">Where it listens.</param>
    /// <param name="marker">What tells the requests that may be lost; PostgreSQL's COMMIT unless given.</param>
    public LossyProxy(int serverPort, byte[]? marker = null)
    {
        (_serverPort, _marker) = (serverPort, marker ?? Commit);
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>Where to connect instead of the server.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many commits met with a loss so far.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>The next commits reach the server, and their replies never come back: the connection ends instead.</summary>
    public void LoseReplies(int count) => Volatile.Write(ref _repliesToLose, count);

    /// <summary>The next commits never reach the server: the connection ends instead.</summary>
    public void LoseCommits(int count) => Volatile.Write(ref _commitsToLose, count);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _closing.Dispose();
    }

    private async Task Accept()
    {
        var links = new List<Task>();
        try
        {
            while (true)
            {
                links.Add(Link(await _listener.AcceptTcpClientAsync(_closing.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(links);
        }
    }

    private async Task Link(TcpClient accepted)
    {
        using var client = accepted;
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _closing.Token);
            await new Connection(this, client.GetStream(), server.GetStream()).Run(_closing.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // Either end left.
        }
    }

    private bool Take(ref int losses)
    {
        if (Volatile.Read(ref losses) <= 0 || Interlocked.Decrement(ref losses) < 0)
        {
            return false;
        }

        Interlocked.Increment(ref _lost);
        return true;
    }

    private sealed class Connection(LossyProxy proxy, NetworkStream client, NetworkStream server)
    {
        private volatile bool _losesReply;

        public async Task Run(CancellationToken cancellation)
        {
            await Task.WhenAny(Up(cancellation), Down(cancellation)).Unwrap();
        }

        private async Task Up(CancellationToken cancellation)
        {
            var buffer = new byte[65536];
            while (await client.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                if (buffer.AsSpan(0, read).IndexOf(proxy._marker) >= 0)
                {
                    if (proxy.Take(ref proxy._commitsToLose))
                    {
                        return;
                    }

                    _losesReply = proxy.Take(ref proxy._repliesToLose);
                }

                await server.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }

        private async Task Down(CancellationToken cancellation)
        {
            var buffer = new byte[65536];
            while (await server.ReadAsync(buffer, cancellation) is > 0 and var read && !_losesReply)
            {
                await client.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }
    }
}
