using Decision = Diary.Domain.Decision<Diary.Domain.Facebook.ConnectionEvent>;

namespace Diary.Domain.Facebook;

/// <summary>Decides commands on connections to Facebook: pure and total.</summary>
public static class ConnectionDecider
{
    /// <summary>Events or a refusal; what stands already is accepted without an event.</summary>
    /// <param name="state">The connection as it stands.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The time of the decision, in UTC.</param>
    public static Decision Decide(Connection state, ConnectionCommand command, DateTimeOffset now) => command switch
    {
        ConnectionCommand.Connect c => Decision.Accept(
            new ConnectionEvent.Connected(c.UserToken, c.Pulls, c.Publishes, c.TokenExpiresAt, c.By, now)),
        ConnectionCommand.Disconnect c => state.IsOpen() && !(state.ConnectedAt > c.AsOf)
            ? Decision.Accept(new ConnectionEvent.Disconnected(c.Why, c.By, now)) : Decision.Accept(),
        _ when !state.IsOpen() => Decision.Refuse(RefusalCode.NotFound, RefusalReason.NotConnected),
        ConnectionCommand.Configure c => (state.Pulls, state.EveryMinutes) == (c.Pulls, c.EveryMinutes) ? Decision.Accept()
            : Decision.Accept(new ConnectionEvent.Configured(c.Pulls, c.EveryMinutes, c.By, now)),
        ConnectionCommand.Prolong c => state.ConnectedAt != c.ConnectedAt || state.TokenExpiresAt == c.TokenExpiresAt ? Decision.Accept()
            : Decision.Accept(new ConnectionEvent.Prolonged(c.TokenExpiresAt, now)),
        ConnectionCommand.NeedReconnect c => state.ConnectedAt == c.ConnectedAt && state.State == ConnectionState.Connected
            ? Decision.Accept(new ConnectionEvent.ReconnectNeeded(now)) : Decision.Accept(),
        ConnectionCommand.RaiseWatermark c => state.UserToken == c.UserToken && !(state.Watermark >= c.Watermark)
            ? Decision.Accept(new ConnectionEvent.WatermarkRaised(c.Watermark, now)) : Decision.Accept(),
        _ => Decision.Accept(),
    };

    private static bool IsOpen(this Connection state) => state.State is ConnectionState.Connected or ConnectionState.NeedsReconnect;
}
