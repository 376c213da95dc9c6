using Diary.Domain;
using Diary.Domain.Accounts;

namespace Diary.Projections.Accounts;

/// <summary>Folds an account's events into the table that sign-in reads; that an address has one account only is its constraint.</summary>
public sealed class AccountProjection(string schema)
{
    /// <summary>The constraint that refuses a second account of one address.</summary>
    public const string OneAccountAnAddress = "one_account_an_address";

    private readonly string _signUp = $"""
        INSERT INTO {schema}.accounts (account_id, email_index, tier, time_zone, public_key, key_epoch, recovery_codes, created_at, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    /// <summary>The statement for one event, with its parameters in the order of their <c>?</c>.</summary>
    public (string Sql, object[] Parameters) For(AccountId account, int version, AccountEvent @event) => @event switch
    {
        AccountEvent.SignedUp e =>
            (_signUp, [account.Value, e.EmailIndex.ToArrayUnsafe(), (short)e.Tier, e.TimeZone, e.PublicKey.ToArrayUnsafe(),
                e.KeyEpoch, e.RecoveryCodes.Count, e.At, version]),
        _ => throw new ArgumentOutOfRangeException(nameof(@event)),
    };
}
