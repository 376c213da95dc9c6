using Diary.Domain;
using Npgsql;

namespace Diary.Projections.Vault;

/// <summary>
/// An account's capsules, to be walked and replaced where a new master key wraps them. Records are sealed: this class cannot open them.
/// </summary>
public sealed class CapsuleStore(NpgsqlDataSource database)
{
    /// <summary>How many capsules the account has.</summary>
    public async Task<int> Count(AccountId account, CancellationToken cancellation)
    {
        await using var command = database.Command("SELECT count(*)::int FROM vault.entry_keys WHERE account_id = $1", account.Value);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>At most <paramref name="limit"/> capsules behind a place, in the order of entry and version.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="after">The last one of the page before; the default for the first page.</param>
    /// <param name="limit">The most to read.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<CapsuleRow>> Page(
        AccountId account, (EntryId Entry, int Version) after, int limit, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT entry_id, version, record FROM vault.entry_keys WHERE account_id = $1 AND (entry_id, version) > ($2, $3)
            ORDER BY entry_id, version LIMIT $4
            """, account.Value, after.Entry.Value, after.Version, limit);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var capsules = new List<CapsuleRow>();
        while (await row.ReadAsync(cancellation))
        {
            capsules.Add(new CapsuleRow(new EntryId(row.GetGuid(0)), row.GetInt32(1), row.GetFieldValue<byte[]>(2)));
        }

        return capsules;
    }

    /// <summary>
    /// Replaces records that are still what was read: what was destroyed stays so, and what another sealed anew meanwhile stays as that
    /// one left it.
    /// </summary>
    /// <returns>How many were replaced.</returns>
    public async Task<int> Replace(
        AccountId account, IReadOnlyCollection<(CapsuleRow Read, byte[] Record)> capsules, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            WITH given AS (SELECT * FROM unnest($2::uuid[], $3::int[], $4::bytea[], $5::bytea[]) g(entry_id, version, before, after)),
            held AS (
                SELECT k.entry_id, k.version, g.after FROM vault.entry_keys k
                JOIN given g ON k.entry_id = g.entry_id AND k.version = g.version AND k.record = g.before
                WHERE k.account_id = $1 ORDER BY k.entry_id, k.version FOR UPDATE OF k)
            UPDATE vault.entry_keys k SET record = held.after FROM held
            WHERE k.account_id = $1 AND k.entry_id = held.entry_id AND k.version = held.version
            """,
            account.Value, capsules.Select(c => c.Read.Entry.Value).ToArray(), capsules.Select(c => c.Read.Version).ToArray(),
            capsules.Select(c => c.Read.Record).ToArray(), capsules.Select(c => c.Record).ToArray());
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>One capsule, sealed under the vault key.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Version">The version that it opens.</param>
/// <param name="Record">As it lies.</param>
public sealed record CapsuleRow(EntryId Entry, int Version, byte[] Record);
