using Diary.Projections.Vault;

namespace Diary.Grains.Erasure;

/// <summary>Keeps no state: what is to be done stands in the vault.</summary>
public sealed class ErasureGrain(AccountErasure accounts, ErasureStore erasures, TimeProvider clock) : Grain, IErasureGrain, IRemindable
{
    private const string Reminder = "erase";
    private const int BatchSize = 200;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    private IGrainTimer? _again;

    /// <inheritdoc/>
    public async Task Schedule()
    {
        await this.RegisterOrUpdateReminder(Reminder, Period, Period);
        await erasures.DestroyKeys(CancellationToken.None);
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Erase();

    /// <inheritdoc/>
    public async Task Wake()
    {
        _again ??= this.RegisterGrainTimer(_ => Erase(), new GrainTimerCreationOptions
        {
            DueTime = AccountErasure.Pause + TimeSpan.FromSeconds(1),
            Period = AccountErasure.Pause,
            KeepAlive = true,
        });
        await Erase();
    }

    /// <inheritdoc/>
    public async Task<int> Erase()
    {
        while (await erasures.ScrubPurged(BatchSize, CancellationToken.None) == BatchSize)
        {
            // A whole batch: there may be more.
        }

        var left = await accounts.Run(clock.Now(), CancellationToken.None);
        if (left == 0)
        {
            _again?.Dispose();
            _again = null;
        }

        return left;
    }
}
