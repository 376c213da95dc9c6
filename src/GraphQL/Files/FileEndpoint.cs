using System.Text.Json;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

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
        endpoints.MapPut($"{Path}/{{id}}", (HttpContext http, string id) => FileAnswers.Answer(http, () => Put(http, id)));
        endpoints.MapGet($"{Path}/{{id}}", (HttpContext http, string id) => FileAnswers.Answer(http, () => Get(http, id)));
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
        var services = http.RequestServices;
        var limits = services.GetRequiredService<RateLimits>();
        limits.AdmitToken();
        if (!GlobalId.TryParse(id, out var file) || FileAnswers.BearerOf(http) is not { } token
            || await services.GetRequiredService<FileLinks>().Read(token, file, http.RequestAborted) is not { } link)
        {
            limits.CountBadToken();
            throw FileAnswers.BadLink();
        }

        using (link.Key)
        {
            limits.CountRequest(link.Account.Value);
            var files = services.GetRequiredService<SealedFiles>();
            var (facts, plain) = await files.OpenRead(link.Account, file, link.Key, http.RequestAborted)
                ?? throw new FileRefused(StatusCodes.Status404NotFound, ErrorCodes.NotFound, "The file is gone.");
            await using (plain)
            {
                FileAnswers.Isolate(http);
                http.Response.Headers.ContentDisposition = "attachment; filename=diary.zip";
                await FileSender.Send(http, plain, "application/zip", Convert.ToHexStringLower(facts.Sha256));
            }
        }
    }
}
