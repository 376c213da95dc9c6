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
    /// <param name="KeyEpoch">The epoch of the master key that wraps its entry keys; 0 for E2E, whose keys the client has.</param>
    /// <param name="RecoveryCodes">The ids of the vault's slots for its recovery codes.</param>
    /// <param name="TimeZone">An IANA zone id.</param>
    /// <param name="At">When.</param>
    public sealed record SignedUp(AccountId AccountId, Tier Tier, Bytes EmailIndex, Bytes PublicKey, int KeyEpoch,
        ValueList<Guid> RecoveryCodes, string TimeZone, DateTimeOffset At) : AccountEvent(At);

    /// <summary>Another password, or another authentication key; every other session ended.</summary>
    public sealed record CredentialChanged(SessionId By, DateTimeOffset At) : AccountEvent(At);

    /// <summary>A recovery code was spent for another credential; every session ended.</summary>
    public sealed record Recovered(Guid RecoveryCode, DateTimeOffset At) : AccountEvent(At);

    /// <summary>All recovery codes were replaced.</summary>
    public sealed record RecoveryCodesReplaced(ValueList<Guid> RecoveryCodes, SessionId By, DateTimeOffset At) : AccountEvent(At);

    /// <summary>A new master key wraps from now on; the one before opens what it wrapped until all of that is wrapped again.</summary>
    public sealed record KeyRotationStarted(int KeyEpoch, SessionId By, DateTimeOffset At) : AccountEvent(At);

    /// <summary>Nothing is wrapped by an earlier master key any more, and none is kept.</summary>
    public sealed record KeyRotationFinished(int KeyEpoch, DateTimeOffset At) : AccountEvent(At);

    /// <summary>A setting changed.</summary>
    /// <param name="TimeZone">The zone from now on, an IANA id.</param>
    /// <param name="Language">One of <see cref="DiaryLanguage"/> from now on; null where it is detected for each entry.</param>
    /// <param name="By">The session that did it.</param>
    /// <param name="At">When.</param>
    public sealed record SettingsChanged(string TimeZone, string? Language, SessionId By, DateTimeOffset At) : AccountEvent(At);

    /// <summary>Its keys were destroyed: nothing of it can be read again.</summary>
    /// <param name="KeysDestroyed">How many capsules and key slots.</param>
    /// <param name="By">The session that did it.</param>
    /// <param name="At">When.</param>
    public sealed record Deleted(int KeysDestroyed, SessionId By, DateTimeOffset At) : AccountEvent(At);
}
