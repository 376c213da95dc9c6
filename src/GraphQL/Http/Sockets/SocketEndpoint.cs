using Diary.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Diary.GraphQL.Http.Sockets;

/// <summary>
/// Opens WebSockets that speak graphql-transport-ws. No cookie signs anything in here, so that a page of another site that opens one gets
/// nowhere.
/// </summary>
internal sealed class SocketEndpoint(
    GraphQLOptions options, OpenSockets open, DiarySerializer serializer, OperationRun operations, ErrorMapping errors, RateLimits limits,
    ISessionWatch watch, IServiceScopeFactory scopes, TimeProvider clock, IHostApplicationLifetime? lifetime = null)
{
    /// <summary>The subprotocol.</summary>
    public const string Protocol = "graphql-transport-ws";

    /// <summary>What a socket needs of the process.</summary>
    public SocketOptions Options => options.Sockets;

    public DiarySerializer Serializer => serializer;

    public OperationRun Operations => operations;

    public ErrorMapping Errors => errors;

    public RateLimits Limits => limits;

    public ISessionWatch Watch => watch;

    public OpenSockets Open => open;

    public IServiceScopeFactory Scopes => scopes;

    public TimeProvider Clock => clock;

    /// <summary>When the server begins to stop.</summary>
    public CancellationToken Stopping => lifetime?.ApplicationStopping ?? CancellationToken.None;

    /// <summary>Serves one socket until it is closed; 503 where there are too many.</summary>
    public async Task Serve(HttpContext http)
    {
        if (Stopping.IsCancellationRequested || !open.TryOpen())
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "1";
            return;
        }
        try
        {
            var speaks = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
            using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                SubProtocol = speaks ? Protocol : null,
                KeepAliveInterval = options.Sockets.KeepAlive,
                KeepAliveTimeout = options.Sockets.KeepAlive,
            });
            using var connection = new GraphQLSocket(this, http, socket);
            await connection.Run(speaks ? null : Close.NotAcceptable);
        }
        finally
        {
            open.Leave();
        }
    }
}
