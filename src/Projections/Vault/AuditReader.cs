using Diary.Domain;
using Diary.Domain.Accounts;
using Npgsql;

namespace Diary.Projections.Vault;

/// <summary>Reads an account's audit log, newest first. The notes are sealed to the account's public key.</summary>
public sealed class AuditReader(NpgsqlDataSource database)
{
    /// <summary>How long a line is kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(730);

    /// <summary>The most lines that are kept of an account.</summary>
    public const int MostRecords = 10_000;

    /// <summary>One page.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="after">The line to begin after; null for the newest.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<AuditRow>> Page(AccountId account, AuditPosition? after, int take, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT at, record_id, action, session_id, note FROM vault.audit_log
            WHERE account_id = $1 AND (at, record_id) < ($2, $3) ORDER BY at DESC, record_id DESC LIMIT $4
            """,
            account.Value, after?.At ?? DateTimeOffset.MaxValue, after?.Record ?? Guid.AllBitsSet, take);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<AuditRow>();
        while (await row.ReadAsync(cancellation))
        {
            rows.Add(new AuditRow(row.GetFieldValue<DateTimeOffset>(0), row.GetGuid(1), (AuditAction)row.GetInt16(2),
                await row.IsDBNullAsync(3, cancellation) ? null : new SessionId(row.GetGuid(3)), row.GetFieldValue<byte[]>(4)));
        }

        return rows;
    }
}

/// <summary>One line of the audit log.</summary>
/// <param name="At">When it was done.</param>
/// <param name="Record">The line's id.</param>
/// <param name="Action">What was done.</param>
/// <param name="Session">By which session; null where none was.</param>
/// <param name="Note">Device, address and details, sealed to the account's public key.</param>
public sealed record AuditRow(DateTimeOffset At, Guid Record, AuditAction Action, SessionId? Session, byte[] Note);

/// <summary>Where a line stands in the log.</summary>
public sealed record AuditPosition(DateTimeOffset At, Guid Record);
