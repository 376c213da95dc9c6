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
    public sealed record Active(
        int AtVersion, Tier Tier, Bytes EmailIndex, Bytes PublicKey, int KeyEpoch, ValueList<Guid> RecoveryCodes) : Account
    {
        /// <inheritdoc/>
        public override int Version => AtVersion;
    }

    /// <summary>Nothing yet.</summary>
    public static readonly Account Initial = new Absent();

    /// <summary>The state after <paramref name="event"/>.</summary>
    public Account Apply(AccountEvent @event) => (this, @event) switch
    {
        (Absent, AccountEvent.SignedUp e) => new Active(1, e.Tier, e.EmailIndex, e.PublicKey, e.KeyEpoch, e.RecoveryCodes),
        (Active a, _) => a with { AtVersion = a.Version + 1 },
        _ => this,
    };

    /// <summary>The state after all of <paramref name="events"/>, from nothing.</summary>
    public static Account Fold(IEnumerable<AccountEvent> events) => events.Aggregate(Initial, (state, e) => state.Apply(e));
}
