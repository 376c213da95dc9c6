using Diary.Domain;
using Diary.Domain.Accounts;
using Npgsql;

namespace Diary.Projections.Accounts;

/// <summary>An account as the edge needs it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">How many events made it: what a command on it expects.</param>
/// <param name="Tier">Who can read it.</param>
/// <param name="TimeZone">An IANA zone id.</param>
/// <param name="PublicKey">32 bytes: what notes are sealed to.</param>
/// <param name="KeyEpoch">The epoch that wraps from now on; 0 for E2E.</param>
/// <param name="IsRotating">Whether the epoch before is still kept.</param>
/// <param name="RecoveryCodesLeft">Codes that are not spent.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="Language">One of <see cref="DiaryLanguage"/>; null where it is detected for each entry.</param>
public sealed record AccountRow(AccountId Id, int Version, Tier Tier, string TimeZone, Bytes PublicKey, int KeyEpoch, bool IsRotating,
    int RecoveryCodesLeft, DateTimeOffset CreatedAt, string? Language = null);

/// <summary>Finds accounts.</summary>
public sealed class AccountReader(NpgsqlDataSource database)
{
    private const string Columns =
        """
        SELECT account_id, version, tier, time_zone, public_key, key_epoch, is_rotating, recovery_codes, created_at, language
        FROM read.accounts
        """;

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
                new AccountId(row.GetGuid(0)), row.GetInt32(1), (Tier)row.GetInt16(2), row.GetString(3),
                new Bytes(row.GetFieldValue<byte[]>(4)), row.GetInt32(5), row.GetBoolean(6), row.GetInt32(7),
                row.GetFieldValue<DateTimeOffset>(8), row.IsDBNull(9) ? null : row.GetString(9))
            : null;
    }
}
