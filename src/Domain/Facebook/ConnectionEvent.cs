namespace Diary.Domain.Facebook;

/// <summary>What can happen to an account's connection to Facebook. No event holds a token, a name or an id that Facebook knows.</summary>
public abstract record ConnectionEvent
{
    private ConnectionEvent(SessionId? by, DateTimeOffset at) => (By, At) = (by, at);

    /// <summary>The session that did it; null where no user did.</summary>
    public SessionId? By { get; }

    /// <summary>When it was decided, in UTC.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The user consented, for the first time or again.</summary>
    /// <param name="UserToken">16 bytes: a keyed hash of the user's id at Facebook.</param>
    /// <param name="Pulls">Whether posts are brought from there.</param>
    /// <param name="Publishes">Whether entries may be published on the user's pages.</param>
    /// <param name="TokenExpiresAt">When the consent ends by itself; null where that is not known.</param>
    /// <param name="By">The session that asked.</param>
    /// <param name="At">When.</param>
    public sealed record Connected(Bytes UserToken, bool Pulls, bool Publishes, DateTimeOffset? TokenExpiresAt, SessionId? By,
        DateTimeOffset At) : ConnectionEvent(By, At);

    /// <summary>Whether and how often posts are brought was changed.</summary>
    public sealed record Configured(bool Pulls, int EveryMinutes, SessionId? By, DateTimeOffset At) : ConnectionEvent(By, At);

    /// <summary>The consent lives longer than was known.</summary>
    public sealed record Prolonged(DateTimeOffset? TokenExpiresAt, DateTimeOffset At) : ConnectionEvent(null, At);

    /// <summary>The consent is worth nothing any more: the user must connect again.</summary>
    public sealed record ReconnectNeeded(DateTimeOffset At) : ConnectionEvent(null, At);

    /// <summary>All posts up to <paramref name="Watermark"/> are in the diary.</summary>
    public sealed record WatermarkRaised(DateTimeOffset Watermark, DateTimeOffset At) : ConnectionEvent(null, At);

    /// <summary>It ended: nothing is kept of it that Facebook gave.</summary>
    public sealed record Disconnected(DisconnectReason Why, SessionId? By, DateTimeOffset At) : ConnectionEvent(By, At);
}

/// <summary>Why a connection ended. The numbers stand in the database.</summary>
[Alias("DisconnectReason")]
public enum DisconnectReason
{
    /// <summary>Its owner ended it here.</summary>
    Asked = 1,

    /// <summary>The user removed the app at Facebook.</summary>
    AppRemoved = 2,

    /// <summary>The user asked Facebook to have what it gave deleted.</summary>
    DeletionAsked = 3,
}
