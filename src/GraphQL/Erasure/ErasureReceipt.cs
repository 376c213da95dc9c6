using System.ComponentModel;
using Diary.GraphQL.Scalars;
using GraphQL;

namespace Diary.GraphQL.Erasure;

/// <summary>A statement with its signature.</summary>
[Name("ErasureReceipt"), Description("Says, signed, which keys were destroyed and when.")]
public sealed class ErasureReceipt(ErasureStatement statement, string keyId, byte[] signature)
{
    /// <summary>Whose keys.</summary>
    [Id]
    public string AccountId => GlobalId.Format(statement.Account);

    /// <summary>The entry that was purged.</summary>
    [Id, Description("The entry that was purged; null where the account was deleted.")]
    public string? EntryId => statement.Entry is { } entry ? GlobalId.Format(entry) : null;

    /// <summary>How many keys.</summary>
    public int KeysDestroyed => statement.KeysDestroyed;

    /// <summary>When they were gone from the running system.</summary>
    [Description("When they were gone from the running system.")]
    public DateTimeOffset At => statement.At;

    /// <summary>When they are gone from every earlier copy.</summary>
    [Description("When the vault turns next: from then on no earlier copy of the database can bring them back.")]
    public DateTimeOffset VaultTurnsAt => statement.VaultTurnsAt;

    /// <summary>Which public key verifies.</summary>
    [Description("The id of the public key that verifies the signature, among those of /.well-known/diary-receipts.json.")]
    public string KeyId => keyId;

    /// <summary>64 bytes.</summary>
    [Description("Ed25519 over the receipt's canonical bytes.")]
    public byte[] Signature => signature;
}
