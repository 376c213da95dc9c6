using System.Text.Json;
using Diary.GraphQL.Execution;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Files;

/// <summary>What all endpoints of files answer alike: whatever goes wrong is told as GraphQL errors are, with a stable code.</summary>
internal static class FileAnswers
{
    /// <summary>The token that a request is signed with; null where there is none.</summary>
    public static string? BearerOf(HttpContext http)
    {
        const string scheme = "Bearer ";
        var authorization = http.Request.Headers.Authorization.ToString();
        return authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? authorization[scheme.Length..].Trim() : null;
    }

    /// <summary>The answer to a link that is none, not to what was asked for, or old.</summary>
    public static FileRefused BadLink() => new(
        StatusCodes.Status401Unauthorized, ErrorCodes.Unauthenticated, "The link is not valid, or no longer: ask for another.");

    /// <summary>What is sent is a user's: no browser may take it for a page, run what is in it, or keep it.</summary>
    public static void Isolate(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        http.Response.Headers.CacheControl = "private, no-store";
    }

    /// <summary>Does the work, and answers for what it throws.</summary>
    public static async Task Answer(HttpContext http, Func<Task> work)
    {
        http.Response.Headers.CacheControl = "no-store";
        var serializer = http.RequestServices.GetRequiredService<DiarySerializer>();
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // the client went away; there is nobody to answer
        }
#pragma warning disable CA1031 // what it was is told as the endpoint of GraphQL tells it
        catch (Exception e) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            var refused = e as FileRefused;
            var error = refused is not null ? new DiaryError(refused.Code, refused.Message)
                : http.RequestServices.GetRequiredService<ErrorMapping>()
                    .ToError(e, http.RequestServices.GetRequiredService<DiaryRequest>(), "files");
            http.Response.Clear(); // of what was said of the file before it could not be read
            http.Response.Headers.CacheControl = "no-store";
            http.Response.StatusCode = refused?.Status ?? StatusOf(error);
            if (error.RetryAfterSeconds is { } seconds)
            {
                http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            http.Response.ContentType = "application/json; charset=utf-8";
            await using var writer = new Utf8JsonWriter(http.Response.BodyWriter);
            JsonSerializer.Serialize(writer, new ExecutionResult { Errors = [error] }, serializer.Json);
        }
    }

    private static int StatusOf(DiaryError error) => error.Code switch
    {
        ErrorCodes.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorCodes.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorCodes.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}

/// <summary>Why a file was not taken or given.</summary>
internal sealed class FileRefused(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;
}
