namespace Diary.GraphQL.Execution;

/// <summary>Tells a connection that outlives requests when the session behind it ends.</summary>
public interface ISessionWatch
{
    /// <summary>Calls <paramref name="ended"/> once, within 5 seconds of the end, unless what is returned is disposed before.</summary>
    IDisposable Watch(IRequestSession session, Action<SessionEnd> ended);
}

/// <summary>Why a session's connection cannot go on.</summary>
public enum SessionEnd
{
    /// <summary>The access token has expired, or the session was renewed since: it goes on with a fresh token.</summary>
    TokenSpent = 1,

    /// <summary>The session is over: signed out, revoked, or gone with its account.</summary>
    SignedOut = 2,
}
