namespace Diary.Integrations.Facebook;

/// <summary>The Graph API, by what a diary needs of it.</summary>
public sealed class FacebookClient : IDisposable
{
    private readonly GraphTransport _graph;

    /// <summary>A client of an operator's own app.</summary>
    public FacebookClient(FacebookOptions options, TimeProvider clock)
    {
        _graph = new GraphTransport(options, clock);
        (Login, Feed, Pages) = (new FacebookLogin(_graph), new FacebookFeed(_graph), new FacebookPages(_graph));
    }

    /// <summary>The app, and where the API is.</summary>
    public FacebookOptions Options => _graph.Options;

    /// <summary>The dialog, tokens, permissions.</summary>
    public FacebookLogin Login { get; }

    /// <summary>A user's posts and photos.</summary>
    public FacebookFeed Feed { get; }

    /// <summary>A user's pages.</summary>
    public FacebookPages Pages { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Feed.Dispose();
        _graph.Dispose();
    }
}
