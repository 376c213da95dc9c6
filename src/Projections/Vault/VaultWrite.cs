using Diary.Domain;
using Diary.Domain.Accounts;

namespace Diary.Projections.Vault;

/// <summary>A change of the vault that is committed together with events. What it carries is sealed under the vault key already.</summary>
public abstract record VaultWrite
{
    private VaultWrite() { }

    /// <summary>Keep the capsule of one version of an entry.</summary>
    public sealed record PutEntryKey(AccountId Account, EntryId Entry, int Version, byte[] Record) : VaultWrite;

    /// <summary>Destroy the capsules of all versions of an entry, and have its earlier events deleted soon.</summary>
    public sealed record DestroyEntryKeys(AccountId Account, EntryId Entry) : VaultWrite;

    /// <summary>
    /// Keep a key slot, in place of the one that has the same kind, id and generation; a session's ends at <paramref name="ExpiresAt"/>.
    /// </summary>
    public sealed record PutSlot(AccountId Account, SlotId Slot, byte[] Record, DateTimeOffset? ExpiresAt = null) : VaultWrite;

    /// <summary>Destroy a slot in every generation below <paramref name="Below"/>.</summary>
    public sealed record DestroySlot(AccountId Account, SlotKind Kind, Guid Id, int Below) : VaultWrite;

    /// <summary>Destroy all slots of a kind, but for the one of <paramref name="Except"/> where it is named.</summary>
    public sealed record DestroySlots(AccountId Account, SlotKind Kind, Guid? Except = null) : VaultWrite;

    /// <summary>Change a slot's record where it is still the one that it is to take the place of; a slot that is gone stays so.</summary>
    public sealed record RenewSlot(AccountId Account, SlotId Slot, byte[] Current, byte[] Record) : VaultWrite;

    /// <summary>
    /// Change the records of all of an account's session slots. Where another session is there by now, or another record, the whole commit
    /// is refused as a duplicate.
    /// </summary>
    public sealed record RewrapSessions(AccountId Account, IReadOnlyList<SessionRewrap> Sessions) : VaultWrite;

    /// <summary>
    /// Destroy every slot, every capsule and the audit log of an account, write down how many keys that were, and have the rest erased.
    /// </summary>
    public sealed record DestroyAccount(AccountId Account, DateTimeOffset At) : VaultWrite;

    /// <summary>
    /// Reserve the bytes of a file, unless its account would hold more than <paramref name="MostBytes"/>: then the commit is refused as a
    /// duplicate, by one of the names in <see cref="StorageStore"/>.
    /// </summary>
    public sealed record ReserveMedia(AccountId Account, MediaId Media, long SizeBytes, long MostBytes) : VaultWrite;

    /// <summary>
    /// Keep a file for good, if the records of its parts are <paramref name="Parts"/> in their order; else the commit is refused as above.
    /// Where it shares the content of <paramref name="Holder"/>, its own parts are dropped and its bytes are free.
    /// </summary>
    public sealed record KeepMedia(
        AccountId Account, MediaId Media, byte[] Token, IReadOnlyList<byte[]> Parts, MediaId? Holder) : VaultWrite;

    /// <summary>
    /// Attach files: each must be whole and have its key, else the commit is refused as above. None of them is discarded meanwhile.
    /// </summary>
    public sealed record AttachMedia(AccountId Account, IReadOnlyList<MediaId> Media) : VaultWrite;

    /// <summary>Note files that an entry had which is purged: those that no other has are to be discarded.</summary>
    public sealed record LoosenMedia(AccountId Account, IReadOnlyList<MediaId> Media) : VaultWrite;

    /// <summary>Let go of a file, unless an entry has it: then the commit is refused as above.</summary>
    public sealed record DiscardMedia(AccountId Account, MediaId Media) : VaultWrite;

    /// <summary>Destroy a file's key and parts, and free its bytes where no other file has its content.</summary>
    public sealed record ReleaseMedia(AccountId Account, MediaId Media) : VaultWrite;

    /// <summary>Add a line to the audit log, its time cut to the millisecond; its note is sealed to the account's public key.</summary>
    public sealed record AddAuditRecord(
        AccountId Account, Guid RecordId, DateTimeOffset At, AuditAction Action, SessionId? Session, byte[] Note) : VaultWrite;
}

/// <summary>Another record for one generation of a session.</summary>
/// <param name="Session">The session.</param>
/// <param name="Generation">Which of its successors.</param>
/// <param name="From">The record as it was read.</param>
/// <param name="Record">The record to be.</param>
public sealed record SessionRewrap(Guid Session, int Generation, byte[] From, byte[] Record);

/// <summary>Which slot of an account.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Id">The session's or recovery code's id; empty where an account has one only.</param>
/// <param name="Generation">Which of its successors, or which part; 0 where it has none.</param>
public readonly record struct SlotId(SlotKind Kind, Guid Id = default, int Generation = 0);

/// <summary>What a key slot holds. The numbers stand in the database.</summary>
public enum SlotKind
{
    /// <summary>A password's (UCE) or authentication key's (E2E) salt, parameters and verifier; UCE: the master key, wrapped.</summary>
    Password = 1,

    /// <summary>A recovery code's verifier, and the master key (UCE) or the private key (E2E) under its wrapping half.</summary>
    Recovery = 2,

    /// <summary>A session's device and times; the master key under its unlock key (UCE) or that key's hash (E2E).</summary>
    Session = 3,

    /// <summary>The account's X25519 private key and index root, under the master key.</summary>
    Keys = 4,

    /// <summary>The e-mail address.</summary>
    Email = 5,

    /// <summary>E2E: the account's private key, as the client wrapped it.</summary>
    Bundle = 6,

    /// <summary>The master key of the epoch before, under the current one, while a key rotation runs.</summary>
    Retiring = 7,

    /// <summary>A sealed file's key, and what is known of the file.</summary>
    File = 8,

    /// <summary>What an import needs to tag and to find duplicates while nobody is signed in.</summary>
    Import = 9,

    /// <summary>The key of a diary's file, and what is known of it.</summary>
    Media = 10,

    /// <summary>A part of such a file, by its number from 1 on: the blob that it lies in. Number 0 is the thumbnail.</summary>
    MediaPart = 11,

    /// <summary>What Facebook gave: tokens, the user's id and name, the user's pages.</summary>
    Facebook = 12,

    /// <summary>A consent to Facebook that is asked for: by whom, and where the browser goes after it.</summary>
    FacebookConsent = 13,

    /// <summary>The id that an entry has where it came from, by the entry's id.</summary>
    ExternalId = 14,

    /// <summary>What is published, until it is; where it stands from then on.</summary>
    Publication = 15,
}
