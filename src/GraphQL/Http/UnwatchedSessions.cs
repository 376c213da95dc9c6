using Diary.GraphQL.Execution;

namespace Diary.GraphQL.Http;

/// <summary>Knows of no end: stands in where no watch was registered, as <see cref="AnonymousAuthenticator"/> does.</summary>
internal sealed class UnwatchedSessions : ISessionWatch, IWatchedSession
{
    public IWatchedSession Watch(IRequestSession session, Action<SessionEnd> ended) => this;

    public Task Look() => Task.CompletedTask;

    public void Dispose() { }
}
