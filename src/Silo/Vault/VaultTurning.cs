using Diary.Cryptography;
using Diary.Grains.Vault;
using Diary.Projections.Vault;
using Npgsql;

namespace Diary.Silo.Vault;

/// <summary>
/// Turns the vault: makes a new key, has every record sealed under it, and destroys the old one. Where it was killed, the file and the
/// table of turns say how far it came, and the next run goes on from there. Silos go on working meanwhile.
/// </summary>
/// <remarks>
/// The file names both keys from the first step to the last, so that every record opens at every moment. Records are compared and
/// swapped: what is destroyed or written meanwhile stays so. Before the old key goes, the database itself begins to refuse records under
/// it, and one more look finds whatever came before that: none is left behind.
/// </remarks>
public sealed class VaultTurning(
    VaultKeyFile file, VaultTurns turns, VaultRecords records, VaultTurnOptions options, TimeProvider clock) : IVaultTurn
{
    private const int Attempts = 20;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>Called before each step: for tests, which have it fail there.</summary>
    internal Func<string, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<bool> IsDue(CancellationToken cancellation)
    {
        var keys = file.Read();
        try
        {
            return (await turns.Used(keys.Skip(1).Select(VaultKeyRing.IdOf), cancellation)).Count > 0
                || (await turns.Unfinished(cancellation)).Count > 0
                || clock.GetUtcNow() - await turns.Last(cancellation) >= VaultTurns.Period;
        }
        finally
        {
            Dispose(keys);
        }
    }

    /// <inheritdoc/>
    public async Task<VaultTurnEnd> Run(Action<string> say, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(say);
        await using var alone = await turns.TryBegin(cancellation);
        if (alone is null)
        {
            say("Another process is turning the vault already.");
            return VaultTurnEnd.Busy;
        }

        var keys = file.Read();
        try
        {
            return keys.Count > 1 ? await GoOn(keys, say, cancellation)
                : await FinishEarlier(keys, cancellation) is { } end ? Said(end, say)
                : file.IsWritable ? await Begin(keys[0], say, cancellation)
                : Said(VaultTurnEnd.NeedsKey, say);
        }
        finally
        {
            Dispose(keys);
        }
    }

    /// <summary>A turn that was killed after its last key was destroyed, or that an operator ended, has but to be written down.</summary>
    private async Task<VaultTurnEnd?> FinishEarlier(IReadOnlyList<SymmetricKey> keys, CancellationToken cancellation)
    {
        var destroyed = (await turns.Unfinished(cancellation)).Except(keys.Select(VaultKeyRing.IdOf)).ToList();
        if (destroyed.Count == 0)
        {
            return null;
        }

        if (file.IsWritable)
        {
            file.WipeRetired();
        }

        await turns.Finish(destroyed, clock.GetUtcNow(), cancellation);
        return VaultTurnEnd.Turned;
    }

    private async Task<VaultTurnEnd> Begin(SymmetricKey old, Action<string> say, CancellationToken cancellation)
    {
        await Before("begin");
        await turns.Begin(VaultKeyRing.IdOf(old), clock.GetUtcNow(), cancellation);
        using (var fresh = SymmetricKey.Generate())
        {
            file.Replace(fresh, old);
        }

        say("A new vault key is made; the old one is kept until nothing lies under it.");
        var keys = file.Read();
        try
        {
            return await GoOn(keys, say, cancellation);
        }
        finally
        {
            Dispose(keys);
        }
    }

    private async Task<VaultTurnEnd> GoOn(IReadOnlyList<SymmetricKey> keys, Action<string> say, CancellationToken cancellation)
    {
        var later = keys.Skip(1).Select(VaultKeyRing.IdOf).ToList();
        if (await turns.IsRetired(VaultKeyRing.IdOf(keys[0]), cancellation))
        {
            throw file.BeginsWithRetired();
        }

        await turns.Begin(VaultKeyRing.IdOf(keys[0]), clock.GetUtcNow(), cancellation);
        await Wait("until every silo has seen it", say, cancellation);
        using var ring = new VaultKeyRing(Copy(keys[0]), keys.Skip(1).Select(Copy));
        var resealing = new VaultResealing(records, ring, options.BatchSize, () => Before("batch"));
        say($"{await resealing.Run(cancellation)} records are sealed under the new key.");

        // What was never sealed under is no old key, but one that an operator has handed out before it is used.
        List<uint> old = [.. (await turns.Used(later, cancellation)).Union(later.Intersect(resealing.Found))];
        if (old.Count == 0)
        {
            return Said(VaultTurnEnd.NeedsKey, say);
        }

        await Wait("for requests that are under way", say, cancellation);
        await Before("retire");
        await Retire(old, cancellation);
        await Before("look again");
        say($"{await resealing.Run(cancellation)} more records are sealed under the new key; nothing is kept under the old one any more.");
        if (resealing.Unreadable > 0)
        {
            say($"{resealing.Unreadable} records open under no key and were left as they are.");
        }

        return await Destroy(old, say, cancellation);
    }

    private async Task<VaultTurnEnd> Destroy(List<uint> old, Action<string> say, CancellationToken cancellation)
    {
        await Before("destroy");
        if (!file.IsWritable)
        {
            return Said(VaultTurnEnd.NeedsRemoval, say);
        }

        var keys = file.Read();
        try
        {
            file.Replace(keys.Where(k => !old.Contains(VaultKeyRing.IdOf(k))));
        }
        finally
        {
            Dispose(keys);
        }

        await Before("finish");
        await turns.Finish(old, clock.GetUtcNow(), cancellation);
        return Said(VaultTurnEnd.Turned, say);
    }

    /// <summary>A backup or a long transaction may hold the tables for a while.</summary>
    private async Task Retire(List<uint> old, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await turns.Retire(old, clock.GetUtcNow(), cancellation);
                return;
            }
            catch (PostgresException e)
                when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected && attempt < Attempts)
            {
                await Task.Delay(RetryPause, clock, cancellation);
            }
        }
    }

    private async Task Wait(string reason, Action<string> say, CancellationToken cancellation)
    {
        await Before("wait");
        if (options.Pause > TimeSpan.Zero)
        {
            say($"Waiting {options.Pause.TotalSeconds:0} seconds {reason}.");
            await Task.Delay(options.Pause, clock, cancellation);
        }
    }

    private VaultTurnEnd Said(VaultTurnEnd end, Action<string> say)
    {
        say(end switch
        {
            VaultTurnEnd.NeedsKey => $"{file.Path} cannot be written here, or begins with the key to turn away from: "
                + "put a new key (openssl rand -base64 32) on its first line, "
                + "the present one on the second, and run this again.",
            VaultTurnEnd.NeedsRemoval => $"{file.Path} cannot be written here: all lies under its first key now; "
                + "remove the other lines, destroy their copies, and run this again.",
            _ => "The vault has turned: the old key is destroyed.",
        });
        return end;
    }

    private static SymmetricKey Copy(SymmetricKey key) => SymmetricKey.Import(key.AsSpan());

    private static void Dispose(IReadOnlyList<SymmetricKey> keys)
    {
        foreach (var key in keys)
        {
            key.Dispose();
        }
    }
}

/// <summary>How the vault is turned.</summary>
public sealed record VaultTurnOptions
{
    /// <summary>How long silos get to see a new key, and requests that began under the old one to end.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many records are read, and at most sealed again, at a time.</summary>
    public int BatchSize { get; init; } = 500;
}
