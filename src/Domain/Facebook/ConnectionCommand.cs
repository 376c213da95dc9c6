namespace Diary.Domain.Facebook;

/// <summary>What can be asked of a connection to Facebook.</summary>
[GenerateSerializer, Immutable, Alias("ConnectionCommand")]
public abstract record ConnectionCommand
{
    private ConnectionCommand() { }

    /// <summary>Keep the user's consent. Its parameters mean what they mean in <see cref="ConnectionEvent.Connected"/>.</summary>
    [GenerateSerializer, Immutable, Alias("ConnectionCommand.Connect")]
    public sealed record Connect(Bytes UserToken, bool Pulls, bool Publishes, DateTimeOffset? TokenExpiresAt, SessionId? By)
        : ConnectionCommand;

    /// <summary>Change whether and how often posts are brought.</summary>
    [GenerateSerializer, Immutable, Alias("ConnectionCommand.Configure")]
    public sealed record Configure(bool Pulls, int EveryMinutes, SessionId? By) : ConnectionCommand;

    /// <summary>Note that the consent of <paramref name="ConnectedAt"/> lives longer.</summary>
    [GenerateSerializer, Immutable, Alias("ConnectionCommand.Prolong")]
    public sealed record Prolong(DateTimeOffset ConnectedAt, DateTimeOffset? TokenExpiresAt) : ConnectionCommand;

    /// <summary>Note that the consent of <paramref name="ConnectedAt"/> is worth nothing any more.</summary>
    [GenerateSerializer, Immutable, Alias("ConnectionCommand.NeedReconnect")]
    public sealed record NeedReconnect(DateTimeOffset ConnectedAt) : ConnectionCommand;

    /// <summary>Note that all posts of a user up to <paramref name="Watermark"/> are in the diary.</summary>
    [GenerateSerializer, Immutable, Alias("ConnectionCommand.RaiseWatermark")]
    public sealed record RaiseWatermark(Bytes UserToken, DateTimeOffset Watermark) : ConnectionCommand;

    /// <summary>End it, unless it began after <paramref name="AsOf"/>.</summary>
    [GenerateSerializer, Immutable, Alias("ConnectionCommand.Disconnect")]
    public sealed record Disconnect(DisconnectReason Why, SessionId? By, DateTimeOffset? AsOf = null) : ConnectionCommand;
}
