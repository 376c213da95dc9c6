using System.Diagnostics;
using System.Text.Json;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Http.Sockets;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Http;

/// <summary>
/// GraphQL over HTTP: POST runs queries and mutations, GET runs queries; a WebSocket runs all kinds. Answers are never cached and never
/// sniffed. Whatever goes wrong is answered as GraphQL errors in JSON, and never with an exception's text.
/// </summary>
internal sealed class GraphQLEndpoint(
    OperationRun operations, DiarySerializer serializer, RequestReader reader, Explorer explorer, SocketEndpoint sockets)
{
    /// <summary>Answers one request to the endpoint's own path.</summary>
    public async Task Handle(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.Vary = "Accept";
        if (http.WebSockets.IsWebSocketRequest)
        {
            await sockets.Serve(http);
            return;
        }
        var get = HttpMethods.IsGet(http.Request.Method);
        if (get && explorer.IsWanted(http.Request))
        {
            await explorer.WritePage(http);
            return;
        }
        if (MediaTypes.Negotiate(http.Request.Headers.Accept) is not { } mediaType)
        {
            var refusal = new DiaryError(ErrorCodes.NotAcceptable, "None of the accepted media types can be produced.");
            await Refuse(http, MediaTypes.Json, StatusCodes.Status406NotAcceptable, refusal);
            return;
        }
        if (!get && !HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, POST";
            var refusal = new DiaryError(ErrorCodes.MethodNotAllowed, "Use POST, or GET for queries.");
            await Refuse(http, mediaType, StatusCodes.Status405MethodNotAllowed, refusal);
            return;
        }
        try
        {
            await Answer(http, mediaType);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // the client went away; there is nobody to answer
        }
    }

    private async Task Answer(HttpContext http, string mediaType)
    {
        var (request, refusal) = await reader.Read(http);
        if (refusal is not null)
        {
            await Refuse(http, mediaType, refusal.Status, refusal.Error);
            return;
        }
        var context = http.RequestServices.GetRequiredService<DiaryRequest>();
        context.AllowMutation = HttpMethods.IsPost(http.Request.Method);
        context.TraceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        try
        {
            context.Authorization = http.Request.Headers.Authorization;
            var result = await operations.Run(http.RequestServices, request!, http.RequestAborted);
            await Write(http, mediaType, ResponseStatus.Of(result, mediaType, context, http.Response.Headers), result);
        }
        finally
        {
            context.Session?.Dispose();
        }
    }

    private Task Refuse(HttpContext http, string mediaType, int status, DiaryError error) =>
        Write(http, mediaType, status, new ExecutionResult { Errors = [error] });

    private async Task Write(HttpContext http, string mediaType, int status, ExecutionResult result)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = $"{mediaType}; charset=utf-8";
        var options = new JsonWriterOptions { SkipValidation = true, Encoder = serializer.Json.Encoder };
        await using (var writer = new Utf8JsonWriter(http.Response.BodyWriter, options))
            JsonSerializer.Serialize(writer, result, serializer.Json);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }
}
