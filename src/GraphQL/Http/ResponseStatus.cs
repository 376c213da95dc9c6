using Diary.GraphQL.Execution;
using GraphQL;
using GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Diary.GraphQL.Http;

/// <summary>
/// Which HTTP status a result has. A document that was executed has 200. Where it brought nothing but nulls because the caller must
/// sign in, wait or try again, the result is the whole request's failure: it has 401, 429 or 503, its header, and no <c>data</c>, so
/// that proxies and clients' retry links understand it. A document that was not executed has 400, or 200 towards clients that accept
/// <c>application/json</c> only, which read any other status as a broken transport (the audit profile of GraphQL over HTTP).
/// </summary>
internal static class ResponseStatus
{
    public static int Of(ExecutionResult result, string mediaType, DiaryRequest request, IHeaderDictionary headers)
    {
        if (result.Errors is { } errors && (!result.Executed || IsEmpty(result)))
            foreach (var error in errors)
                if (Failure(error, result.Executed, request, headers) is { } status)
                {
                    result.Executed = false;
                    return status;
                }
        return result.Executed || mediaType == MediaTypes.Json ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
    }

    private static int? Failure(ExecutionError error, bool executed, DiaryRequest request, IHeaderDictionary headers)
    {
        if (error is DiaryError { RetryAfterSeconds: { } seconds })
            headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        switch (error.Code)
        {
            case ErrorCodes.MethodNotAllowed when error is OperationRefused:
                headers.Allow = "POST";
                return StatusCodes.Status405MethodNotAllowed;
            case ErrorCodes.Unauthenticated:
                headers.WWWAuthenticate = request.Caller is AuthenticationOutcome.Refused ? "Bearer error=\"invalid_token\"" : "Bearer";
                return StatusCodes.Status401Unauthorized;
            case ErrorCodes.RateLimited:
                return StatusCodes.Status429TooManyRequests;
            case ErrorCodes.Unavailable or ErrorCodes.Timeout:
                return StatusCodes.Status503ServiceUnavailable;
            case ErrorCodes.Internal when !executed:
                return StatusCodes.Status500InternalServerError;
            default:
                return null;
        }
    }

    private static bool IsEmpty(ExecutionResult result) =>
        result.Data is not ObjectExecutionNode { SubFields: { } fields } || Array.TrueForAll(fields, field => field.ToValue() is null);
}
