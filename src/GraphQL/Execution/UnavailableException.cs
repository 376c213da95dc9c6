namespace Diary.GraphQL.Execution;

/// <summary>Raised where something the service depends on is away: answered with UNAVAILABLE and the time to wait.</summary>
/// <param name="retryAfter">How long the client should wait; told in whole seconds, rounded up, at least one.</param>
/// <param name="cause">What failed, for the log.</param>
public sealed class UnavailableException(TimeSpan retryAfter, Exception? cause = null) : Exception("A dependency is away.", cause)
{
    /// <summary>How long the client should wait.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
