namespace Diary.GraphQL.Execution;

/// <summary>Tells a connection that outlives requests when the session behind it ends.</summary>
public interface ISessionWatch
{
    /// <summary>Calls <paramref name="ended"/> once, within 5 seconds of the end, unless what is returned is disposed before.</summary>
    IWatchedSession Watch(IRequestSession session, Action<SessionEnd> ended);
}

/// <summary>A session that is watched until this is disposed.</summary>
public interface IWatchedSession : IDisposable
{
    /// <summary>Looks at once, for whoever was just refused: where the session has ended, it has been told when this returns.</summary>
    Task Look();
}

/// <summary>Why a session's connection cannot go on.</summary>
public enum SessionEnd
{
    /// <summary>The access token has expired, or the session was renewed since: it goes on with a fresh token.</summary>
    TokenSpent = 1,

    /// <summary>The session is over: signed out, revoked, or gone with its account.</summary>
    SignedOut = 2,
}
