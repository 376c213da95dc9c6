namespace Diary.Domain.Facebook;

/// <summary>An account's connection to Facebook, folded from its events.</summary>
/// <param name="Version">How many events made it; 0 where there is none.</param>
/// <param name="State">How it stands.</param>
public sealed record Connection(int Version, ConnectionState State)
{
    /// <summary>How often posts are brought unless it is set, in minutes.</summary>
    public const int DefaultMinutes = 60;

    /// <summary>The most often that posts may be brought, in minutes.</summary>
    public const int LeastMinutes = 15;

    /// <summary>The least often that posts may be brought, in minutes.</summary>
    public const int MostMinutes = 7 * 24 * 60;

    /// <summary>Nothing yet.</summary>
    public static readonly Connection Initial = new(0, ConnectionState.None);

    /// <summary>16 bytes: a keyed hash of the user's id at Facebook; empty where there never was one.</summary>
    public Bytes UserToken { get; init; }

    /// <summary>When the user consented last.</summary>
    public DateTimeOffset ConnectedAt { get; init; }

    /// <summary>When the consent ends by itself; null where that is not known.</summary>
    public DateTimeOffset? TokenExpiresAt { get; init; }

    /// <summary>Whether posts are brought.</summary>
    public bool Pulls { get; init; }

    /// <summary>Whether entries may be published on the user's pages.</summary>
    public bool Publishes { get; init; }

    /// <summary>How often posts are brought.</summary>
    public int EveryMinutes { get; init; } = DefaultMinutes;

    /// <summary>Up to when all of the user's posts are in the diary; null where none were brought to the end yet.</summary>
    public DateTimeOffset? Watermark { get; init; }

    /// <summary>The state after <paramref name="event"/>.</summary>
    public Connection Apply(ConnectionEvent @event) => @event switch
    {
        ConnectionEvent.Connected e => this with
        {
            Version = Version + 1,
            State = ConnectionState.Connected,
            UserToken = e.UserToken,
            ConnectedAt = e.At,
            TokenExpiresAt = e.TokenExpiresAt,
            Pulls = e.Pulls,
            Publishes = e.Publishes,
            Watermark = e.UserToken == UserToken ? Watermark : null,
        },
        ConnectionEvent.Configured e => this with { Version = Version + 1, Pulls = e.Pulls, EveryMinutes = e.EveryMinutes },
        ConnectionEvent.Prolonged e => this with { Version = Version + 1, TokenExpiresAt = e.TokenExpiresAt },
        ConnectionEvent.ReconnectNeeded => this with { Version = Version + 1, State = ConnectionState.NeedsReconnect },
        ConnectionEvent.WatermarkRaised e => this with { Version = Version + 1, Watermark = e.Watermark },
        ConnectionEvent.Disconnected => this with { Version = Version + 1, State = ConnectionState.Disconnected },
        _ => this with { Version = Version + 1 },
    };

    /// <summary>The state after all of <paramref name="events"/>, from nothing.</summary>
    public static Connection Fold(IEnumerable<ConnectionEvent> events) => events.Aggregate(Initial, (state, e) => state.Apply(e));
}

/// <summary>How a connection stands. The numbers stand in the database.</summary>
[Alias("ConnectionState")]
public enum ConnectionState
{
    /// <summary>There never was one.</summary>
    None = 0,

    /// <summary>It can be used.</summary>
    Connected = 1,

    /// <summary>Its consent is worth nothing any more.</summary>
    NeedsReconnect = 2,

    /// <summary>It ended.</summary>
    Disconnected = 3,
}
