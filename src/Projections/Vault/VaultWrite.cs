using Diary.Domain;

namespace Diary.Projections.Vault;

/// <summary>A change of the vault that is committed together with events. What it carries is sealed under the vault key already.</summary>
public abstract record VaultWrite
{
    private VaultWrite() { }

    /// <summary>Keep the capsule of one version of an entry.</summary>
    public sealed record PutEntryKey(AccountId Account, EntryId Entry, int Version, byte[] Record) : VaultWrite;

    /// <summary>Destroy the capsules of all versions of an entry.</summary>
    public sealed record DestroyEntryKeys(AccountId Account, EntryId Entry) : VaultWrite;

    /// <summary>
    /// Keep a key slot, in place of the one that has the same kind, id and generation; a session's ends at <paramref name="ExpiresAt"/>.
    /// </summary>
    public sealed record PutSlot(AccountId Account, SlotId Slot, byte[] Record, DateTimeOffset? ExpiresAt = null) : VaultWrite;

    /// <summary>Destroy a slot in every generation below <paramref name="Below"/>.</summary>
    public sealed record DestroySlot(AccountId Account, SlotKind Kind, Guid Id, int Below) : VaultWrite;
}

/// <summary>Which slot of an account.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Id">The session's or recovery code's id; empty where an account has one only.</param>
/// <param name="Generation">Which of its successors; 0 where it has none.</param>
public readonly record struct SlotId(SlotKind Kind, Guid Id = default, int Generation = 0);

/// <summary>What a key slot holds. The numbers stand in the database.</summary>
public enum SlotKind
{
    /// <summary>The password's salt, parameters and verifier, and the master key under its wrapping half.</summary>
    Password = 1,

    /// <summary>A recovery code's verifier, and the master key under its wrapping half.</summary>
    Recovery = 2,

    /// <summary>The master key under a session's unlock key.</summary>
    Session = 3,

    /// <summary>The account's X25519 private key and index root, under the master key.</summary>
    Keys = 4,

    /// <summary>The e-mail address.</summary>
    Email = 5,
}
