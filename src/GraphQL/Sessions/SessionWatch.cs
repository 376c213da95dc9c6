using System.Collections.Concurrent;
using Diary.Domain;
using Diary.GraphQL.Execution;
using Diary.Projections;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Sessions;

/// <summary>
/// Looks every two seconds, in one statement for all that are watched here, whether their sessions' slots are still there, as a request
/// would. It keeps ids and times of them, and no token and no key.
/// </summary>
public sealed class SessionWatch : ISessionWatch, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Watched, byte> _watched = new();
    private readonly SessionSlots _slots;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private int _looking;

    /// <summary>A watch over nobody.</summary>
    public SessionWatch(SessionSlots slots, TimeProvider clock)
    {
        (_slots, _clock) = (slots, clock);
        _timer = clock.CreateTimer(_ => _ = Look(), null, Period, Period);
    }

    /// <inheritdoc/>
    public IWatchedSession Watch(IRequestSession session, Action<SessionEnd> ended)
    {
        var token = ((DiarySession)session).Token;
        var watched = new Watched(this, (token.Account, token.Session.Value, token.Generation), token.ExpiresAt, ended);
        _watched[watched] = 0;
        return watched;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private async Task Look()
    {
        if (_watched.IsEmpty || Interlocked.Exchange(ref _looking, 1) == 1)
        {
            return; // nobody, or the look before takes its time
        }

        try
        {
            foreach (var expired in _watched.Keys.Where(w => w.ExpiresAt <= _clock.GetUtcNow()))
            {
                expired.End(SessionEnd.TokenSpent);
            }

            foreach (var some in _watched.Keys.Chunk(SessionSlots.MostInALook))
            {
                await Look(some);
            }
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    private async Task Look(Watched[] some)
    {
        try
        {
            var lives = await _slots.Lives([.. some.Select(w => w.Slot)], CancellationToken.None);
            foreach (var (watched, life) in some.Zip(lives).Where(w => w.Second != SlotLife.There))
            {
                watched.End(life == SlotLife.Replaced ? SessionEnd.TokenSpent : SessionEnd.SignedOut);
            }
        }
        catch (Exception e) when (Database.IsAway(e))
        {
            // Nothing is known until the database is back; nothing of the diary can be shown until then either.
        }
    }

    private sealed class Watched(
        SessionWatch owner, (AccountId Account, Guid Session, int Generation) slot, DateTimeOffset expiresAt, Action<SessionEnd> ended)
        : IWatchedSession
    {
        public (AccountId Account, Guid Session, int Generation) Slot => slot;

        public DateTimeOffset ExpiresAt => expiresAt;

        public void End(SessionEnd end)
        {
            if (owner._watched.TryRemove(this, out _))
            {
                ended(end);
            }
        }

        public Task Look() => owner.Look([this]);

        public void Dispose() => owner._watched.TryRemove(this, out _);
    }
}
