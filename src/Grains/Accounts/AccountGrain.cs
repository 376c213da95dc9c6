using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Projections.Accounts;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.Projections.Vault;

namespace Diary.Grains.Accounts;

/// <summary>Loads, decides, appends, folds. A state that may be behind the stream is forgotten, never mended.</summary>
public sealed class AccountGrain(EventJournal journal, EventReader streams, VaultStore vault, TimeProvider clock) : Grain, IAccountGrain
{
    private Account? _state;

    private AccountId Id => new(this.GetPrimaryKey());

    /// <inheritdoc/>
    public Task<Receipt> Execute(AccountCommand command, AccountSlots slots, AuditNote? audit) =>
        DatabaseAway.OrRetry(() => Decide(command, slots, audit));

    /// <inheritdoc/>
    public async Task RenewPassword(int expectedVersion, Bytes current, Bytes renewed)
    {
        _state = await Load(); // costs one read, once an account in years; what is remembered may be behind
        if (_state is Account.Active active && active.Version == expectedVersion)
        {
            await vault.Write(
                [new VaultWrite.RenewSlot(Id, new SlotId(SlotKind.Password), current.ToArrayUnsafe(), renewed.ToArrayUnsafe())],
                CancellationToken.None);
        }
    }

    private async Task<Receipt> Decide(AccountCommand command, AccountSlots slots, AuditNote? audit)
    {
        var remembered = _state is not null;
        var state = _state ??= await Load();
        var now = clock.Now();
        var decision = AccountDecider.Decide(state, command, now);
        if (remembered && decision.Refusal is { Reason: RefusalReason.StaleVersion })
        {
            _state = null; // the caller may know more than this activation does
            return await Decide(command, slots, audit);
        }

        if (decision.Refusal is not null || decision.Events.Count == 0)
        {
            return new Receipt(state.Version, decision.Refusal);
        }

        _state = null;
        switch (await journal.Append(
            new Append(Id, StreamKey.Of(Id), state.Version, [.. decision.Events], Vault(decision.Events[0], slots, audit, now))))
        {
            case AppendOutcome.Committed:
                _state = decision.Events.Aggregate(state, (s, e) => s.Apply(e));
                return new Receipt(_state.Version);
            case AppendOutcome.Unavailable u:
                return new Receipt(0, RetryAfter: u.RetryAfter);
            case AppendOutcome.Duplicate { Constraint: AccountProjection.OneAccountAnAddress }:
                return new Receipt(0, new Refusal(RefusalCode.EmailTaken, RefusalReason.AddressInUse));
            default:
                return command is AccountCommand.SignUp
                    ? new Receipt(0, new Refusal(RefusalCode.Invalid, RefusalReason.AccountIdInUse))
                    : new Receipt(0, new Refusal(RefusalCode.VersionConflict, RefusalReason.StaleVersion));
        }
    }

    private async Task<Account> Load() =>
        Account.Fold(await streams.Read<AccountEvent>(Id, StreamKey.Of(Id), null, CancellationToken.None));

    private List<VaultWrite> Vault(AccountEvent @event, AccountSlots slots, AuditNote? audit, DateTimeOffset now)
    {
        var writes = AccountVault.For(Id, @event, slots).ToList();
        if (audit is not null)
        {
            writes.Add(
                new VaultWrite.AddAuditRecord(Id, Guid.CreateVersion7(), now, audit.Action, audit.Session, audit.Note.ToArrayUnsafe()));
        }

        return writes;
    }
}
