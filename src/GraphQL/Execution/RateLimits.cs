using System.Threading.RateLimiting;

namespace Diary.GraphQL.Execution;

/// <summary>
/// How often credentials are checked for an address, how often a session, or an address without one, may ask at all, and how many access
/// tokens of an address are looked at that are none. Each silo counts for itself: a token bucket a party, which refills evenly. Parties
/// share <see cref="Buckets"/> buckets, so that no flood of addresses takes memory without bound.
/// </summary>
public sealed class RateLimits(GraphQLOptions options, ClientAddress client) : IDisposable
{
    private const int Buckets = 1 << 16;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<int> _credentials = Limiter(options.CredentialsPerMinute);
    private readonly PartitionedRateLimiter<int> _requests = Limiter(options.RequestsPerMinute);
    private readonly PartitionedRateLimiter<int> _badTokens = Limiter(options.RequestsPerMinute);

    /// <summary>Counts a credential that is going to be checked.</summary>
    /// <exception cref="RateLimitedException">Too many came from this address.</exception>
    public void CountCredential() => Count(_credentials, client.Party);

    /// <summary>Counts a request.</summary>
    /// <param name="session">Whose; null: the address counts.</param>
    /// <exception cref="RateLimitedException">Too many came.</exception>
    public void CountRequest(Guid? session) => Count(_requests, session is { } id ? id.ToByteArray() : client.Party);

    /// <summary>
    /// Comes before an access token is looked at, which may cost a read of the database. Nothing is counted yet: only what turns out to be
    /// bad is, apart from other requests, so that any number of signed-in clients may share an address with each other and with strangers.
    /// </summary>
    /// <exception cref="RateLimitedException">Too many bad ones came from this address.</exception>
    public void AdmitToken()
    {
        // Asked for no permit at all, the limiter would say yes as long as the smallest part of one has come back.
        if (_badTokens.GetStatistics(Bucket(client.Party)) is { CurrentAvailablePermits: < 1 })
        {
            throw new RateLimitedException(Minute / options.RequestsPerMinute);
        }
    }

    /// <summary>Counts an access token that was no good.</summary>
    public void CountBadToken() => _badTokens.AttemptAcquire(Bucket(client.Party)).Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        _credentials.Dispose();
        _requests.Dispose();
        _badTokens.Dispose();
    }

    private static int Bucket(byte[] party)
    {
        var hash = new HashCode(); // seeded by the process: nobody can choose whom to share a bucket with
        hash.AddBytes(party);
        return hash.ToHashCode() & (Buckets - 1);
    }

    private static void Count(PartitionedRateLimiter<int> limiter, byte[] party)
    {
        using var lease = limiter.AttemptAcquire(Bucket(party));
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
