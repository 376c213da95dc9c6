using Diary.Domain;
using Diary.Domain.Accounts;

namespace Diary.Projections.Accounts;

/// <summary>Folds an account's events into the table that sign-in reads; that an address has one account only is its constraint.</summary>
public sealed class AccountProjection(string schema)
{
    /// <summary>The constraint that refuses a second account of one address.</summary>
    public const string OneAccountAnAddress = "one_account_an_address";

    private readonly string _signUp = $"""
        INSERT INTO {schema}.accounts
            (account_id, email_index, tier, time_zone, public_key, key_epoch, is_rotating, recovery_codes, created_at, version)
        VALUES (?, ?, ?, ?, ?, ?, false, ?, ?, ?)
        """;

    private readonly string _recover =
        $"UPDATE {schema}.accounts SET recovery_codes = recovery_codes - 1, version = ? WHERE account_id = ?";

    private readonly string _replace = $"UPDATE {schema}.accounts SET recovery_codes = ?, version = ? WHERE account_id = ?";

    private readonly string _rotate = $"UPDATE {schema}.accounts SET key_epoch = ?, is_rotating = ?, version = ? WHERE account_id = ?";

    private readonly string _set = $"UPDATE {schema}.accounts SET time_zone = ?, language = ?, version = ? WHERE account_id = ?";

    private readonly string _advance = $"UPDATE {schema}.accounts SET version = ? WHERE account_id = ?";

    private readonly string _delete = $"DELETE FROM {schema}.accounts WHERE account_id = ?";

    /// <summary>The statement for one event, with its parameters in the order of their <c>?</c>.</summary>
    public (string Sql, object[] Parameters) For(AccountId account, int version, AccountEvent @event) => @event switch
    {
        AccountEvent.SignedUp e =>
            (_signUp, [account.Value, e.EmailIndex.ToArrayUnsafe(), (short)e.Tier, e.TimeZone, e.PublicKey.ToArrayUnsafe(),
                e.KeyEpoch, e.RecoveryCodes.Count, e.At, version]),
        AccountEvent.CredentialChanged => (_advance, [version, account.Value]),
        AccountEvent.Recovered => (_recover, [version, account.Value]),
        AccountEvent.RecoveryCodesReplaced e => (_replace, [e.RecoveryCodes.Count, version, account.Value]),
        AccountEvent.KeyRotationStarted e => (_rotate, [e.KeyEpoch, true, version, account.Value]),
        AccountEvent.KeyRotationFinished e => (_rotate, [e.KeyEpoch, false, version, account.Value]),
        AccountEvent.SettingsChanged e => (_set, [e.TimeZone, e.Language ?? (object)DBNull.Value, version, account.Value]),
        AccountEvent.Deleted => (_delete, [account.Value]),
        _ => throw new ArgumentOutOfRangeException(nameof(@event)),
    };
}
