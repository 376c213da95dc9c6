using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Projections.Vault;
using Npgsql;

namespace Diary.Silo.Vault;

/// <summary>
/// Seals under a ring's current key whatever lies under another: all tables in the order of their keys, batch by batch, and again until a
/// whole pass has found nothing.
/// </summary>
internal sealed class VaultResealing(VaultRecords records, VaultKeyRing ring, int batchSize, Func<Task> beforeBatch)
{
    private const int Attempts = 5;

    /// <summary>How many records of the latest pass open under no key of the ring.</summary>
    public long Unreadable { get; private set; }

    /// <summary>The keys that something lay under, whenever it was.</summary>
    public HashSet<uint> Found { get; } = [];

    /// <summary>Passes until one finds nothing; how many records were sealed again.</summary>
    public async Task<long> Run(CancellationToken cancellation)
    {
        long all = 0;
        while (await Pass(cancellation) is > 0 and var found)
        {
            all += found;
        }

        return all;
    }

    private async Task<long> Pass(CancellationToken cancellation)
    {
        long found = 0;
        Unreadable = 0;
        foreach (var table in VaultTable.All)
        {
            IReadOnlyList<object>? after = null;
            while (await records.Read(table, after, batchSize, cancellation) is { Count: > 0 } rows)
            {
                after = rows[^1].Key;
                var fresh = rows.Where(IsStale).Select(Reseal).Where(r => r.Fresh is not null).Select(r => (r.Row, r.Fresh!)).ToList();
                if (fresh.Count > 0)
                {
                    await beforeBatch();
                    await Replace(table, fresh, cancellation);
                    found += fresh.Count;
                }
            }
        }

        return found;
    }

    private bool IsStale(VaultRow row) => !VaultKeyRing.TryReadKeyId(row.Record, out var id) || id != ring.CurrentKeyId;

    private (VaultRow Row, byte[]? Fresh) Reseal(VaultRow row)
    {
        if (!ring.TryOpen(row.Record, row.Aad, out var content))
        {
            Unreadable++;
            return (row, null);
        }

        if (VaultKeyRing.TryReadKeyId(row.Record, out var id))
        {
            Found.Add(id);
        }

        var fresh = ring.Seal(content, row.Aad);
        CryptographicOperations.ZeroMemory(content);
        return (row, fresh);
    }

    /// <summary>A purge locks an entry's capsules in an order of its own.</summary>
    private async Task Replace(VaultTable table, List<(VaultRow Row, byte[] Fresh)> fresh, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await records.Replace(table, fresh, cancellation);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < Attempts)
            {
                // Tried again at once: the other one has gone on.
            }
        }
    }
}
