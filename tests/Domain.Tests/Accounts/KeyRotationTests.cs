using Diary.Domain.Accounts;
using static Diary.Domain.Tests.Accounts.AccountScenario;

namespace Diary.Domain.Tests.Accounts;

public sealed class KeyRotationTests
{
    private static readonly AccountEvent Started = new AccountEvent.KeyRotationStarted(2, Phone, Now);
    private static readonly AccountEvent Finished = new AccountEvent.KeyRotationFinished(2, Now);

    [Fact]
    public void A_rotation_begins_the_next_epoch() =>
        Given(SignedUp).When(new AccountCommand.StartKeyRotation(1, Phone)).Then(Started);

    [Fact]
    public void One_rotation_runs_at_a_time() =>
        Given(SignedUp, Started).When(new AccountCommand.StartKeyRotation(2, Phone))
            .ThenRefused(RefusalCode.Invalid, RefusalReason.RotationUnderWay);

    [Fact]
    public void A_rotation_is_finished_once() =>
        Given(SignedUp, Started).When(new AccountCommand.FinishKeyRotation(2)).Then(Finished)
            .When(new AccountCommand.FinishKeyRotation(2)).ThenNothing();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Another_epoch_is_not_finished(int epoch) =>
        Given(SignedUp, Started).When(new AccountCommand.FinishKeyRotation(epoch)).ThenNothing();

    [Fact]
    public void A_finished_rotation_makes_room_for_the_next() =>
        Given(SignedUp, Started, Finished).When(new AccountCommand.StartKeyRotation(3, Phone))
            .Then(new AccountEvent.KeyRotationStarted(3, Phone, Now));

    [Fact]
    public void The_server_has_no_keys_of_an_E2E_account_to_rotate() =>
        Given(new AccountEvent.SignedUp(Ada, Tier.E2E, EmailIndex, PublicKey, 0, RecoveryCodes, "Europe/Vienna", Now))
            .When(new AccountCommand.StartKeyRotation(1, Phone)).ThenRefused(RefusalCode.TierMismatch, RefusalReason.ClientHoldsTheKeys);

    [Fact]
    public void Two_bytes_name_an_epoch() =>
        Given(SignedUp, new AccountEvent.KeyRotationStarted(AccountDecider.MaxKeyEpoch, Phone, Now),
                new AccountEvent.KeyRotationFinished(AccountDecider.MaxKeyEpoch, Now))
            .When(new AccountCommand.StartKeyRotation(3, Phone)).ThenRefused(RefusalCode.Invalid, RefusalReason.TooManyKeyEpochs);
}
