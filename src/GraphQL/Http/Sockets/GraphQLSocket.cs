using System.Net.WebSockets;
using System.Text.Json;
using Diary.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Http.Sockets;

/// <summary>One socket: reads messages, keeps its operations, and closes with a code that says why.</summary>
internal sealed class GraphQLSocket : IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly SocketEndpoint _host;
    private readonly HttpContext _http;
    private readonly WebSocket _socket;
    private readonly SocketWriter _writer;
    private readonly SocketOperations _operations;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly TaskCompletionSource<Close> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IWatchedSession? _watch;
    private Guid? _session;
    private bool _initialised;

    public GraphQLSocket(SocketEndpoint host, HttpContext http, WebSocket socket)
    {
        (_host, _http, _socket) = (host, http, socket);
        _writer = new SocketWriter(socket, host.Serializer, host.Options.SendTimeout, host.Clock);
        _operations = new SocketOperations(host, _writer, End, _lifetime.Token);
    }

    /// <summary>Serves until one of the two closes; at once where <paramref name="refusal"/> says why it must not begin.</summary>
    public async Task Run(Close? refusal)
    {
        await using var stopping = _host.Stopping.Register(() => End(Close.Stopping));
        await using var aborted = _http.RequestAborted.Register(() => End(Close.Gone));
        await using var init = _host.Clock.CreateTimer(
            _ => OnInitTimeout(), null, _host.Options.InitTimeout, Timeout.InfiniteTimeSpan);
        if (refusal is not null)
            End(refusal);
        var reading = Read();
        var writing = _writer.Run(_lifetime.Token);
        var close = await await Task.WhenAny(_ended.Task, reading, Fault(writing));
        _watch?.Dispose();
        _operations.CancelAll();
        _writer.Complete();
        await Part(close, reading, writing);
    }

    public void Dispose()
    {
        _lifetime.Cancel();
        _lifetime.Dispose();
        if (_session is { } session)
            _host.Open.Part(session);
    }

    private void End(Close close) => _ended.TrySetResult(close);

    private void OnInitTimeout()
    {
        if (!Volatile.Read(ref _initialised))
            End(Close.InitTimeout);
    }

    /// <summary>Says why, and waits a little for the client to say goodbye: cut off at once, it would not hear why.</summary>
    private async Task Part(Close close, Task<Close> reading, Task writing)
    {
        using var limit = new CancellationTokenSource(Farewell, _host.Clock);
        try
        {
            await writing.WaitAsync(limit.Token);
            if (close.Code != 0 && _socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync((WebSocketCloseStatus)close.Code, close.Cut(), limit.Token);
            await Fault(reading).WaitAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or InvalidOperationException)
        {
            // The client is gone, or so slow that it cannot even be told.
        }
        _socket.Abort();
        await _lifetime.CancelAsync();
        await Task.WhenAll(Fault(reading), Fault(writing));
    }

    /// <summary>What a loop ends with, also where the connection broke under it.</summary>
    private static async Task<Close> Fault(Task loop)
    {
        try
        {
            await loop;
            return loop is Task<Close> said ? await said : Close.Gone;
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or InvalidOperationException)
        {
            return Close.Gone;
        }
    }

    /// <summary>Reads until the client closes: also what comes after the end, or the client would be cut off before it knows why.</summary>
    private async Task<Close> Read()
    {
        using var reader = new SocketReader(_socket, _host.Options.MaxMessageBytes);
        try
        {
            if (!await Serve(reader))
                await reader.Drain(_lifetime.Token);
            return Close.Done;
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            return Close.Gone;
        }
    }

    /// <summary>Takes messages; false where one of them, or a fault of ours, ends the socket.</summary>
    private async Task<bool> Serve(SocketReader reader)
    {
        try
        {
            while (!_ended.Task.IsCompleted)
            {
                if (await reader.Next(_lifetime.Token) is not { } bytes)
                    return true;
                using var message = SocketMessage.Parse(bytes);
                await Take(message);
            }
        }
        catch (SocketClosedException e)
        {
            End(e.Close);
        }
        catch (Exception e) when (e is not (OperationCanceledException or WebSocketException or IOException))
        {
            Log(e);
            End(Close.Fault);
        }
        return false;
    }

    private void Log(Exception e) => _host.Errors.ToError(e, new DiaryRequest { TraceId = _http.TraceIdentifier }, "socket");

    private async ValueTask Take(SocketMessage message)
    {
        switch (message.Type)
        {
            case "connection_init":
                if (Interlocked.Exchange(ref _initialised, true))
                    throw new SocketClosedException(Close.InitTwice);
                await SignIn(message);
                await _writer.Send("connection_ack", null, null, _lifetime.Token);
                break;
            case "ping":
                var payload = message.Payload is { } echo ? JsonSerializer.SerializeToUtf8Bytes(echo) : null;
                await _writer.Send("pong", null, payload is null ? null : w => w.WriteRawValue(payload), _lifetime.Token);
                break;
            case "pong":
                break;
            case "subscribe":
                if (_session is null)
                    throw new SocketClosedException(Close.NotInitialised);
                await _operations.Begin(message.Id, message.Request(_host.Serializer));
                break;
            case "complete":
                _operations.Cancel(message.Id);
                break;
            default:
                throw new SocketClosedException(Close.Invalid("unknown type"));
        }
    }

    /// <summary>Checks the token, which all operations and events will be signed with, and watches the session from then on.</summary>
    private async Task SignIn(SocketMessage message)
    {
        var authorization = message.Authorization ?? throw new SocketClosedException(Close.NoToken);
        await using var scope = _host.Scopes.CreateAsyncScope();
        AuthenticationOutcome outcome;
        try
        {
            _host.Limits.AdmitToken();
            outcome = await scope.ServiceProvider.GetRequiredService<IRequestAuthenticator>().Authenticate(authorization, _lifetime.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log(e);
            throw new SocketClosedException(Close.Later);
        }
        if (outcome is not AuthenticationOutcome.Authenticated { Session: var session })
        {
            _host.Limits.CountBadToken();
            throw new SocketClosedException(
                outcome is AuthenticationOutcome.Refused refused ? Close.Refused(refused.Reason) : Close.NoToken);
        }
        using (session)
        {
            if (!_host.Open.TryJoin(session.SessionId))
                throw new SocketClosedException(Close.TooMany);
            _session = session.SessionId;
            _operations.Authorization = authorization;
            _watch = _operations.Session = _host.Watch.Watch(session, end => End(Close.Of(end)));
        }
    }
}
