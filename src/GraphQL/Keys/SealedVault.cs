using Diary.Cryptography;
using Diary.Domain;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Keys;

/// <summary>The vault as the edge uses it: records sealed and opened under the vault key, each bound to its place.</summary>
public sealed class SealedVault(VaultStore store, VaultKeyRing ring)
{
    /// <summary>The content of a slot; null where it was destroyed or never was.</summary>
    /// <exception cref="InvalidOperationException">The record does not open under any vault key that this process has.</exception>
    public async Task<byte[]?> Open(AccountId account, SlotId slot, CancellationToken cancellation) =>
        (await Read(account, slot, cancellation))?.Content;

    /// <summary>The same with its record, for what must hold only while the slot is as it was read.</summary>
    /// <exception cref="InvalidOperationException">The record does not open under any vault key that this process has.</exception>
    public async Task<(byte[] Content, Bytes Record)?> Read(AccountId account, SlotId slot, CancellationToken cancellation) =>
        await store.FindSlot(account, slot, cancellation) is { } record ? (Open(account, slot, record), new Bytes(record)) : null;

    /// <summary>The content of a slot's record.</summary>
    /// <exception cref="InvalidOperationException">The record does not open under any vault key that this process has.</exception>
    public byte[] Open(AccountId account, SlotId slot, ReadOnlySpan<byte> record) =>
        ring.TryOpen(record, VaultAad.Slot(account, slot), out var content) ? content
            : throw new InvalidOperationException($"The vault's record of a {slot.Kind} slot does not open.");

    /// <summary>The contents of all slots of a kind, as they stood at one moment.</summary>
    /// <exception cref="InvalidOperationException">A record does not open under any vault key that this process has.</exception>
    public async Task<IReadOnlyList<(SlotId Slot, byte[] Content)>> OpenAll(
        AccountId account, SlotKind kind, CancellationToken cancellation) =>
        [.. (await store.FindSlots(account, kind, cancellation)).Select(s => (s.Slot, Open(account, s.Slot, s.Record)))];

    /// <summary>A slot's record.</summary>
    public Bytes Seal(AccountId account, SlotId slot, ReadOnlySpan<byte> content) => new(ring.Seal(content, VaultAad.Slot(account, slot)));

    /// <summary>A capsule's record.</summary>
    public Bytes SealCapsule(AccountId account, EntryId entry, int version, ReadOnlySpan<byte> capsule) =>
        new(ring.Seal(capsule, VaultAad.EntryKey(account, entry, version)));

    /// <summary>The capsule in a record; null where it does not open.</summary>
    public byte[]? OpenCapsule(AccountId account, EntryId entry, int version, ReadOnlySpan<byte> record) =>
        ring.TryOpen(record, VaultAad.EntryKey(account, entry, version), out var capsule) ? capsule : null;
}
