using System.ComponentModel;
using System.Text;
using Diary.GraphQL.Keys;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;
using GraphQL;

namespace Diary.GraphQL.Accounts;

/// <summary>Who can read.</summary>
[Name("Tier")]
[Description("E2E: only the client can read. UCE: encrypted at rest under a key that only the password or a recovery code unwraps. "
    + "Chosen at sign-up for good.")]
public enum Tier
{
    /// <summary>Only the client can read.</summary>
    [Name("E2E")]
    E2E,

    /// <summary>Encrypted at rest under a key that only the password or a recovery code unwraps.</summary>
    [Name("UCE")]
    Uce,
}

/// <summary>The signed-in account.</summary>
[Name("Account"), Implements(typeof(INode))]
public sealed partial class AccountNode(AccountRow account) : INode
{
    /// <inheritdoc/>
    [Id]
    public string Id => account.Id.ToString();

    /// <summary>The address, opened for this request.</summary>
    public async Task<string> Email([FromServices] SealedVault vault, CancellationToken cancellation) =>
        Encoding.UTF8.GetString(await vault.Open(account.Id, new SlotId(SlotKind.Email), cancellation)
            ?? throw new InvalidOperationException("An account has no address."));

    /// <summary>Who can read the diary.</summary>
    public Tier Tier => account.Tier == Domain.Accounts.Tier.E2E ? Tier.E2E : Tier.Uce;

    /// <summary>An IANA zone id.</summary>
    public string TimeZone => account.TimeZone;

    /// <summary>One of <see cref="Domain.Accounts.DiaryLanguage"/>, or null.</summary>
    [Description("The language that entries are taken to be written in, a BCP 47 primary code such as en; "
        + "null where it is detected for each entry.")]
    public string? Language => account.Language;

    /// <summary>When it began.</summary>
    public DateTimeOffset CreatedAt => account.CreatedAt;

    /// <summary>Recovery codes that are not spent.</summary>
    public int RecoveryCodesLeft => account.RecoveryCodesLeft;

    /// <summary>32 bytes.</summary>
    [Description("The account's X25519 public key, 32 bytes: what arrives while nobody is signed in is sealed to it.")]
    public byte[] PublicKey => account.PublicKey.ToArrayUnsafe();

    /// <summary>73 bytes, or null: see <see cref="Cryptography.KeyBundle"/>.</summary>
    [Description(
        "E2E: the ciphertext that the client stored to reach its private key from another device; the server cannot open it.")]
    public Task<byte[]?> KeyBundle([FromServices] SealedVault vault, CancellationToken cancellation) =>
        vault.Open(account.Id, new SlotId(SlotKind.Bundle), cancellation);
}
