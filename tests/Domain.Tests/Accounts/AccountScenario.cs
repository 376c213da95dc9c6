using Diary.Domain.Accounts;

namespace Diary.Domain.Tests.Accounts;

internal static class AccountScenario
{
    public static readonly Bytes EmailIndex = new([.. Enumerable.Repeat((byte)0xE1, 32)]);
    public static readonly Bytes PublicKey = new([.. Enumerable.Repeat((byte)0x9A, 32)]);
    public static readonly ValueList<Guid> RecoveryCodes =
        [new("0195a1b0-0000-7000-8000-00000000000a"), new("0195a1b0-0000-7000-8000-00000000000b")];

    public static readonly AccountCommand.SignUp SignUp = new(Ada, Tier.Uce, EmailIndex, PublicKey, 1, RecoveryCodes, "Europe/Vienna");

    public static readonly AccountEvent SignedUp =
        new AccountEvent.SignedUp(Ada, Tier.Uce, EmailIndex, PublicKey, 1, RecoveryCodes, "Europe/Vienna", Now);

    public static Scenario<Account, AccountCommand, AccountEvent> Given(params AccountEvent[] events) =>
        new(Account.Fold(events), (state, e) => state.Apply(e), AccountDecider.Decide);

    public static Scenario<Account, AccountCommand, AccountEvent> GivenNobody() => Given();
}
