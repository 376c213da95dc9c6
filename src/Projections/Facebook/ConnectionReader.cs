using Diary.Domain;
using Diary.Domain.Facebook;
using Npgsql;

namespace Diary.Projections.Facebook;

/// <summary>Reads which accounts are connected to Facebook.</summary>
public sealed class ConnectionReader(NpgsqlDataSource database)
{
    private const int MostAccounts = 100;

    /// <summary>An account's connection as it stands; null where there never was one.</summary>
    public async Task<Connection?> Find(AccountId account, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT version, state, user_token, connected_at, expires_at, pulls, publishes, every_minutes, watermark
            FROM read.connections WHERE account_id = $1
            """, account.Value);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation)
            ? new Connection(row.GetInt32(0), (ConnectionState)row.GetInt16(1))
            {
                UserToken = new Bytes(row.GetFieldValue<byte[]>(2)),
                ConnectedAt = row.GetFieldValue<DateTimeOffset>(3),
                TokenExpiresAt = await row.IsDBNullAsync(4, cancellation) ? null : row.GetFieldValue<DateTimeOffset>(4),
                Pulls = row.GetBoolean(5),
                Publishes = row.GetBoolean(6),
                EveryMinutes = row.GetInt32(7),
                Watermark = await row.IsDBNullAsync(8, cancellation) ? null : row.GetFieldValue<DateTimeOffset>(8),
            }
            : null;
    }

    /// <summary>The accounts that one user of Facebook is connected to: for what Facebook itself tells, and for no client.</summary>
    public async Task<IReadOnlyList<AccountId>> ConnectedTo(Bytes userToken, CancellationToken cancellation)
    {
        await using var command = database.Command(
            $"SELECT account_id FROM read.connections WHERE user_token = $1 AND state IN (1, 2) LIMIT {MostAccounts}",
            userToken.ToArrayUnsafe());
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var accounts = new List<AccountId>();
        while (await row.ReadAsync(cancellation))
        {
            accounts.Add(new AccountId(row.GetGuid(0)));
        }

        return accounts;
    }
}
