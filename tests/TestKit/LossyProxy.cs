using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Diary.TestKit;

/// <summary>
/// A way to a server that loses commits, or other requests, on demand: what a network does when a cable is pulled at the worst moment.
/// To some it answers itself, and some it holds, or breaks off in the middle of the reply.
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
    private readonly ConcurrentQueue<Fault> _faults = new();
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
    public void LoseReplies(int count) => CutReplies(count, 0);

    /// <summary>The next commits never reach the server: the connection ends instead.</summary>
    public void LoseCommits(int count) => Add(count, new Fault(Answer: []));

    /// <summary>The next requests reach the server, and their connections end after so many bytes of what it sends.</summary>
    public void CutReplies(int count, int after) => Add(count, new Fault(ReplyBytes: after));

    /// <summary>The next requests are answered with this, and never reach the server.</summary>
    public void Answer(int count, string answer) => Add(count, new Fault(Answer: Encoding.ASCII.GetBytes(answer)));

    /// <summary>The next requests never reach the server, and their connections stay open and silent.</summary>
    public void Hold(int count) => Add(count, new Fault());

    /// <summary>Nothing more happens to requests.</summary>
    public void Forgive() => _faults.Clear();

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

    private void Add(int count, Fault fault)
    {
        for (var i = 0; i < count; i++)
        {
            _faults.Enqueue(fault);
        }
    }

    private Fault? Take()
    {
        if (!_faults.TryDequeue(out var fault))
        {
            return null;
        }

        Interlocked.Increment(ref _lost);
        return fault;
    }

    /// <summary>What happens to a request: it is answered here, or its reply is cut, or, with neither, it is held.</summary>
    private sealed record Fault(byte[]? Answer = null, int? ReplyBytes = null);

    private sealed class Connection(LossyProxy proxy, NetworkStream client, NetworkStream server)
    {
        private long _replyBytes = long.MaxValue;

        public async Task Run(CancellationToken cancellation)
        {
            await Task.WhenAny(Up(cancellation), Down(cancellation)).Unwrap();
        }

        private async Task Up(CancellationToken cancellation)
        {
            var buffer = new byte[65536];
            while (await client.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                var fault = buffer.AsSpan(0, read).IndexOf(proxy._marker) >= 0 ? proxy.Take() : null;
                if (fault?.ReplyBytes is { } after)
                {
                    Interlocked.Exchange(ref _replyBytes, after);
                }
                else if (fault is not null)
                {
                    await (fault.Answer is { } answer ? client.WriteAsync(answer, cancellation).AsTask()
                        : client.CopyToAsync(Stream.Null, cancellation)); // until its sender goes
                    return;
                }

                await server.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }

        private async Task Down(CancellationToken cancellation)
        {
            var buffer = new byte[65536];
            while (await server.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                var most = Grant(read);
                await client.WriteAsync(buffer.AsMemory(0, most), cancellation);
                if (most < read)
                {
                    return;
                }
            }
        }

        /// <summary>How many of these bytes may still pass. A limit may be set at any moment, and is never passed.</summary>
        private int Grant(int read)
        {
            while (true)
            {
                var left = Interlocked.Read(ref _replyBytes);
                var granted = (int)Math.Min(read, left);
                if (Interlocked.CompareExchange(ref _replyBytes, left - granted, left) == left)
                {
                    return granted;
                }
            }
        }
    }
}
