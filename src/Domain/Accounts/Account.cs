namespace Diary.Domain.Accounts;

/// <summary>Who can read an account's diary. Chosen at sign-up for good.</summary>
[Alias("Tier")]
public enum Tier
{
    /// <summary>Encrypted at rest under a key that only the password or a recovery code unwraps.</summary>
    Uce = 1,

    /// <summary>Only the client can read.</summary>
    E2E = 2,
}

/// <summary>An account's state, folded from its events.</summary>
public abstract record Account
{
    private Account() { }

    /// <summary>How many events made it; 0 where there is none.</summary>
    public abstract int Version { get; }

    /// <summary>Nobody signed up under this id.</summary>
    public sealed record Absent : Account
    {
        /// <inheritdoc/>
        public override int Version => 0;
    }

    /// <summary>It can be used.</summary>
    /// <param name="AtVersion">Its version.</param>
    /// <param name="Tier">Who can read it.</param>
    /// <param name="EmailIndex">What it is found by.</param>
    /// <param name="PublicKey">What is sealed to it.</param>
    /// <param name="KeyEpoch">The epoch of the master key that wraps from now on.</param>
    /// <param name="RecoveryCodes">The codes that are not spent.</param>
    /// <param name="IsRotating">Whether the epoch before still opens what it wrapped.</param>
    public sealed record Active(int AtVersion, Tier Tier, Bytes EmailIndex, Bytes PublicKey, int KeyEpoch,
        ValueList<Guid> RecoveryCodes, bool IsRotating = false) : Account
    {
        /// <summary>An IANA zone id.</summary>
        public string TimeZone { get; init; } = "UTC";

        /// <summary>One of <see cref="DiaryLanguage"/>; null where it is detected for each entry.</summary>
        public string? Language { get; init; }

        /// <inheritdoc/>
        public override int Version => AtVersion;
    }

    /// <summary>Its keys are destroyed; the id is never given again.</summary>
    public sealed record Gone(int AtVersion) : Account
    {
        /// <inheritdoc/>
        public override int Version => AtVersion;
    }

    /// <summary>Nothing yet.</summary>
    public static readonly Account Initial = new Absent();

    /// <summary>The state after <paramref name="event"/>.</summary>
    public Account Apply(AccountEvent @event) => (this, @event) switch
    {
        (Absent, AccountEvent.SignedUp e) =>
            new Active(1, e.Tier, e.EmailIndex, e.PublicKey, e.KeyEpoch, e.RecoveryCodes) { TimeZone = e.TimeZone },
        (Active a, _) => Next(a with { AtVersion = a.Version + 1 }, @event),
        _ => this,
    };

    /// <summary>The state after all of <paramref name="events"/>, from nothing.</summary>
    public static Account Fold(IEnumerable<AccountEvent> events) => events.Aggregate(Initial, (state, e) => state.Apply(e));

    private static Account Next(Active a, AccountEvent @event) => @event switch
    {
        AccountEvent.Recovered e => a with { RecoveryCodes = ValueList.From(a.RecoveryCodes.Where(c => c != e.RecoveryCode)) },
        AccountEvent.RecoveryCodesReplaced e => a with { RecoveryCodes = e.RecoveryCodes },
        AccountEvent.KeyRotationStarted e => a with { KeyEpoch = e.KeyEpoch, IsRotating = true },
        AccountEvent.KeyRotationFinished => a with { IsRotating = false },
        AccountEvent.SettingsChanged e => a with { TimeZone = e.TimeZone, Language = e.Language },
        AccountEvent.Deleted => new Gone(a.AtVersion),
        _ => a,
    };
}
