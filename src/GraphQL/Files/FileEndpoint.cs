using System.Text.Json;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Diary.GraphQL.Files;

/// <summary>
/// Files over HTTP: PUT sends one with an access token, GET fetches one with what a link says. Whatever goes wrong is answered as GraphQL
/// errors are, with a stable code.
/// </summary>
public static class FileEndpoint
{
    /// <summary>Beneath this path each file has its id.</summary>
    public const string Path = "/files";

    /// <summary>Maps both methods.</summary>
    public static void MapFiles(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPut($"{Path}/{{id}}", (HttpContext http, string id) => Answer(http, () => Put(http, id)));
        endpoints.MapGet($"{Path}/{{id}}", (HttpContext http, string id) => Answer(http, () => Get(http, id)));
    }

    private static async Task Put(HttpContext http, string id)
    {
        var services = http.RequestServices;
        var context = services.GetRequiredService<DiaryRequest>();
        try
        {
            await services.GetRequiredService<OperationRun>()
                .Admit(services, context, http.Request.Headers.Authorization, http.RequestAborted);
            var caller = context.Session as DiarySession ?? throw Guard.Denied(context);
            if (!GlobalId.TryParse(id, out var file))
            {
                throw new FileRefused(StatusCodes.Status404NotFound, ErrorCodes.NotFound, "A file's id is a UUID.");
            }

            var (facts, isNew) = await services.GetRequiredService<Uploads>().Take(caller, file, http);
            http.Response.StatusCode = isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
            http.Response.ContentType = "application/json; charset=utf-8";
            await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
            json.WriteStartObject();
            json.WriteString("id", GlobalId.Format(file));
            json.WriteNumber("sizeBytes", facts.SizeBytes);
            json.WriteBase64String("sha256", facts.Sha256);
            json.WriteEndObject();
        }
        finally
        {
            context.Session?.Dispose();
        }
    }

    private static async Task Get(HttpContext http, string id)
    {
        const string scheme = "Bearer ";
        var services = http.RequestServices;
        var authorization = http.Request.Headers.Authorization.ToString();
        var limits = services.GetRequiredService<RateLimits>();
        limits.AdmitToken();
        if (!GlobalId.TryParse(id, out var file) || !authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            || await services.GetRequiredService<FileLinks>().Read(authorization[scheme.Length..].Trim(), file, http.RequestAborted)
                is not { } link)
        {
            limits.CountBadToken();
            throw new FileRefused(
                StatusCodes.Status401Unauthorized, ErrorCodes.Unauthenticated, "The link is not valid, or no longer: ask for another.");
        }

        using (link.Key)
        {
            limits.CountRequest(link.Account.Value);
            var files = services.GetRequiredService<SealedFiles>();
            var (facts, plain) = await files.OpenRead(link.Account, file, link.Key, http.RequestAborted)
                ?? throw new FileRefused(StatusCodes.Status404NotFound, ErrorCodes.NotFound, "The file is gone.");
            await Send(http, facts, plain);
        }
    }

    private static async Task Send(HttpContext http, FileFacts facts, Stream stream)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        http.Response.Headers.CacheControl = "private, no-store";
        await Results.File(stream, "application/zip", "diary.zip",
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(facts.Sha256)}\""), enableRangeProcessing: true)
            .ExecuteAsync(http);
    }

    private static async Task Answer(HttpContext http, Func<Task> work)
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
