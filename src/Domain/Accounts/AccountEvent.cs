namespace Diary.Domain.Accounts;

/// <summary>What can happen to an account. No event holds a key, a password, a code or an address: those lie in the vault.</summary>
public abstract record AccountEvent
{
    private AccountEvent(DateTimeOffset at) => At = at;

    /// <summary>When it was decided, in UTC.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The account began.</summary>
    /// <param name="AccountId">Its id.</param>
    /// <param name="Tier">Who can read it.</param>
    /// <param name="EmailIndex">32 bytes: a keyed hash of the address, to find the account by.</param>
    /// <param name="PublicKey">32 bytes: the X25519 key that notes and imports are sealed to.</param>
    /// <param name="KeyEpoch">The epoch of the master key that wraps its entry keys.</param>
    /// <param name="RecoveryCodes">The ids of the vault's slots for its recovery codes.</param>
    /// <param name="TimeZone">An IANA zone id.</param>
    /// <param name="At">When.</param>
    public sealed record SignedUp(AccountId AccountId, Tier Tier, Bytes EmailIndex, Bytes PublicKey, int KeyEpoch,
        ValueList<Guid> RecoveryCodes, string TimeZone, DateTimeOffset At) : AccountEvent(At);
}
