using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Projections.Vault;

namespace Diary.Grains.Accounts;

/// <summary>What the vault must keep and destroy with an account's event.</summary>
internal static class AccountVault
{
    /// <summary>The changes that an event and the records that came with its command make.</summary>
    public static IEnumerable<VaultWrite> For(AccountId account, AccountEvent @event, AccountSlots slots) =>
        Destroyed(account, @event).Concat(Kept(account, slots));

    private static IEnumerable<VaultWrite> Destroyed(AccountId account, AccountEvent @event) => @event switch
    {
        AccountEvent.CredentialChanged e =>
        [
            new VaultWrite.DestroySlots(account, SlotKind.Session, e.By.Value),
            new VaultWrite.DestroySlots(account, SlotKind.Bundle), // the credential before wrapped it
        ],
        AccountEvent.Recovered e =>
        [
            new VaultWrite.DestroySlots(account, SlotKind.Session),
            new VaultWrite.DestroySlots(account, SlotKind.Bundle),
            new VaultWrite.DestroySlot(account, SlotKind.Recovery, e.RecoveryCode, Below: int.MaxValue),
        ],
        AccountEvent.RecoveryCodesReplaced => [new VaultWrite.DestroySlots(account, SlotKind.Recovery)],
        AccountEvent.KeyRotationFinished => [new VaultWrite.DestroySlots(account, SlotKind.Retiring)],
        AccountEvent.Deleted e => [new VaultWrite.DestroyAccount(account, e.At)],
        _ => [],
    };

    private static IEnumerable<VaultWrite> Kept(AccountId account, AccountSlots slots) =>
    [
        .. Put(account, new SlotId(SlotKind.Password), slots.Password),
        .. Put(account, new SlotId(SlotKind.Keys), slots.Keys),
        .. Put(account, new SlotId(SlotKind.Email), slots.Email),
        .. Put(account, new SlotId(SlotKind.Bundle), slots.Bundle),
        .. Put(account, new SlotId(SlotKind.Retiring), slots.Retiring),
        .. slots.Recovery.SelectMany(r => Put(account, new SlotId(SlotKind.Recovery, r.CodeId), r.Record)),
        .. slots.Sessions.Count == 0 ? [] : new[] { Rewrap(account, slots.Sessions) },
    ];

    private static VaultWrite.RewrapSessions Rewrap(AccountId account, IEnumerable<SessionSlot> sessions) => new(account,
        [.. sessions.Select(s => new SessionRewrap(s.Session, s.Generation, s.From.ToArrayUnsafe(), s.Record.ToArrayUnsafe()))]);

    private static IEnumerable<VaultWrite> Put(AccountId account, SlotId slot, Bytes record) =>
        record.IsEmpty ? [] : [new VaultWrite.PutSlot(account, slot, record.ToArrayUnsafe())];
}
