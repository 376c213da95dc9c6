using Diary.Domain.Accounts;
using static Diary.Domain.Tests.Accounts.AccountScenario;

namespace Diary.Domain.Tests.Accounts;

public sealed class CredentialTests
{
    private static readonly Guid First = RecoveryCodes[0];
    private static readonly ValueList<Guid> Fresh = [new("0195a1b0-0000-7000-8000-00000000000c")];

    [Fact]
    public void A_credential_is_changed_by_a_session() =>
        Given(SignedUp).When(new AccountCommand.ChangeCredential(1, Phone)).Then(new AccountEvent.CredentialChanged(Phone, Now));

    [Fact]
    public void A_recovery_code_is_spent_once() =>
        Given(SignedUp)
            .When(new AccountCommand.Recover(1, First)).Then(new AccountEvent.Recovered(First, Now))
            .When(new AccountCommand.Recover(2, First)).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchRecoveryCode);

    [Fact]
    public void Replaced_recovery_codes_are_worth_nothing() =>
        Given(SignedUp)
            .When(new AccountCommand.ReplaceRecoveryCodes(1, Fresh, Phone)).Then(new AccountEvent.RecoveryCodesReplaced(Fresh, Phone, Now))
            .When(new AccountCommand.Recover(2, First)).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchRecoveryCode)
            .When(new AccountCommand.Recover(2, Fresh[0])).Then(new AccountEvent.Recovered(Fresh[0], Now));

    public static TheoryData<AccountCommand> Decided(int version) =>
    [
        new AccountCommand.ChangeCredential(version, Phone), new AccountCommand.Recover(version, First),
        new AccountCommand.ReplaceRecoveryCodes(version, Fresh, Phone), new AccountCommand.StartKeyRotation(version, Phone),
        new AccountCommand.Delete(version, 3, Phone),
    ];

    [Theory]
    [MemberData(nameof(Decided), 1)]
    [MemberData(nameof(Decided), 3)]
    public void What_was_checked_against_another_version_must_be_checked_again(AccountCommand command) =>
        Given(SignedUp, new AccountEvent.CredentialChanged(Phone, Now)).When(command)
            .ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Theory]
    [MemberData(nameof(Decided), 0)]
    public void Nobody_has_no_credential(AccountCommand command) =>
        GivenNobody().When(command).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchAccount);

    [Theory]
    [MemberData(nameof(Decided), 2)]
    public void A_deleted_account_takes_no_command_but_the_deletion_again(AccountCommand command)
    {
        var deleted = Given(SignedUp, new AccountEvent.Deleted(9, Phone, Now)).When(command);
        if (command is AccountCommand.Delete)
        {
            deleted.ThenNothing();
        }
        else
        {
            deleted.ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchAccount);
        }
    }

    [Fact]
    public void A_deletion_says_how_many_keys_were_destroyed() =>
        Given(SignedUp).When(new AccountCommand.Delete(1, 12, Phone)).Then(new AccountEvent.Deleted(12, Phone, Now));

    [Fact]
    public void The_id_of_a_deleted_account_is_not_given_again() =>
        Given(SignedUp, new AccountEvent.Deleted(9, Phone, Now)).When(SignUp)
            .ThenRefused(RefusalCode.Invalid, RefusalReason.AccountIdInUse);
}
