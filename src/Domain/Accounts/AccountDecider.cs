using Decision = Diary.Domain.Decision<Diary.Domain.Accounts.AccountEvent>;

namespace Diary.Domain.Accounts;

/// <summary>Decides commands on accounts: pure and total. That an address has one account only is the read model's to hold.</summary>
public static class AccountDecider
{
    /// <summary>Events or a refusal.</summary>
    /// <param name="state">The account as it stands.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The time of the decision, in UTC.</param>
    public static Decision Decide(Account state, AccountCommand command, DateTimeOffset now) => (state, command) switch
    {
        (Account.Absent, AccountCommand.SignUp c) => Decision.Accept(
            new AccountEvent.SignedUp(c.AccountId, c.Tier, c.EmailIndex, c.PublicKey, c.KeyEpoch, c.RecoveryCodes, c.TimeZone, now)),
        (Account.Active a, AccountCommand.SignUp c) when a.EmailIndex == c.EmailIndex =>
            Decision.Refuse(RefusalCode.EmailTaken, RefusalReason.AddressInUse),
        _ => Decision.Refuse(RefusalCode.Invalid, RefusalReason.AccountIdInUse),
    };
}
