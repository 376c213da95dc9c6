using Diary.Domain.Entries;
using Diary.Domain.Sessions;
using Diary.Grains.Entries;
using Diary.Grains.Sessions;
using Diary.Projections.Accounts;
using Diary.Projections.Entries;
using Diary.Projections.Vault;

namespace Diary.Grains;

/// <summary>Sweeps in small batches, so that a tick stays short whatever has gathered.</summary>
public sealed class SweeperGrain(EntryReader entries, AccountReader accounts, VaultStore vault, SessionSlots slots, AttemptStore attempts,
    TimeProvider clock) : Grain, ISweeperGrain, IRemindable
{
    private const string Reminder = "sweep";
    private const int BatchSize = 200;
    private const int MostBatches = 20;
    private static readonly TimeSpan LongestMemory = AttemptRules.Account.Quiet * AttemptRules.Account.Most;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public Task Schedule() => this.RegisterOrUpdateReminder(Reminder, Period, Period);

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Sweep();

    /// <inheritdoc/>
    public async Task<int> Sweep()
    {
        var expired = await entries.Expired(clock.Now(), BatchSize, CancellationToken.None);
        foreach (var trash in expired.ToLookup(e => e.Owner, e => e.Entry))
        {
            var owner = await accounts.Find(trash.Key, CancellationToken.None);
            foreach (var entry in trash)
            {
                await GrainFactory.Entry(trash.Key, entry).Execute(new EntryCommand.PurgeExpired(PurgeNote.Of(entry, owner)));
            }
        }

        var sessions = await vault.ExpiredSessions(clock.Now(), BatchSize, CancellationToken.None);
        foreach (var (owner, session) in sessions)
        {
            await slots.End(owner, session, audit: null);
        }

        await ForgetEnded();
        await vault.DropAuditBefore(clock.Now() - AuditReader.Retention, BatchSize * MostBatches);
        await attempts.DropBefore(clock.Now() - LongestMemory, BatchSize * MostBatches);
        return expired.Count + sessions.Count;
    }

    /// <summary>What grains keep of sessions whose slots were destroyed, whoever did that.</summary>
    private async Task ForgetEnded()
    {
        for (var batch = 0; batch < MostBatches; batch++)
        {
            var ended = await slots.Ended(BatchSize);
            foreach (var (owner, session) in ended)
            {
                await GrainFactory.GetGrain<ISessionGrain>(session).Forget(owner);
            }

            await slots.Forget(ended.Select(e => e.Session));
            if (ended.Count < BatchSize)
            {
                return;
            }
        }
    }
}
