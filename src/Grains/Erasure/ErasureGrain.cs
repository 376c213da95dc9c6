using Diary.Projections.Vault;
using Microsoft.Extensions.Logging;

namespace Diary.Grains.Erasure;

/// <summary>Keeps no state: what is to be done stands in the vault.</summary>
public sealed partial class ErasureGrain(AccountErasure accounts, ErasureStore erasures, TimeProvider clock, ILogger<ErasureGrain> log)
    : Grain, IErasureGrain, IRemindable
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
        try
        {
            while (await erasures.ScrubPurged(BatchSize, CancellationToken.None) == BatchSize)
            {
                // A whole batch: there may be more.
            }
        }
#pragma warning disable CA1031 // whatever it was, the next run tries again, and accounts do not wait for entries
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e.GetType().Name);
        }

        var left = await accounts.Run(clock.Now(), CancellationToken.None);
        if (left == 0)
        {
            _again?.Dispose();
            _again = null;
        }

        return left;
    }

    [LoggerMessage(EventId = 2301, Level = LogLevel.Error, Message = "Events of purged entries are still to be deleted: {Error}")]
    private partial void LogFailed(string error);
}
