using Diary.GraphQL.Execution;

namespace Diary.GraphQL.Http.Sockets;

/// <summary>Why a socket is closed: a code of RFC 6455, of graphql-transport-ws or of ours, and a sentence for developers.</summary>
/// <param name="Code">Below 4000 the WebSocket protocol's.</param>
/// <param name="Reason">At most 123 bytes of UTF-8 are sent; what is longer is cut.</param>
internal sealed record Close(int Code, string Reason)
{
    private const int MostBytes = 123;

    public static readonly Close Done = new(1000, "");
    public static readonly Close Stopping = new(1001, "The server stops. Connect again.");
    public static readonly Close TooBig = new(1009, "The message is too big.");
    public static readonly Close Fault = new(1011, "Something went wrong on our side.");
    public static readonly Close Later = new(1013, "Connect again later.");
    public static readonly Close NotInitialised = new(4401, "Unauthorized");
    public static readonly Close SignedOut = new(4401, "The session has ended. Sign in again.");
    public static readonly Close TokenSpent = new(4403, "The access token is no longer in force. Connect again with a fresh one.");
    public static readonly Close NoToken = new(4403, "The payload must hold { authorization: \"Bearer <access token>\" }.");
    public static readonly Close NotAcceptable = new(4406, "Subprotocol not acceptable: graphql-transport-ws is spoken here.");
    public static readonly Close InitTimeout = new(4408, "Connection initialisation timeout");
    public static readonly Close Behind = new(4413, "Too slow to receive. Connect again, and catch up with 'after'.");
    public static readonly Close InitTwice = new(4429, "Too many initialisation requests");
    public static readonly Close TooMany = new(4429, "The session has too many connections.");

    /// <summary>Whether the client cannot be told: it is gone.</summary>
    public static readonly Close Gone = new(0, "");

    public static Close Invalid(string what) => new(4400, $"Invalid message: {what}");

    public static Close Refused(string reason) => new(4403, reason);

    public static Close Taken(string id) => new(4409, $"Subscriber for {id} already exists");

    public static Close Of(SessionEnd end) => end == SessionEnd.SignedOut ? SignedOut : TokenSpent;

    /// <summary>As much of the reason as a close frame holds, whole characters only.</summary>
    public string Cut()
    {
        var (length, bytes) = (0, 0);
        foreach (var rune in Reason.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MostBytes)
                return Reason[..length];
            length += rune.Utf16SequenceLength;
        }
        return Reason;
    }
}

/// <summary>Ends a socket from within.</summary>
internal sealed class SocketClosedException(Close close) : Exception(close.Reason)
{
    public Close Close => close;
}
