using Diary.Domain.Accounts;
using static Diary.Domain.Tests.Accounts.AccountScenario;

namespace Diary.Domain.Tests.Accounts;

public sealed class AccountFoldingTests
{
    private static readonly Account.Active AfterSignUp =
        new(1, Tier.Uce, EmailIndex, PublicKey, 1, RecoveryCodes) { TimeZone = "Europe/Vienna" };

    [Fact]
    public void Nothing_folds_to_nobody()
    {
        Assert.Equal(new Account.Absent(), Account.Fold([]));
        Assert.Equal(0, Account.Initial.Version);
    }

    [Fact]
    public void A_sign_up_makes_version_one() => Assert.Equal(AfterSignUp, Account.Initial.Apply(SignedUp));

    [Fact]
    public void A_second_sign_up_changes_only_the_version() =>
        Assert.Equal(AfterSignUp with { AtVersion = 2 }, Account.Fold([SignedUp, SignedUp]));

    [Fact]
    public void The_version_is_the_number_of_events() => Assert.Equal(2, Account.Fold([SignedUp, SignedUp]).Version);
}
