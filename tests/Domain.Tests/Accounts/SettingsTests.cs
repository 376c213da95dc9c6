using Diary.Domain.Accounts;
using static Diary.Domain.Tests.Accounts.AccountScenario;

namespace Diary.Domain.Tests.Accounts;

public sealed class SettingsTests
{
    private static readonly AccountEvent InEnglish = new AccountEvent.SettingsChanged("Europe/Vienna", "en", Phone, Now);

    [Fact]
    public void A_setting_changes_and_the_other_stays() =>
        Given(SignedUp).When(new AccountCommand.ChangeSettings(null, true, "en", Phone)).Then(InEnglish)
            .When(new AccountCommand.ChangeSettings("America/Lima", false, null, Laptop))
            .Then(new AccountEvent.SettingsChanged("America/Lima", "en", Laptop, Now));

    [Fact]
    public void A_language_can_be_cleared() =>
        Given(SignedUp, InEnglish).When(new AccountCommand.ChangeSettings(null, true, null, Phone))
            .Then(new AccountEvent.SettingsChanged("Europe/Vienna", null, Phone, Now));

    [Fact]
    public void What_stands_already_is_no_change() =>
        Given(SignedUp, InEnglish).When(new AccountCommand.ChangeSettings("Europe/Vienna", true, "en", Laptop)).ThenNothing()
            .When(new AccountCommand.ChangeSettings(null, false, null, Laptop)).ThenNothing();

    [Fact]
    public void A_credential_that_was_checked_before_the_change_is_checked_again() =>
        Given(SignedUp, InEnglish).When(new AccountCommand.ChangeCredential(1, Phone))
            .ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void A_deleted_account_has_no_settings() =>
        Given(SignedUp, new AccountEvent.Deleted(1, Phone, Now)).When(new AccountCommand.ChangeSettings("UTC", true, "en", Phone))
            .ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchAccount);

    [Theory]
    [InlineData("en", "en")]
    [InlineData("DE", "de")]
    [InlineData("no", "nb")]
    [InlineData("nb", "nb")]
    [InlineData("en-GB", null)]
    [InlineData("", null)]
    [InlineData("xx", null)]
    public void A_language_is_known_by_its_code(string code, string? known) => Assert.Equal(known, DiaryLanguage.Find(code));

    [Fact]
    public void Each_language_is_known_by_the_code_that_it_is_kept_by() =>
        Assert.All(DiaryLanguage.All, code => Assert.Equal(code, DiaryLanguage.Find(code)));
}
