using Diary.Domain;
using Diary.Domain.Sessions;

namespace Diary.Grains.Sessions;

/// <summary>
/// One session: a device that signed in. Its slot in the vault is what keeps it alive; without it every token is refused.
/// </summary>
[Alias("ISessionGrain")]
public interface ISessionGrain : IGrainWithGuidKey
{
    /// <summary>Begins the session at generation 1.</summary>
    [Alias("Open")]
    Task Open(OpenSession session);

    /// <summary>Trades the token of a generation for the next one; a token that was traded long ago ends the session.</summary>
    [Alias("Rotate")]
    Task<RotationReceipt> Rotate(RotateSession rotation);

    /// <summary>Ends the session; false where the account has none of this id.</summary>
    [Alias("End")]
    Task<bool> End(AccountId account);
}

/// <summary>What a session begins with.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Device">The device's name, sealed to the account's public key.</param>
/// <param name="Slot">The vault record of generation 1: the master key under the unlock key.</param>
/// <param name="ExpiresAt">When its refresh token ends.</param>
[GenerateSerializer, Immutable, Alias("OpenSession")]
public sealed record OpenSession(AccountId Account, Bytes Device, Bytes Slot, DateTimeOffset ExpiresAt);

/// <summary>A refresh token that was presented, and the successor that the edge proposes.</summary>
/// <param name="Account">Whose session it is, as the token says.</param>
/// <param name="Generation">The token's generation.</param>
/// <param name="Salt">32 random bytes: with the presented unlock key they make the successor's.</param>
/// <param name="Slot">The vault record of the next generation.</param>
/// <param name="ExpiresAt">When the successor ends.</param>
[GenerateSerializer, Immutable, Alias("RotateSession")]
public sealed record RotateSession(AccountId Account, int Generation, Bytes Salt, Bytes Slot, DateTimeOffset ExpiresAt);

/// <summary>What became of a refresh token.</summary>
/// <param name="Verdict">Whether there is a successor.</param>
/// <param name="Salt">The successor's salt: the proposed one, or that of the reply that was lost.</param>
/// <param name="RotatedAt">When the successor was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
[GenerateSerializer, Immutable, Alias("RotationReceipt")]
public sealed record RotationReceipt(
    RotationVerdict Verdict, Bytes Salt = default, DateTimeOffset RotatedAt = default, DateTimeOffset ExpiresAt = default);
