namespace Diary.Domain.Accounts;

/// <summary>What can be asked of an account.</summary>
[GenerateSerializer, Immutable, Alias("AccountCommand")]
public abstract record AccountCommand
{
    private AccountCommand() { }

    /// <summary>Begin the account. Its parameters mean what they mean in <see cref="AccountEvent.SignedUp"/>.</summary>
    [GenerateSerializer, Immutable, Alias("AccountCommand.SignUp")]
    public sealed record SignUp(AccountId AccountId, Tier Tier, Bytes EmailIndex, Bytes PublicKey, int KeyEpoch,
        ValueList<Guid> RecoveryCodes, string TimeZone) : AccountCommand;
}
