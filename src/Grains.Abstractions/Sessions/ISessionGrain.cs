using Diary.Domain;
using Diary.Domain.Sessions;
using Diary.Grains.Accounts;

namespace Diary.Grains.Sessions;

/// <summary>
/// One session: a device that signed in. Its slot in the vault is what keeps it alive; without it every token is refused.
/// </summary>
[Alias("ISessionGrain")]
public interface ISessionGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Begins the session at generation 1; false where the account is gone, or the credential that was proved is no longer its own.
    /// </summary>
    [Alias("Open")]
    Task<bool> Open(OpenSession session);

    /// <summary>Trades the token of a generation for the next one; a token that was traded long ago ends the session.</summary>
    [Alias("Rotate")]
    Task<RotationReceipt> Rotate(RotateSession rotation);

    /// <summary>Drops what is kept beside the slots of a session that has ended; of one that lives, nothing.</summary>
    [Alias("Forget")]
    Task Forget(AccountId account);
}

/// <summary>What a session begins with.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Slot">The vault record of generation 1: the device, and the master key under the unlock key.</param>
/// <param name="ExpiresAt">When its refresh token ends.</param>
/// <param name="Credential">The vault record of the password slot that was proved; empty: it may have changed since.</param>
/// <param name="Audit">The line for the audit log.</param>
[GenerateSerializer, Immutable, Alias("OpenSession")]
public sealed record OpenSession(AccountId Account, Bytes Slot, DateTimeOffset ExpiresAt, Bytes Credential, AuditNote Audit);

/// <summary>A refresh token that was presented, and the successor that the edge proposes.</summary>
/// <param name="Account">Whose session it is, as the token says.</param>
/// <param name="Generation">The token's generation.</param>
/// <param name="Salt">32 random bytes: with the presented unlock key they make the successor's.</param>
/// <param name="From">The vault record of the token's generation, which the next one was made of; empty where it is gone.</param>
/// <param name="Slot">The vault record of the next generation; empty where there is nothing to make it of.</param>
/// <param name="ExpiresAt">When the successor ends.</param>
/// <param name="Reuse">The line for the audit log where the token turns out to have been traded long ago.</param>
[GenerateSerializer, Immutable, Alias("RotateSession")]
public sealed record RotateSession(
    AccountId Account, int Generation, Bytes Salt, Bytes From, Bytes Slot, DateTimeOffset ExpiresAt, AuditNote Reuse);

/// <summary>What became of a refresh token.</summary>
/// <param name="Verdict">Whether there is a successor.</param>
/// <param name="Salt">The successor's salt: the proposed one, or that of the reply that was lost.</param>
/// <param name="RotatedAt">When the successor was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
[GenerateSerializer, Immutable, Alias("RotationReceipt")]
public sealed record RotationReceipt(
    RotationVerdict Verdict, Bytes Salt = default, DateTimeOffset RotatedAt = default, DateTimeOffset ExpiresAt = default);
