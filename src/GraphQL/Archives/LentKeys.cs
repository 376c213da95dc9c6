using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.GraphQL.Keys;

namespace Diary.GraphQL.Archives;

/// <summary>
/// The open keys that a long run works with: those of its owner's latest request, for less than a minute. An E2E account has none, which
/// serve for ever.
/// </summary>
internal sealed class LentKeys(AccountId account, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Slice = UnlockedAccounts.Lifetime - TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Lent? _next;
    private Lent? _current;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isOver;

    /// <summary>Whose they are.</summary>
    public AccountId Account => account;

    /// <summary>Offers the keys of a request; they are not zeroed before the run lets go of them.</summary>
    public void Offer(UnlockedAccount keys)
    {
        lock (_gate)
        {
            if (_isOver || keys == _next?.Keys || keys == _current?.Keys || !keys.TryHold())
            {
                return;
            }

            _next?.Keys.Release();
            _next = new Lent(keys, clock.GetTimestamp());
            _arrived.TrySetResult();
        }
    }

    /// <summary>The keys for the next step, the caller's until it asks again; null where there are none: they may arrive.</summary>
    /// <param name="above">Keys of a later epoch than this one are needed; 0 where any do.</param>
    public UnlockedAccount? Current(int above = 0)
    {
        lock (_gate)
        {
            if (_next is { } next)
            {
                _current?.Keys.Release();
                (_current, _next) = (next, null);
            }

            if (_current is { Keys.Tier: Tier.Uce } lent && (lent.Keys.Epoch <= above || clock.GetElapsedTime(lent.Since) >= Slice))
            {
                lent.Keys.Release();
                _current = null;
            }

            if (_current is null)
            {
                _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return _current?.Keys;
        }
    }

    /// <summary>Completes once keys are offered.</summary>
    /// <exception cref="TimeoutException">None were.</exception>
    public Task Arrived(TimeSpan patience, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _arrived.Task.WaitAsync(patience, clock, cancellation);
        }
    }

    /// <summary>Lets go of all of them.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _next?.Keys.Release();
            _current?.Keys.Release();
            (_next, _current) = (null, null);
        }
    }

    private sealed record Lent(UnlockedAccount Keys, long Since);
}
