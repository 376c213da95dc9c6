using static Diary.Domain.Accounts.Account;
using Decision = Diary.Domain.Decision<Diary.Domain.Accounts.AccountEvent>;

namespace Diary.Domain.Accounts;

/// <summary>Decides commands on accounts: pure and total. That an address has one account only is the read model's to hold.</summary>
public static class AccountDecider
{
    /// <summary>The last epoch that a master key may have: two bytes name it in every capsule.</summary>
    public const int MaxKeyEpoch = ushort.MaxValue;

    /// <summary>Events or a refusal.</summary>
    /// <param name="state">The account as it stands.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The time of the decision, in UTC.</param>
    public static Decision Decide(Account state, AccountCommand command, DateTimeOffset now) => (state, command) switch
    {
        (Absent, AccountCommand.SignUp c) => Decision.Accept(
            new AccountEvent.SignedUp(c.AccountId, c.Tier, c.EmailIndex, c.PublicKey, c.KeyEpoch, c.RecoveryCodes, c.TimeZone, now)),
        (Active a, AccountCommand.SignUp c) when a.EmailIndex == c.EmailIndex =>
            Decision.Refuse(RefusalCode.EmailTaken, RefusalReason.AddressInUse),
        (_, AccountCommand.SignUp) => Decision.Refuse(RefusalCode.Invalid, RefusalReason.AccountIdInUse),

        (Gone, AccountCommand.Delete) => Decision.Accept(),
        (not Active, _) => Decision.Refuse(RefusalCode.NotFound, RefusalReason.NoSuchAccount),
        (Active a, AccountCommand.FinishKeyRotation c) => a.IsRotating && a.KeyEpoch == c.KeyEpoch
            ? Decision.Accept(new AccountEvent.KeyRotationFinished(c.KeyEpoch, now))
            : Decision.Accept(),
        (Active a, AccountCommand.ChangeSettings c) => Set(a, c, now),

        (Active a, _) when Expected(command) != a.Version => Decision.Refuse(RefusalCode.VersionConflict, RefusalReason.StaleVersion),
        (Active, AccountCommand.ChangeCredential c) => Decision.Accept(new AccountEvent.CredentialChanged(c.By, now)),
        (Active a, AccountCommand.Recover c) => a.RecoveryCodes.Contains(c.RecoveryCode)
            ? Decision.Accept(new AccountEvent.Recovered(c.RecoveryCode, now))
            : Decision.Refuse(RefusalCode.NotFound, RefusalReason.NoSuchRecoveryCode),
        (Active, AccountCommand.ReplaceRecoveryCodes c) =>
            Decision.Accept(new AccountEvent.RecoveryCodesReplaced(c.RecoveryCodes, c.By, now)),
        (Active a, AccountCommand.StartKeyRotation c) => Rotate(a, c, now),
        (Active, AccountCommand.Delete c) => Decision.Accept(new AccountEvent.Deleted(c.KeysDestroyed, c.By, now)),
        _ => Decision.Accept(),
    };

    private static Decision Set(Active a, AccountCommand.ChangeSettings c, DateTimeOffset now)
    {
        var (zone, language) = (c.TimeZone ?? a.TimeZone, c.SetsLanguage ? c.Language : a.Language);
        return (zone, language) == (a.TimeZone, a.Language) ? Decision.Accept()
            : Decision.Accept(new AccountEvent.SettingsChanged(zone, language, c.By, now));
    }

    private static Decision Rotate(Active a, AccountCommand.StartKeyRotation c, DateTimeOffset now) => a switch
    {
        { Tier: not Tier.Uce } => Decision.Refuse(RefusalCode.TierMismatch, RefusalReason.ClientHoldsTheKeys),
        { IsRotating: true } => Decision.Refuse(RefusalCode.Invalid, RefusalReason.RotationUnderWay),
        { KeyEpoch: >= MaxKeyEpoch } => Decision.Refuse(RefusalCode.Invalid, RefusalReason.TooManyKeyEpochs),
        _ => Decision.Accept(new AccountEvent.KeyRotationStarted(a.KeyEpoch + 1, c.By, now)),
    };

    private static int? Expected(AccountCommand command) => command switch
    {
        AccountCommand.ChangeCredential c => c.ExpectedVersion,
        AccountCommand.Recover c => c.ExpectedVersion,
        AccountCommand.ReplaceRecoveryCodes c => c.ExpectedVersion,
        AccountCommand.StartKeyRotation c => c.ExpectedVersion,
        AccountCommand.Delete c => c.ExpectedVersion,
        _ => null,
    };
}
