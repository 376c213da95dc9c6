using Diary.Domain;
using Diary.Domain.Accounts;
using Npgsql;

namespace Diary.Projections.Accounts;

/// <summary>An account as the edge needs it.</summary>
public sealed record AccountRow(
    AccountId Id, Tier Tier, string TimeZone, Bytes PublicKey, int KeyEpoch, int RecoveryCodesLeft, DateTimeOffset CreatedAt);

/// <summary>Finds accounts.</summary>
public sealed class AccountReader(NpgsqlDataSource database)
{
    private const string Columns =
        "SELECT account_id, tier, time_zone, public_key, key_epoch, recovery_codes, created_at FROM read.accounts";

    /// <summary>The account of an address; null where there is none.</summary>
    /// <param name="emailIndex">The keyed hash of the address.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<AccountRow?> FindByEmail(Bytes emailIndex, CancellationToken cancellation) =>
        Find($"{Columns} WHERE email_index = $1", emailIndex.ToArrayUnsafe(), cancellation);

    /// <summary>The account of an id; null where there is none.</summary>
    public Task<AccountRow?> Find(AccountId account, CancellationToken cancellation) =>
        Find($"{Columns} WHERE account_id = $1", account.Value, cancellation);

    private async Task<AccountRow?> Find(string sql, object key, CancellationToken cancellation)
    {
        await using var command = database.Command(sql, key);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation)
            ? new AccountRow(
                new AccountId(row.GetGuid(0)), (Tier)row.GetInt16(1), row.GetString(2), new Bytes(row.GetFieldValue<byte[]>(3)),
                row.GetInt32(4), row.GetInt32(5), row.GetFieldValue<DateTimeOffset>(6))
            : null;
    }
}
