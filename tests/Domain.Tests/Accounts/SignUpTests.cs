using Diary.Domain.Accounts;
using static Diary.Domain.Tests.Accounts.AccountScenario;

namespace Diary.Domain.Tests.Accounts;

public sealed class SignUpTests
{
    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public void A_sign_up_begins_the_account(Tier tier) =>
        GivenNobody().When(SignUp with { Tier = tier })
            .Then(new AccountEvent.SignedUp(Ada, tier, EmailIndex, PublicKey, 1, RecoveryCodes, "Europe/Vienna", Now));

    [Fact]
    public void A_sign_up_says_when_it_was_decided() =>
        Assert.Equal(Now.AddDays(1), Assert.Single(AccountDecider.Decide(Account.Initial, SignUp, Now.AddDays(1)).Events).At);

    [Fact]
    public void A_repeated_sign_up_is_told_that_the_address_is_taken_since_it_proves_no_password() =>
        GivenNobody()
            .When(SignUp).Then(new AccountEvent.SignedUp(Ada, Tier.Uce, EmailIndex, PublicKey, 1, RecoveryCodes, "Europe/Vienna", Now))
            .When(SignUp).ThenRefused(RefusalCode.EmailTaken, RefusalReason.AddressInUse);

    [Fact]
    public void The_same_address_is_taken_whatever_else_differs() =>
        Given(SignedUp).When(SignUp with { Tier = Tier.E2E, PublicKey = new Bytes(new byte[32]), RecoveryCodes = [], TimeZone = "UTC" })
            .ThenRefused(RefusalCode.EmailTaken, RefusalReason.AddressInUse);

    [Fact]
    public void Another_address_cannot_have_the_same_id() =>
        Given(SignedUp).When(SignUp with { EmailIndex = new Bytes([1]) }).ThenRefused(RefusalCode.Invalid, RefusalReason.AccountIdInUse);
}
