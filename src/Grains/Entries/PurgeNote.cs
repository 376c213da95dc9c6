using System.Text;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Projections.Accounts;

namespace Diary.Grains.Entries;

/// <summary>
/// The audit log's note of an entry that is purged by its time, while nobody need be signed in: JSON as the notes of the edge are,
/// sealed to the account's public key.
/// </summary>
internal static class PurgeNote
{
    /// <summary>The note; empty where there is no account to seal it to.</summary>
    public static Bytes Of(EntryId entry, AccountRow? owner) =>
        owner is not null && X25519PublicKey.TryImport(owner.PublicKey.Span, out var key)
            ? new Bytes(SealedNote.Seal(key, owner.Id.Value, Encoding.UTF8.GetBytes($$"""{"detail":"{{entry.Value:D}}"}""")))
            : Bytes.Empty;
}
