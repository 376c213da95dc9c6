using System.Buffers;
using System.Net.WebSockets;

namespace Diary.GraphQL.Http.Sockets;

/// <summary>
/// Reads whole text messages of bounded size. An idle socket holds a small buffer only; what a message needs beyond is borrowed, and
/// zeroed when it is given back, since messages hold tokens and texts.
/// </summary>
internal sealed class SocketReader(WebSocket socket, int most) : IDisposable
{
    private const int Small = 512;

    private readonly byte[] _small = new byte[Small];
    private byte[]? _borrowed;

    /// <summary>The next message, good until the next one is asked for; null where the client closed.</summary>
    /// <exception cref="SocketClosedException">It is too big or not text.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> Next(CancellationToken cancellation)
    {
        Forget();
        var (buffer, length) = (_small, 0);
        while (true)
        {
            if (length == buffer.Length)
                buffer = Grow(buffer);
            var got = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            length += got.Count;
            if (got.MessageType == WebSocketMessageType.Close)
                return null;
            if (length > most)
                throw new SocketClosedException(Close.TooBig);
            if (got.MessageType != WebSocketMessageType.Text)
                throw new SocketClosedException(Close.Invalid("binary"));
            if (got.EndOfMessage)
                return buffer.AsMemory(0, length);
        }
    }

    /// <summary>Passes over whatever comes until the client closes.</summary>
    public async Task Drain(CancellationToken cancellation)
    {
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent
            && (await socket.ReceiveAsync(_small.AsMemory(), cancellation)).MessageType != WebSocketMessageType.Close)
        {
            // nobody wants to know
        }
    }

    public void Dispose() => Forget();

    private byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 4);
        full.CopyTo(larger, 0);
        Forget();
        return _borrowed = larger;
    }

    private void Forget()
    {
        Array.Clear(_small);
        if (_borrowed is { } borrowed)
        {
            _borrowed = null;
            ArrayPool<byte>.Shared.Return(borrowed, clearArray: true);
        }
    }
}
