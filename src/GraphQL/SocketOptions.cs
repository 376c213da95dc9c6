namespace Diary.GraphQL;

/// <summary>What a WebSocket may do, and how many there may be. Documents have the same limits as over HTTP.</summary>
public sealed record SocketOptions
{
    /// <summary>The most sockets of a silo; another one is refused with 503 before it is opened.</summary>
    public int Most { get; init; } = 10_000;

    /// <summary>The most sockets of a session; another one is closed with 4429.</summary>
    public int MostOfSession { get; init; } = 10;

    /// <summary>The most operations that run on a socket at once; another one is answered with RATE_LIMITED.</summary>
    public int MostOperations { get; init; } = 20;

    /// <summary>The largest message from a client, in bytes; a larger one closes the socket with 1009.</summary>
    public int MaxMessageBytes { get; init; } = 256 * 1024;

    /// <summary>How long a client may take to send <c>connection_init</c> before it is closed with 4408.</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client may take to receive one message before it is closed with 4413.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often the server pings; a client that does not answer for as long again is gone.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);
}
