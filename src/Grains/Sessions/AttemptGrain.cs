using System.Data.Common;
using Diary.Domain.Sessions;
using Diary.Projections.Vault;

namespace Diary.Grains.Sessions;

/// <summary>
/// Counts in memory, and in the database where a count has come so far that it must outlive this activation: at once where there is a wait
/// already, else when the activation ends. A silo that is killed takes no more with it than what had no consequence yet.
/// </summary>
public sealed class AttemptGrain(AttemptStore store, TimeProvider clock) : Grain, IAttemptGrain
{
    private Attempts _attempts;
    private bool _isKept;

    private string Party => this.GetPrimaryKeyString();

    private bool IsAccount => Party.StartsWith(IAttemptGrain.ForAccount, StringComparison.Ordinal);

    private AttemptRules Rules => IsAccount ? AttemptRules.Account : AttemptRules.Address;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await store.Find(Party) is { } kept)
        {
            (_attempts, _isKept) = (new Attempts(kept.Counted, kept.LastAt), true);
        }
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        try
        {
            if (AttemptPolicy.Left(_attempts, Rules, clock.Now()) > 0)
            {
                await Keep();
            }
        }
        catch (DbException)
        {
            // the database went first; what is lost had no consequence yet
        }
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> Enter()
    {
        var now = clock.Now();
        if (AttemptPolicy.LockedUntil(_attempts, Rules, now) is { } until)
        {
            return until;
        }

        var before = _attempts;
        _attempts = AttemptPolicy.Count(_attempts, Rules, now);
        if (_attempts.Counted >= Rules.Free)
        {
            try
            {
                await Keep();
            }
            catch (DbException)
            {
                _attempts = before; // the caller is told that the database is away, and nothing is checked
                throw;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task Succeed()
    {
        _attempts = IsAccount ? default : AttemptPolicy.Withdraw(_attempts);
        await Lower();
    }

    /// <inheritdoc/>
    public async Task Withdraw()
    {
        _attempts = AttemptPolicy.Withdraw(_attempts);
        await Lower();
    }

    private async Task Keep()
    {
        _isKept = true; // before it is sure, since a lost reply does not tell
        await store.Keep(Party, _attempts.Counted, _attempts.LastAt);
    }

    private async Task Lower()
    {
        if (_isKept && _attempts.Counted == 0)
        {
            await store.Drop(Party);
            _isKept = false;
        }
        else if (_isKept)
        {
            await Keep();
        }
    }
}
