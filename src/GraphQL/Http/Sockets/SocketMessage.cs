using System.Text.Json;
using Diary.GraphQL.Execution;
using GraphQL.Transport;

namespace Diary.GraphQL.Http.Sockets;

/// <summary>A message of a client. Whatever breaks the protocol closes the socket with 4400.</summary>
internal sealed class SocketMessage : IDisposable
{
    private readonly JsonDocument _json;

    private SocketMessage(JsonDocument json, string type, JsonElement? payload) => (_json, Type, Payload) = (json, type, payload);

    /// <summary>The type, known or not.</summary>
    public string Type { get; }

    /// <summary>The payload; null where there is none.</summary>
    public JsonElement? Payload { get; }

    /// <summary>The operation that it is about.</summary>
    public string Id => _json.RootElement.TryGetProperty("id", out var id) && Text(id) is { Length: > 0 } text ? text
        : throw new SocketClosedException(Close.Invalid($"{Type} needs an id"));

    /// <summary>What the payload of <c>connection_init</c> signs in with; null where it holds nothing of the kind.</summary>
    public string? Authorization => Payload is { } payload
        && (payload.TryGetProperty("authorization", out var token) || payload.TryGetProperty(nameof(Authorization), out token))
        ? Text(token) : null;

    /// <summary>Reads a message's frame; what it is good for is read from the properties.</summary>
    public static SocketMessage Parse(ReadOnlyMemory<byte> bytes)
    {
        JsonDocument? json = null;
        try
        {
            json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out var named) || Text(named) is not { } type)
                throw new SocketClosedException(Close.Invalid("no type"));
            JsonElement? payload = root.TryGetProperty("payload", out var given) && given.ValueKind != JsonValueKind.Null ? given : null;
            if (payload is { ValueKind: not JsonValueKind.Object })
                throw new SocketClosedException(Close.Invalid("the payload is no object"));
            return new SocketMessage(json, type, payload);
        }
        catch (JsonException)
        {
            throw new SocketClosedException(Close.Invalid("no JSON"));
        }
        catch (SocketClosedException)
        {
            json?.Dispose();
            throw;
        }
    }

    /// <summary>What <c>subscribe</c> asks for.</summary>
    public GraphQLRequest Request(DiarySerializer serializer)
    {
        try
        {
            var request = Payload?.Deserialize<GraphQLRequest>(serializer.Json);
            if (request is { Query: "", DocumentId: not null })
                request.Query = null; // the reference client sends a query always
            return request is { Query: null, DocumentId: null } or null
                ? throw new SocketClosedException(Close.Invalid("subscribe needs a query")) : request;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SocketClosedException(Close.Invalid("subscribe needs a request"));
        }
    }

    public void Dispose() => _json.Dispose();

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair
        }
    }
}
