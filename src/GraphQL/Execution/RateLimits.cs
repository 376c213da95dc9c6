using System.Threading.RateLimiting;

namespace Diary.GraphQL.Execution;

/// <summary>
/// How often credentials are checked for an address, and how often a session, or an address without one, may ask at all. Each silo counts
/// for itself: a token bucket a party, which refills evenly. Parties share <see cref="Buckets"/> buckets, so that no flood of addresses
/// takes memory without bound.
/// </summary>
public sealed class RateLimits(GraphQLOptions options, ClientAddress client) : IDisposable
{
    private const int Buckets = 1 << 16;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<int> _credentials = Limiter(options.CredentialsPerMinute);
    private readonly PartitionedRateLimiter<int> _requests = Limiter(options.RequestsPerMinute);

    /// <summary>Counts a credential that is going to be checked.</summary>
    /// <exception cref="RateLimitedException">Too many came from this address.</exception>
    public void CountCredential() => Count(_credentials, client.Party);

    /// <summary>Counts a request.</summary>
    /// <param name="session">Whose; null: the address counts.</param>
    /// <exception cref="RateLimitedException">Too many came.</exception>
    public void CountRequest(Guid? session) => Count(_requests, session is { } id ? id.ToByteArray() : client.Party);

    /// <inheritdoc/>
    public void Dispose()
    {
        _credentials.Dispose();
        _requests.Dispose();
    }

    private static void Count(PartitionedRateLimiter<int> limiter, byte[] party)
    {
        var hash = new HashCode(); // seeded by the process: nobody can choose whom to share a bucket with
        hash.AddBytes(party);
        using var lease = limiter.AttemptAcquire(hash.ToHashCode() & (Buckets - 1));
        if (!lease.IsAcquired)
        {
            throw new RateLimitedException(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Minute);
        }
    }

    private static PartitionedRateLimiter<int> Limiter(int perMinute) => PartitionedRateLimiter.Create<int, int>(
        bucket => RateLimitPartition.GetTokenBucketLimiter(bucket, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = Math.Max(1, perMinute / 600), // at most ten refills a second
            ReplenishmentPeriod = Minute * Math.Max(1, perMinute / 600) / perMinute,
            QueueLimit = 0,
        }));
}
