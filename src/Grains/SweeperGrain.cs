using Diary.Domain.Entries;
using Diary.Grains.Sessions;
using Diary.Projections.Entries;
using Diary.Projections.Vault;

namespace Diary.Grains;

/// <summary>Sweeps in small batches, so that a tick stays short whatever has gathered.</summary>
public sealed class SweeperGrain(EntryReader entries, VaultStore vault, TimeProvider clock) : Grain, ISweeperGrain, IRemindable
{
    private const string Reminder = "sweep";
    private const int BatchSize = 200;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public Task Schedule() => this.RegisterOrUpdateReminder(Reminder, Period, Period);

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Sweep();

    /// <inheritdoc/>
    public async Task<int> Sweep()
    {
        var expired = await entries.Expired(clock.Now(), BatchSize, CancellationToken.None);
        foreach (var (owner, entry) in expired)
        {
            await GrainFactory.Entry(owner, entry).Execute(new EntryCommand.PurgeExpired());
        }

        var sessions = await vault.ExpiredSessions(clock.Now(), BatchSize, CancellationToken.None);
        foreach (var (owner, session) in sessions)
        {
            await GrainFactory.GetGrain<ISessionGrain>(session).End(owner);
        }

        return expired.Count + sessions.Count;
    }
}
