using System.ComponentModel;
using Diary.Domain.Facebook;
using Diary.Grains.Facebook;
using Diary.GraphQL.Problems;
using GraphQL;

namespace Diary.GraphQL.Facebook;

/// <summary>How an account stands to Facebook.</summary>
[Name("FacebookAccount")]
public sealed class FacebookAccountNode
{
    private readonly Connection _connection;
    private readonly FacebookActivity _activity;
    private readonly FacebookSecrets? _secrets;
    private readonly bool _isPaused;

    internal FacebookAccountNode(Connection connection, FacebookActivity activity, FacebookSecrets? secrets, bool isPaused) =>
        (_connection, _activity, _secrets, _isPaused) = (connection, activity, secrets, isPaused);

    /// <summary>How it stands.</summary>
    public FacebookState State => _connection.State switch
    {
        ConnectionState.Connected => _isPaused ? FacebookState.Paused : FacebookState.Connected,
        ConnectionState.NeedsReconnect => FacebookState.NeedsReconnect,
        _ => FacebookState.Disconnected,
    };

    /// <summary>The user's name at Facebook, while connected.</summary>
    public string? Name => _secrets?.Name;

    /// <summary>When the user consented last.</summary>
    public DateTimeOffset? ConnectedAt => _secrets is null ? null : _connection.ConnectedAt;

    /// <summary>When the consent ends.</summary>
    [Description("When the consent ends by itself, about sixty days after it was given: connect again before that.")]
    public DateTimeOffset? TokenExpiresAt => _secrets is null ? null
        : _connection.TokenExpiresAt is { } token && _secrets.DataAccessExpiresAt is { } data ? (token < data ? token : data)
        : _connection.TokenExpiresAt ?? _secrets.DataAccessExpiresAt;

    /// <summary>When posts were brought last.</summary>
    public DateTimeOffset? LastSyncAt => _activity.LastSyncAt;

    /// <summary>When they are brought next.</summary>
    public DateTimeOffset? NextSyncAt => _connection.State == ConnectionState.Connected && Pull ? _activity.NextSyncAt : null;

    /// <summary>Whether posts are brought.</summary>
    public bool Pull => _secrets is not null && _connection.Pulls;

    /// <summary>The user's pages, where publishing was consented to.</summary>
    public IEnumerable<FacebookPage> Pages =>
        _secrets?.Pages.Select(p => new FacebookPage(p.Id, p.Name, p.CanPublish)) ?? [];

    /// <summary>How well it goes.</summary>
    [Description("Of the last 7 days: operations that ended well over all that ended, without those that waited for the user.")]
    public double? SuccessRate =>
        _activity.Succeeded + _activity.Failed is var all and > 0 ? (double)_activity.Succeeded / all : null;
}

/// <summary>How an account stands to Facebook.</summary>
public enum FacebookState
{
    /// <summary>It can be used.</summary>
    Connected,

    /// <summary>The consent is worth nothing any more: connect again.</summary>
    NeedsReconnect,

    /// <summary>A limit of Facebook's is reached: it goes on by itself.</summary>
    Paused,

    /// <summary>It ended.</summary>
    Disconnected,
}

/// <summary>A page of the user's at Facebook.</summary>
public sealed record FacebookPage([property: Id] string Id, string Name, bool CanPublish);

/// <summary>Where to consent; null where that was refused.</summary>
public sealed record ConnectFacebookPayload(string? AuthorizationUrl, IReadOnlyList<IProblem> Problems);

/// <summary>The connection as it stands after a command; null where that was refused.</summary>
public sealed record FacebookPayload(FacebookAccountNode? Facebook, IReadOnlyList<IProblem> Problems);
