using GraphQL;

namespace Diary.GraphQL.Execution;

/// <summary>An error with one of our <see cref="ErrorCodes"/> and, where the code says so, values beside it.</summary>
public sealed class DiaryError : ExecutionError
{
    /// <summary>An error that tells the client <paramref name="message"/> and <paramref name="code"/>.</summary>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">A sentence for the client's developer; it holds no content and no CLR name.</param>
    public DiaryError(string code, string message) : base(message) => Code = code;

    /// <summary>The hint behind <c>Retry-After</c>, in whole seconds; null where there is none.</summary>
    public int? RetryAfterSeconds { get; private init; }

    /// <summary>The same error with <paramref name="key"/> beside its code.</summary>
    public DiaryError With(string key, object? value)
    {
        (Extensions ??= new Dictionary<string, object?>(StringComparer.Ordinal))[key] = value;
        return this;
    }

    /// <summary>RATE_LIMITED with the time to wait.</summary>
    public static DiaryError RateLimited(TimeSpan retryAfter) =>
        Retry(ErrorCodes.RateLimited, "Too many attempts. Wait, then try again.", retryAfter);

    /// <summary>UNAVAILABLE with the time to wait.</summary>
    public static DiaryError Unavailable(TimeSpan retryAfter) =>
        Retry(ErrorCodes.Unavailable, "The service cannot answer this right now. Try again.", retryAfter);

    /// <summary>INTERNAL with the trace id and nothing else.</summary>
    public static DiaryError Internal(string traceId) =>
        new DiaryError(ErrorCodes.Internal, "Something went wrong on our side.").With("traceId", traceId);

    private static DiaryError Retry(string code, string message, TimeSpan retryAfter)
    {
        var seconds = (int)Math.Clamp(Math.Ceiling(retryAfter.TotalSeconds), 1, 86_400);
        return new DiaryError(code, message) { RetryAfterSeconds = seconds }.With("retryAfterSeconds", seconds);
    }
}
