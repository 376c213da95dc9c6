using Diary.Domain;
using Diary.Domain.Facebook;

namespace Diary.Projections.Facebook;

/// <summary>Folds the events of connections to Facebook into the table that says which there are.</summary>
public sealed class ConnectionProjection(string schema)
{
    private readonly string _connect = $"""
        INSERT INTO {schema}.connections (account_id, user_token, state, connected_at, expires_at, pulls, publishes, every_minutes, version)
        VALUES (?, ?, ?, ?, nullif(?, 'infinity'::timestamptz), ?, ?, {Connection.DefaultMinutes}, ?)
        ON CONFLICT (account_id) DO UPDATE SET user_token = excluded.user_token, state = excluded.state,
            connected_at = excluded.connected_at, expires_at = excluded.expires_at, pulls = excluded.pulls,
            publishes = excluded.publishes, version = excluded.version,
            watermark = CASE WHEN {schema}.connections.user_token = excluded.user_token THEN {schema}.connections.watermark END
        """;

    private readonly string _configure =
        $"UPDATE {schema}.connections SET pulls = ?, every_minutes = ?, version = ? WHERE account_id = ?";

    private readonly string _prolong =
        $"UPDATE {schema}.connections SET expires_at = nullif(?, 'infinity'::timestamptz), version = ? WHERE account_id = ?";

    private readonly string _raise = $"UPDATE {schema}.connections SET watermark = ?, version = ? WHERE account_id = ?";

    private readonly string _move = $"UPDATE {schema}.connections SET state = ?, version = ? WHERE account_id = ?";

    /// <summary>The statement for one event, with its parameters in the order of their <c>?</c>.</summary>
    public (string Sql, object[] Parameters) For(AccountId account, int version, ConnectionEvent @event) => @event switch
    {
        ConnectionEvent.Connected e => (_connect,
        [
            account.Value, e.UserToken.ToArrayUnsafe(), (short)ConnectionState.Connected, e.At, e.TokenExpiresAt ?? DateTimeOffset.MaxValue,
            e.Pulls, e.Publishes, version,
        ]),
        ConnectionEvent.Configured e => (_configure, [e.Pulls, e.EveryMinutes, version, account.Value]),
        ConnectionEvent.Prolonged e => (_prolong, [e.TokenExpiresAt ?? DateTimeOffset.MaxValue, version, account.Value]),
        ConnectionEvent.WatermarkRaised e => (_raise, [e.Watermark, version, account.Value]),
        ConnectionEvent.ReconnectNeeded => (_move, [(short)ConnectionState.NeedsReconnect, version, account.Value]),
        ConnectionEvent.Disconnected => (_move, [(short)ConnectionState.Disconnected, version, account.Value]),
        _ => throw new ArgumentOutOfRangeException(nameof(@event)),
    };
}
