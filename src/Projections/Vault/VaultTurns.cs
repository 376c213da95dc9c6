using System.Buffers.Binary;
using Npgsql;

namespace Diary.Projections.Vault;

/// <summary>
/// What is known of the vault's keys: since when records are sealed under one, since when none may be, and when it was destroyed.
/// </summary>
public sealed class VaultTurns(NpgsqlDataSource database)
{
    /// <summary>How long a vault key serves.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(30);

    private const long LockKey = 0x44_49_41_52_59_03; // "DIARY", 3

    /// <summary>
    /// Lets one process turn at a time, for as long as it lives or until what is returned is disposed; null where another does.
    /// </summary>
    public async Task<IAsyncDisposable?> TryBegin(CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection);
        command.Parameters.Bind([LockKey]);
        if ((bool)(await command.ExecuteScalarAsync(cancellation))!)
        {
            return new Alone(connection);
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Records are sealed under this key from now on.</summary>
    public async Task Begin(uint key, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "INSERT INTO vault.vault_keys (key_id, since) VALUES ($1, $2) ON CONFLICT DO NOTHING", Id(key), now);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Those of these keys that records were ever sealed under, as far as was said.</summary>
    public async Task<IReadOnlyList<uint>> Used(IEnumerable<uint> keys, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT key_id FROM vault.vault_keys WHERE key_id = ANY ($1)", (object)keys.Select(Id).ToArray());
        return await Read(command, cancellation);
    }

    /// <summary>
    /// From now on no record can be kept under these keys. Returns when every transaction that wrote to the vault before has ended, so
    /// that one more look finds all that lies under them.
    /// </summary>
    public async Task Retire(IEnumerable<uint> keys, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Waits for writers and keeps them waiting, but not behind one that takes long: then it fails, and may be tried again.
        await using var locking = new NpgsqlCommand(
            $"SET LOCAL lock_timeout = '5s'; LOCK TABLE {string.Join(", ", VaultTable.All.Select(t => $"vault.{t.Name}"))} "
                + "IN SHARE ROW EXCLUSIVE MODE", connection, transaction);
        await locking.ExecuteNonQueryAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO vault.vault_keys (key_id, since, retired_at) SELECT unnest($1::bytea[]), $2, $2
            ON CONFLICT (key_id) DO UPDATE SET retired_at = coalesce(vault_keys.retired_at, excluded.retired_at)
            """, connection, transaction);
        command.Parameters.Bind([keys.Select(Id).ToArray(), now]);
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Keys that are retired, and of which it is not known that they are destroyed.</summary>
    public async Task<IReadOnlyList<uint>> Unfinished(CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT key_id FROM vault.vault_keys WHERE retired_at IS NOT NULL AND turned_at IS NULL");
        return await Read(command, cancellation);
    }

    /// <summary>Whether nothing may be kept under this key any more.</summary>
    public async Task<bool> IsRetired(uint key, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT EXISTS (SELECT FROM vault.vault_keys WHERE key_id = $1 AND retired_at IS NOT NULL)", Id(key));
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>These keys are destroyed: the turn is done. Said twice, the first time counts.</summary>
    public async Task Finish(IEnumerable<uint> keys, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "UPDATE vault.vault_keys SET turned_at = $2 WHERE key_id = ANY ($1) AND turned_at IS NULL", keys.Select(Id).ToArray(), now);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>When the vault turned last, or was made where it never did.</summary>
    public async Task<DateTimeOffset> Last(CancellationToken cancellation) => await Before(DateTimeOffset.MaxValue, cancellation);

    /// <summary>
    /// When the vault is to turn next after a moment: <see cref="Period"/> after its latest turn before it, or after the vault was made.
    /// Where that is over, whole periods later. Derived from what never changes: the same moment gives the same answer for ever.
    /// </summary>
    public async Task<DateTimeOffset> NextAfter(DateTimeOffset moment, CancellationToken cancellation)
    {
        var last = await Before(moment, cancellation);
        return last + (Period * (Math.Max(0, (moment - last).Ticks / Period.Ticks) + 1));
    }

    private async Task<DateTimeOffset> Before(DateTimeOffset moment, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT coalesce(
                (SELECT max(turned_at) FROM vault.vault_keys WHERE turned_at <= $1), (SELECT min(created_at) FROM vault.server_keys), $1)
            """, moment);
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
    }

    private static async Task<IReadOnlyList<uint>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<uint>();
        while (await row.ReadAsync(cancellation))
        {
            keys.Add(BinaryPrimitives.ReadUInt32BigEndian(row.GetFieldValue<byte[]>(0)));
        }

        return keys;
    }

    private static byte[] Id(uint key)
    {
        var id = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(id, key);
        return id;
    }

    private sealed class Alone(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection))
            {
                await command.ExecuteNonQueryAsync();
            }

            await connection.DisposeAsync();
        }
    }
}
