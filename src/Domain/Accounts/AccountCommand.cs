namespace Diary.Domain.Accounts;

/// <summary>
/// What can be asked of an account. Whoever asks has checked a credential against the vault as it stood at the expected version: where
/// the account changed meanwhile, it is checked again.
/// </summary>
[GenerateSerializer, Immutable, Alias("AccountCommand")]
public abstract record AccountCommand
{
    private AccountCommand() { }

    /// <summary>Begin the account. Its parameters mean what they mean in <see cref="AccountEvent.SignedUp"/>.</summary>
    [GenerateSerializer, Immutable, Alias("AccountCommand.SignUp")]
    public sealed record SignUp(AccountId AccountId, Tier Tier, Bytes EmailIndex, Bytes PublicKey, int KeyEpoch,
        ValueList<Guid> RecoveryCodes, string TimeZone) : AccountCommand;

    /// <summary>Take another credential; every session but <paramref name="By"/> ends.</summary>
    [GenerateSerializer, Immutable, Alias("AccountCommand.ChangeCredential")]
    public sealed record ChangeCredential(int ExpectedVersion, SessionId By) : AccountCommand;

    /// <summary>Spend a recovery code for another credential; every session ends.</summary>
    [GenerateSerializer, Immutable, Alias("AccountCommand.Recover")]
    public sealed record Recover(int ExpectedVersion, Guid RecoveryCode) : AccountCommand;

    /// <summary>Replace all recovery codes.</summary>
    [GenerateSerializer, Immutable, Alias("AccountCommand.ReplaceRecoveryCodes")]
    public sealed record ReplaceRecoveryCodes(int ExpectedVersion, ValueList<Guid> RecoveryCodes, SessionId By) : AccountCommand;

    /// <summary>Begin a new epoch of the master key.</summary>
    [GenerateSerializer, Immutable, Alias("AccountCommand.StartKeyRotation")]
    public sealed record StartKeyRotation(int ExpectedVersion, SessionId By) : AccountCommand;

    /// <summary>The earlier epoch is not needed any more.</summary>
    [GenerateSerializer, Immutable, Alias("AccountCommand.FinishKeyRotation")]
    public sealed record FinishKeyRotation(int KeyEpoch) : AccountCommand;

    /// <summary>Change what is given and keep the rest, whatever the version: no credential is asked for.</summary>
    /// <param name="TimeZone">Another zone; null keeps it.</param>
    /// <param name="SetsLanguage">Whether the language is given.</param>
    /// <param name="Language">Another language, or none.</param>
    /// <param name="By">The session that asks.</param>
    [GenerateSerializer, Immutable, Alias("AccountCommand.ChangeSettings")]
    public sealed record ChangeSettings(string? TimeZone, bool SetsLanguage, string? Language, SessionId By) : AccountCommand;

    /// <summary>Destroy all keys.</summary>
    /// <param name="ExpectedVersion">As above.</param>
    /// <param name="KeysDestroyed">How many there are.</param>
    /// <param name="By">The session that asks.</param>
    [GenerateSerializer, Immutable, Alias("AccountCommand.Delete")]
    public sealed record Delete(int ExpectedVersion, int KeysDestroyed, SessionId By) : AccountCommand;
}
