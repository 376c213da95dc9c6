using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Projections.Accounts;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.Projections.Vault;

namespace Diary.Grains.Accounts;

/// <summary>Loads, decides, appends, folds.</summary>
public sealed class AccountGrain(EventJournal journal, EventReader streams, TimeProvider clock) : Grain, IAccountGrain
{
    private Account? _state;

    private AccountId Id => new(this.GetPrimaryKey());

    /// <inheritdoc/>
    public Task<Receipt> SignUp(AccountCommand.SignUp command, AccountSlots slots) => DatabaseAway.OrRetry(() => Decide(command, slots));

    private async Task<Receipt> Decide(AccountCommand.SignUp command, AccountSlots slots)
    {
        var state = _state ??= await Load();
        var decision = AccountDecider.Decide(state, command, clock.Now());
        if (decision.Refusal is not null)
        {
            return new Receipt(state.Version, decision.Refusal);
        }

        _state = null;
        switch (await journal.Append(new Append(Id, StreamKey.Of(Id), state.Version, [.. decision.Events], Records(slots))))
        {
            case AppendOutcome.Committed:
                _state = decision.Events.Aggregate(state, (s, e) => s.Apply(e));
                return new Receipt(_state.Version);
            case AppendOutcome.Unavailable u:
                return new Receipt(0, RetryAfter: u.RetryAfter);
            case AppendOutcome.Duplicate { Constraint: AccountProjection.OneAccountAnAddress }:
                return new Receipt(0, new Refusal(RefusalCode.EmailTaken, RefusalReason.AddressInUse));
            default:
                return new Receipt(0, new Refusal(RefusalCode.Invalid, RefusalReason.AccountIdInUse));
        }
    }

    private async Task<Account> Load() =>
        Account.Fold(await streams.Read<AccountEvent>(Id, StreamKey.Of(Id), null, CancellationToken.None));

    private List<VaultWrite> Records(AccountSlots slots) =>
    [
        Put(new SlotId(SlotKind.Password), slots.Password),
        Put(new SlotId(SlotKind.Keys), slots.Keys),
        Put(new SlotId(SlotKind.Email), slots.Email),
        .. slots.Recovery.Select(r => Put(new SlotId(SlotKind.Recovery, r.CodeId), r.Record)),
    ];

    private VaultWrite.PutSlot Put(SlotId slot, Bytes record) => new(Id, slot, record.ToArrayUnsafe());
}
