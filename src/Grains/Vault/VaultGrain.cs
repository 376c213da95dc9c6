using Microsoft.Extensions.Logging;

namespace Diary.Grains.Vault;

/// <summary>Starts a turn and does not wait for it: it takes minutes. What was interrupted is gone on with at the next tick.</summary>
public sealed partial class VaultGrain(IVaultTurn turn, TimeProvider clock, ILogger<VaultGrain> log)
    : Grain, IVaultGrain, IRemindable, IDisposable
{
    private const string Reminder = "turn";
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private static readonly TimeSpan WarningPeriod = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private DateTimeOffset _warnedAt = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public Task Schedule() => this.RegisterOrUpdateReminder(Reminder, TimeSpan.FromMinutes(10), Period);

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Tick();

    /// <inheritdoc/>
    public async Task<bool> Tick()
    {
        DelayDeactivation(2 * Period);
        if (!_running.IsCompleted || !await turn.IsDue(_stopping.Token))
        {
            return false;
        }

        _running = Turn();
        return true;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running;
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task Turn()
    {
        try
        {
            // Off the grain's scheduler: re-sealing is work for minutes.
            var end = await Task.Run(() => turn.Run(LogStep, _stopping.Token), _stopping.Token);
            if (end is VaultTurnEnd.NeedsKey or VaultTurnEnd.NeedsRemoval && clock.Now() - _warnedAt >= WarningPeriod)
            {
                _warnedAt = clock.Now();
                LogNeeded(end);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The silo stops; the turn is resumed elsewhere.
        }
#pragma warning disable CA1031 // whatever it was, the next tick tries again
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e.GetType().Name);
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Information, Message = "Vault: {Step}")]
    private partial void LogStep(string step);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message =
        "The vault key is due to be turned, and this process cannot write its file ({Needed}): run rotate-vault, which says what to do.")]
    private partial void LogNeeded(VaultTurnEnd needed);

    [LoggerMessage(EventId = 2103, Level = LogLevel.Error, Message = "The turn of the vault was interrupted and will be resumed: {Error}")]
    private partial void LogFailed(string error);
}
