namespace Diary.GraphQL.Execution;

/// <summary>Who a request comes from. Disposed once the response is written, so that keys it holds are wiped.</summary>
public interface IRequestSession : IDisposable
{
    /// <summary>The signed-in account.</summary>
    Guid AccountId { get; }

    /// <summary>The session that the token belongs to.</summary>
    Guid SessionId { get; }

    /// <summary>When what the request was signed with ends.</summary>
    DateTimeOffset ExpiresAt { get; }
}
