using Diary.Domain;
using Diary.Domain.Facebook;
using Diary.Domain.Jobs;
using Diary.Grains.Accounts;
using Diary.Grains.Jobs;
using Diary.Grains.Sessions;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.Projections.Vault;

namespace Diary.Grains.Facebook;

/// <summary>
/// Loads, decides, appends; a connection is asked for too seldom to remember its state. It brings no post itself: the job does that it
/// begins, whose reminder sees to it that somebody works until it is over.
/// </summary>
public sealed class FacebookGrain(EventJournal journal, EventReader streams,
    [PersistentState("facebook", SessionGrain.Storage)] IPersistentState<KeptActivity> stored, TimeProvider clock)
    : Grain, IFacebookGrain, IRemindable
{
    private const string Reminder = "pull";
    private const int Attempts = 3;

    private AccountId Account => new(this.GetPrimaryKey());

    /// <inheritdoc/>
    public Task<Receipt> Execute(ConnectionCommand command, Bytes secrets, AuditNote? audit) =>
        DatabaseAway.OrRetry(() => Decide(command, secrets, audit));

    /// <inheritdoc/>
    public async Task<JobStatus?> Pull(SessionId by, DateOnly? since) =>
        (await Load()).State == ConnectionState.Connected ? await Begin(by, since) : null;

    /// <inheritdoc/>
    public async Task Ended(DateTimeOffset began, OperationEnd end)
    {
        var activity = stored.State;
        activity.Turn(clock.Now());
        if (activity.LastCounted == began)
        {
            return;
        }

        (activity.Account, activity.LastCounted) = (Account, began);
        if (end is OperationEnd.Succeeded)
        {
            activity.LastSyncAt = clock.Now();
            activity.Succeeded[^1]++;
        }
        else if (end is OperationEnd.Failed)
        {
            activity.Failed[^1]++;
        }

        await stored.WriteStateAsync();
    }

    /// <inheritdoc/>
    public Task<FacebookActivity> Activity()
    {
        var activity = stored.State;
        activity.Turn(clock.Now());
        return Task.FromResult(new FacebookActivity(
            activity.LastSyncAt, activity.NextSyncAt, activity.Succeeded.Sum(), activity.Failed.Sum()));
    }

    /// <inheritdoc/>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var state = await Load();
        if (state is { State: ConnectionState.Connected, Pulls: true })
        {
            await Begin(default, null);
            await Expect(clock.Now().AddMinutes(state.EveryMinutes));
        }
        else
        {
            await Forget();
        }

        DeactivateOnIdle(); // an hour without a call: nothing is worth keeping in memory
    }

    private async Task<Receipt> Decide(ConnectionCommand command, Bytes secrets, AuditNote? audit)
    {
        for (var attempt = 1; ; attempt++)
        {
            var state = await Load();
            var decision = ConnectionDecider.Decide(state, command, clock.Now());
            if (decision.Refusal is not null || decision.Events.Count == 0)
            {
                return new Receipt(state.Version, decision.Refusal);
            }

            var next = decision.Events.Aggregate(state, (s, e) => s.Apply(e));
            await Remind(state, next);
            switch (await journal.Append(new Append(Account, StreamKey.OfFacebook(Account), state.Version, [.. decision.Events],
                [.. Vault(decision.Events[0], secrets, audit)])))
            {
                case AppendOutcome.Committed:
                    await Follow(state, next);
                    return new Receipt(next.Version);
                case AppendOutcome.Unavailable u:
                    return new Receipt(0, RetryAfter: u.RetryAfter);
                case AppendOutcome.Duplicate { Constraint: ErasureStore.AccountIsErased }:
                    return new Receipt(0, new Refusal(RefusalCode.NotFound, RefusalReason.NoSuchAccount));
                case var conflict when attempt == Attempts:
                    throw new InvalidOperationException($"The stream kept changing under its only writer ({conflict.GetType().Name}).");
            }
        }
    }

    private async Task<Connection> Load() =>
        Connection.Fold(await streams.Read<ConnectionEvent>(Account, StreamKey.OfFacebook(Account), null, CancellationToken.None));

    private IEnumerable<VaultWrite> Vault(ConnectionEvent @event, Bytes secrets, AuditNote? audit)
    {
        if (!secrets.IsEmpty)
        {
            yield return new VaultWrite.PutSlot(Account, new SlotId(SlotKind.Facebook), secrets.ToArrayUnsafe());
        }

        if (@event is ConnectionEvent.Disconnected)
        {
            yield return new VaultWrite.DestroySlots(Account, SlotKind.Facebook);
        }

        if (audit is not null)
        {
            yield return new VaultWrite.AddAuditRecord(
                Account, Guid.CreateVersion7(), @event.At, audit.Action, audit.Session, audit.Note.ToArrayUnsafe());
        }
    }

    /// <summary>The reminder comes first: what is written down is not forgotten. One too many ends at its first tick.</summary>
    private async Task Remind(Connection before, Connection after)
    {
        if (IsDue(after) && (!IsDue(before) || before.EveryMinutes != after.EveryMinutes))
        {
            var period = TimeSpan.FromMinutes(after.EveryMinutes);
            await this.RegisterOrUpdateReminder(Reminder, period, period);
        }
    }

    private async Task Follow(Connection before, Connection after)
    {
        if (IsDue(after) && (!IsDue(before) || before.ConnectedAt != after.ConnectedAt))
        {
            await Begin(default, null);
        }

        if (IsDue(before) && !IsDue(after))
        {
            await Forget();
        }
        else if (IsDue(after) && (!IsDue(before) || before.EveryMinutes != after.EveryMinutes))
        {
            await Expect(clock.Now().AddMinutes(after.EveryMinutes));
        }
    }

    private static bool IsDue(Connection state) => state is { State: ConnectionState.Connected, Pulls: true };

    /// <summary>One job an account: the same is begun again and again, and none while it is under way.</summary>
    private async Task<JobStatus> Begin(SessionId by, DateOnly? since) =>
        await GrainFactory.GetGrain<IJobGrain>(FacebookJobs.Pull(Account)).Begin(
            Account, JobKind.FacebookPull, new JobOrder(by, Since: since), again: true)
        ?? throw new InvalidOperationException("A pull is another account's.");

    private async Task Expect(DateTimeOffset? next)
    {
        (stored.State.Account, stored.State.NextSyncAt) = (Account, next);
        await stored.WriteStateAsync();
    }

    private async Task Forget()
    {
        if (await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }

        if (stored.RecordExists)
        {
            await Expect(null);
        }
    }
}
