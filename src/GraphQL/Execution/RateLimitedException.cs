namespace Diary.GraphQL.Execution;

/// <summary>Raised by a resolver or the authenticator where a limit was met: answered with RATE_LIMITED and the time to wait.</summary>
/// <param name="retryAfter">How long the client should wait; told in whole seconds, rounded up, at least one.</param>
public sealed class RateLimitedException(TimeSpan retryAfter) : Exception("A rate limit was met.")
{
    /// <summary>How long the client should wait.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
