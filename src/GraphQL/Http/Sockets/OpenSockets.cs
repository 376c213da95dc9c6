using System.Collections.Concurrent;

namespace Diary.GraphQL.Http.Sockets;

/// <summary>How many sockets are open here, and of which sessions.</summary>
internal sealed class OpenSockets(GraphQLOptions options)
{
    private readonly ConcurrentDictionary<Guid, int> _sessions = new();
    private int _open;

    /// <summary>How many are open.</summary>
    public int Count => Volatile.Read(ref _open);

    /// <summary>Takes a place for a socket; false where all are taken.</summary>
    public bool TryOpen()
    {
        if (Interlocked.Increment(ref _open) <= options.Sockets.Most)
            return true;
        Leave();
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _open);

    /// <summary>Takes a place for a socket of a session; false where it has all that it may have.</summary>
    public bool TryJoin(Guid session)
    {
        if (_sessions.AddOrUpdate(session, 1, (_, n) => n + 1) <= options.Sockets.MostOfSession)
            return true;
        Part(session);
        return false;
    }

    /// <summary>Gives that place back.</summary>
    public void Part(Guid session)
    {
        if (_sessions.AddOrUpdate(session, 0, (_, n) => n - 1) == 0)
            _sessions.TryRemove(KeyValuePair.Create(session, 0));
    }
}
