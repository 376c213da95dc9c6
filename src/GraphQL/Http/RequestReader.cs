using System.Buffers;
using System.Text.Json;
using Diary.GraphQL.Execution;
using GraphQL;
using GraphQL.Transport;
using Microsoft.AspNetCore.Http;

namespace Diary.GraphQL.Http;

/// <summary>Reads a GraphQL request from a POST body or a GET query string.</summary>
internal sealed class RequestReader(DiarySerializer serializer, GraphQLOptions options)
{
    /// <summary>What was read, or why it was refused.</summary>
    public async ValueTask<RequestRead> Read(HttpContext http)
    {
        try
        {
            var read = HttpMethods.IsGet(http.Request.Method) ? FromQuery(http.Request.Query) : await FromBody(http);
            return read is { Refusal: null, Request: { Query: null, DocumentId: null } }
                ? BadRequest("The request has neither 'query' nor 'documentId'.")
                : read;
        }
        catch (BadHttpRequestException e)
        {
            return Refuse(e.StatusCode, ErrorCodes.BadRequest, "The request body could not be read.");
        }
        catch (Exception e) when (IsNotUnicode(e))
        {
            return Refuse(
                StatusCodes.Status400BadRequest, ErrorCodes.Invalid,
                "The request holds text that is not Unicode, such as half of a surrogate pair.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return BadRequest("The request is no well-formed GraphQL request in JSON.");
        }
    }

    // For bytes that are no UTF-8 and for half a surrogate pair System.Text.Json throws, in different wraps, what it also throws for a
    // value of another kind than text; only the message tells which.
    private static bool IsNotUnicode(Exception exception) =>
        (exception as InvalidOperationException ?? exception.InnerException as InvalidOperationException)
            ?.Message.Contains("UTF-", StringComparison.Ordinal) == true;

    private RequestRead FromQuery(IQueryCollection query)
    {
        return new RequestRead(new GraphQLRequest
        {
            Query = One("query"),
            OperationName = One("operationName"),
            DocumentId = One("documentId"),
            Variables = One("variables") is { } variables ? serializer.Deserialize<Inputs>(variables) : null,
            Extensions = One("extensions") is { } extensions ? serializer.Deserialize<Inputs>(extensions) : null,
        });

        string? One(string name) =>
            !query.TryGetValue(name, out var values) ? null : values.Count == 1 ? values[0] : throw new JsonException();
    }

    private async ValueTask<RequestRead> FromBody(HttpContext http)
    {
        if (!MediaTypes.IsJson(http.Request.ContentType))
            return Refuse(
                StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType, "Bodies must be application/json in UTF-8.");
        if (await RequestBody.Read(http, options.MaxBodyBytes) is not { } body)
            return Refuse(
                StatusCodes.Status413PayloadTooLarge, ErrorCodes.BodyTooLarge, $"Bodies have at most {options.MaxBodyBytes} bytes.");
        try
        {
            return new RequestRead(Parse(body, serializer.Json));
        }
        finally
        {
            http.Request.BodyReader.AdvanceTo(body.End); // or the connection breaks under the client's next request
        }
    }

    private static GraphQLRequest Parse(ReadOnlySequence<byte> body, JsonSerializerOptions json)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = json.MaxDepth });
        var request = JsonSerializer.Deserialize<GraphQLRequest>(ref reader, json);
        return request is null || reader.Read() ? throw new JsonException() : request;
    }

    private static RequestRead BadRequest(string message) => Refuse(StatusCodes.Status400BadRequest, ErrorCodes.BadRequest, message);

    private static RequestRead Refuse(int status, string code, string message) =>
        new(null, new RequestRefusal(status, new DiaryError(code, message)));
}
