using Diary.Integrations.BlobStorage;
using Diary.Projections;
using GraphQL.Execution;
using Microsoft.Extensions.Logging;

namespace Diary.GraphQL.Execution;

/// <summary>Turns what a resolver threw into what the client may know, and logs faults once each under the request's trace id.</summary>
internal sealed partial class ErrorMapping(ILogger<ErrorMapping> logger)
{
    /// <summary>For GraphQL.NET: replaces the exception, whose name would else become the error's code.</summary>
    public void Handle(UnhandledExceptionContext context)
    {
        var request = (context.Context?.UserContext ?? context.ExecutionOptions?.UserContext) as DiaryRequest ?? [];
        var field = context.FieldContext is { } resolved ? $"{resolved.ParentType.Name}.{resolved.FieldDefinition.Name}" : "-";
        context.Exception = ToError(context.OriginalException, request, field);
    }

    /// <summary>The error for <paramref name="exception"/>; <paramref name="field"/> is the schema's name of where it was thrown.</summary>
    public DiaryError ToError(Exception exception, DiaryRequest request, string field)
    {
        switch (exception)
        {
            case DiaryError error:
                return error;
            case RateLimitedException limited:
                return DiaryError.RateLimited(limited.RetryAfter);
            case UnavailableException away:
                if (request.ShouldLog(away))
                    DependencyAway(logger, field, request.TraceId, ExceptionOutline.Of(away));
                return DiaryError.Unavailable(away.RetryAfter);
            case var lost when IsDependencyAway(lost):
                return ToError(new UnavailableException(Database.Pause, lost), request, field);
            default:
                if (request.ShouldLog(exception))
                    Failed(logger, field, request.TraceId, ExceptionOutline.Of(exception));
                return DiaryError.Internal(request.TraceId);
        }
    }

    /// <summary>
    /// The database, the store of blobs or another silo does not answer: nothing is wrong with the request, and a retry heals it.
    /// </summary>
    internal static bool IsDependencyAway(Exception exception) =>
        Database.IsAway(exception) || IsSiloAway(exception) || exception is BlobStoreUnavailableException;

    /// <summary>Another silo does not answer.</summary>
    private static bool IsSiloAway(Exception exception) =>
        exception is TimeoutException or OrleansException || (exception.InnerException is { } inner && IsSiloAway(inner));

    [LoggerMessage(EventId = 5001, Level = LogLevel.Error, Message = "GraphQL {Field} failed, trace {TraceId}: {Outline}")]
    private static partial void Failed(ILogger logger, string field, string traceId, string outline);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "GraphQL {Field} misses a dependency, trace {TraceId}: {Outline}")]
    private static partial void DependencyAway(ILogger logger, string field, string traceId, string outline);
}
