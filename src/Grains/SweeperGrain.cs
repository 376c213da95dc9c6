using Diary.Domain.Entries;
using Diary.Domain.Sessions;
using Diary.Grains.Entries;
using Diary.Grains.Sessions;
using Diary.Projections.Accounts;
using Diary.Projections.Entries;
using Diary.Projections.Vault;
using Microsoft.Extensions.Logging;

namespace Diary.Grains;

/// <summary>
/// Sweeps in small batches, so that a tick stays short whatever has gathered. What fails is logged and tried again by the next tick: it
/// keeps nothing else waiting.
/// </summary>
public sealed partial class SweeperGrain(EntryReader entries, AccountReader accounts, VaultStore vault, SessionSlots slots,
    AttemptStore attempts, IFileSweep files, TimeProvider clock, ILogger<SweeperGrain> log) : Grain, ISweeperGrain, IRemindable
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
        var swept = 0;
        await Try("expired entries", async () =>
        {
            var expired = await entries.Expired(clock.Now(), BatchSize, CancellationToken.None);
            foreach (var trash in expired.ToLookup(e => e.Owner, e => e.Entry))
            {
                var owner = await accounts.Find(trash.Key, CancellationToken.None);
                foreach (var entry in trash)
                {
                    swept += await Try($"entry {entry}", () => GrainFactory.Entry(trash.Key, entry)
                        .Execute(new EntryCommand.PurgeExpired(PurgeNote.Of(entry, owner)))) ? 1 : 0;
                }
            }
        });
        await Try("expired sessions", async () =>
        {
            foreach (var (owner, session) in await vault.ExpiredSessions(clock.Now(), BatchSize, CancellationToken.None))
            {
                swept += await Try($"session {session}", () => slots.End(owner, session, audit: null)) ? 1 : 0;
            }
        });
        await Try("ended sessions", ForgetEnded);
        await Try("the audit log", () => vault.DropAuditBefore(clock.Now() - AuditReader.Retention, BatchSize * MostBatches));
        await Try("files", async () => swept += await files.Sweep(CancellationToken.None));
        await Try("attempts", () => attempts.DropBefore(clock.Now() - LongestMemory, BatchSize * MostBatches));
        return swept;
    }

    /// <summary>What grains keep of sessions whose slots were destroyed, whoever did that.</summary>
    private async Task ForgetEnded()
    {
        for (var batch = 0; batch < MostBatches; batch++)
        {
            var ended = await slots.Ended(BatchSize);
            var forgotten = new List<Guid>();
            foreach (var (owner, session) in ended)
            {
                if (await Try($"session {session}", () => GrainFactory.GetGrain<ISessionGrain>(session).Forget(owner)))
                {
                    forgotten.Add(session);
                }
            }

            await slots.Forget(forgotten);
            if (ended.Count < BatchSize || forgotten.Count == 0)
            {
                return;
            }
        }
    }

    /// <summary>Whether it was done.</summary>
    private async Task<bool> Try(string what, Func<Task> step)
    {
        try
        {
            await step();
            return true;
        }
#pragma warning disable CA1031 // whatever it was, the next tick tries again
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(what, e.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Error, Message = "The sweep of {What} failed and will be tried again: {Error}")]
    private partial void LogFailed(string what, string error);
}
