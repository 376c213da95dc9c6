using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Diary.GraphQL.Execution;

namespace Diary.GraphQL.Http.Sockets;

/// <summary>
/// Sends messages one after the other. Few may wait, and whoever brings one more waits with it, so that a client that reads slowly slows
/// what it subscribed to. One that takes longer than <paramref name="patience"/> for a message is given up.
/// </summary>
internal sealed class SocketWriter(WebSocket socket, DiarySerializer serializer, TimeSpan patience, TimeProvider clock)
{
    private const int MostWaiting = 8;

    private readonly Channel<(byte[] Message, TaskCompletionSource? Sent)> _waiting =
        Channel.CreateBounded<(byte[], TaskCompletionSource?)>(MostWaiting);

    /// <summary>Sends until <see cref="Complete"/>; ends with <see cref="Close.Behind"/> where the client is too slow.</summary>
    public async Task<Close> Run(CancellationToken cancellation)
    {
        await foreach (var (message, sent) in _waiting.Reader.ReadAllAsync(cancellation))
        {
            var sending = socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, cancellation);
            if (!sending.IsCompleted)
            {
                var task = sending.AsTask();
                using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                if (await Task.WhenAny(task, Task.Delay(patience, clock, timeout.Token)) != task)
                    return Close.Behind; // the message goes on: to cancel it would end the socket without a word
                await timeout.CancelAsync();
                await task;
            }
            else
            {
                await sending;
            }
            sent?.TrySetResult();
        }
        return Close.Gone;
    }

    /// <summary>Puts a message into the queue, and waits until there is room.</summary>
    /// <param name="type">The message's type.</param>
    /// <param name="id">The operation; null where it is about none.</param>
    /// <param name="payload">Writes the payload; null where there is none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask Send(string type, string? id, Action<Utf8JsonWriter>? payload, CancellationToken cancellation) =>
        _waiting.Writer.WriteAsync((Write(type, id, payload), null), cancellation);

    /// <summary>The same, and waits until it is sent.</summary>
    public async Task Deliver(string type, string? id, Action<Utf8JsonWriter>? payload, CancellationToken cancellation)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _waiting.Writer.WriteAsync((Write(type, id, payload), sent), cancellation);
        await sent.Task.WaitAsync(cancellation);
    }

    /// <summary>Takes no more; what waits is still sent.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    private byte[] Write(string type, string? id, Action<Utf8JsonWriter>? payload)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = serializer.Json.Encoder, SkipValidation = true }))
        {
            writer.WriteStartObject();
            if (id is not null)
                writer.WriteString("id", id);
            writer.WriteString("type", type);
            if (payload is not null)
            {
                writer.WritePropertyName("payload");
                payload(writer);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
