using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Jobs;

/// <summary>Wraps capsules of the epoch before under the present one; bodies stay as they are.</summary>
public sealed class CapsuleRewrap(CapsuleStore capsules, SealedVault vault)
{
    /// <summary>How many are read and replaced at once.</summary>
    public const int BatchSize = 200;

    /// <summary>How many capsules the account has.</summary>
    internal Task<int> Count(AccountId account, CancellationToken cancellation) => capsules.Count(account, cancellation);

    /// <summary>Goes through the batch behind a place.</summary>
    /// <param name="account">Whose, open under both keys.</param>
    /// <param name="after">The last one of the batch before; the default for the first.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal async Task<RewrapBatch> Next(
        UnlockedAccount account, (EntryId Entry, int Version) after, CancellationToken cancellation)
    {
        var page = await capsules.Page(account.Id, after, BatchSize, cancellation);
        var renewed = new List<(CapsuleRow Read, byte[] Record)>();
        var failed = 0;
        foreach (var row in page)
        {
            if (vault.OpenCapsule(account.Id, row.Entry, row.Version, row.Record) is not { } capsule
                || !CapsuleHeader.TryRead(capsule, out var header))
            {
                failed++;
            }
            else if (header.Suite is EnvelopeSuite.Uce && header.KeyEpoch != account.Epoch)
            {
                var context = new EnvelopeContext(account.Id.Value, row.Entry.Value, row.Version);
                if (account.CapsuleWrapOf(header.KeyEpoch) is { } wrap && ContentSealer.TryRewrap(
                    context, wrap, account.CapsuleWrap, account.Epoch, capsule, out var next))
                {
                    renewed.Add((row, vault.SealCapsule(account.Id, row.Entry, row.Version, next).ToArrayUnsafe()));
                }
                else
                {
                    failed++;
                }
            }
        }

        if (renewed.Count > 0)
        {
            await capsules.Replace(account.Id, renewed, cancellation);
        }

        return new RewrapBatch(page.Count, renewed.Count, failed, page.Count < BatchSize ? null : (page[^1].Entry, page[^1].Version));
    }
}

/// <summary>What became of a batch.</summary>
/// <param name="Read">How many capsules there were.</param>
/// <param name="Outdated">How many of them were of the epoch before; where another replaced one meanwhile, it may be so still.</param>
/// <param name="Failed">How many open under neither key.</param>
/// <param name="Last">The place to go on from; null at the end.</param>
internal sealed record RewrapBatch(int Read, int Outdated, int Failed, (EntryId Entry, int Version)? Last);
