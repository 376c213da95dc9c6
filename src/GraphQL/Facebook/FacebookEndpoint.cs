using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Diary.Domain.Facebook;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Files;
using Diary.Integrations.Facebook;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Diary.GraphQL.Facebook;

/// <summary>
/// Where browsers come back to, and what Facebook itself calls: that a user removed the app, and that a user wants what it gave deleted.
/// </summary>
public static class FacebookEndpoint
{
    /// <summary>Where browsers come back to.</summary>
    public const string Callback = "/facebook/callback";

    /// <summary>What Facebook calls where a user removed the app.</summary>
    public const string Deauthorize = "/facebook/deauthorize";

    /// <summary>What Facebook calls where a user wants to be forgotten; beneath it each code has a page that says what was done.</summary>
    public const string Deletion = "/facebook/deletion";

    private const int MostBody = 16 * 1024;

    private const string Deleted = "This diary has deleted all that Facebook gave it about the user: the tokens, the id, the name and the "
        + "list of pages. Copies of posts that the user had brought into a diary are entries of that diary. They are encrypted, belong to "
        + "its owner alone, and are not deleted by this request: its owner can delete them, and the whole diary, there.";

    /// <summary>Maps them; where the operator has no Meta app, none is there.</summary>
    public static void MapFacebook(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Callback, (HttpContext http, FacebookApp app, Consents consents, RateLimits limits) =>
            FileAnswers.Answer(http, () => Return(http, app, consents, limits)));
        endpoints.MapPost(Deauthorize, (HttpContext http, FacebookApp app, FacebookFarewell farewell) =>
            FileAnswers.Answer(http, () => Forget(http, app, farewell, DisconnectReason.AppRemoved)));
        endpoints.MapPost(Deletion, (HttpContext http, FacebookApp app, FacebookFarewell farewell) =>
            FileAnswers.Answer(http, () => Forget(http, app, farewell, DisconnectReason.DeletionAsked)));
        endpoints.MapGet($"{Deletion}/{{code}}", (HttpContext http, string code, FacebookApp app) =>
            app.Client is null || app.ReadDeletionCode(code) is not { } at
                ? Page(http, StatusCodes.Status404NotFound, "There is no such request", "The address is not one that this diary gave.")
                : Page(http, StatusCodes.Status200OK, "Deleted",
                    $"The request of {at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC was carried out. {Deleted}"));
    }

    private static async Task Return(HttpContext http, FacebookApp app, Consents consents, RateLimits limits)
    {
        limits.AdmitToken();
        var query = http.Request.Query;
        if (app.Client is not { } client
            || await consents.Take(client, query["state"], query["code"].FirstOrDefault(), http.RequestAborted) is not { } back)
        {
            limits.CountBadToken();
            await Page(http, StatusCodes.Status400BadRequest, "This did not work",
                "The address was used before, is older than ten minutes, or was not made here. Begin again in the diary.");
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Redirect(back.AbsoluteUri);
    }

    private static async Task Forget(HttpContext http, FacebookApp app, FacebookFarewell farewell, DisconnectReason why)
    {
        if (await Signed(http, app) is not { } request)
        {
            return;
        }

        await farewell.Forget(request, why, http.RequestAborted);
        if (why == DisconnectReason.DeletionAsked)
        {
            var code = app.DeletionCode(request);
            http.Response.ContentType = "application/json";
            await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
            json.WriteStartObject();
            json.WriteString("url", new Uri(app.PublicUrl, $"{Deletion}/{code}").AbsoluteUri);
            json.WriteString("confirmation_code", code);
            json.WriteEndObject();
        }
    }

    /// <summary>What Facebook signed; null where it did not, and that is answered.</summary>
    private static async Task<SignedRequest?> Signed(HttpContext http, FacebookApp app)
    {
        if (app.Client is not { } client)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return null;
        }

        var request = http.Request.HasFormContentType && http.Request.ContentLength is <= MostBody
            && (await http.Request.ReadFormAsync(http.RequestAborted))["signed_request"].FirstOrDefault() is { } text
            ? SignedRequest.Read(text, client.Options.ClientSecret) : null;
        http.Response.StatusCode = request is null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        return request;
    }

    private static Task Page(HttpContext http, int status, string title, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return http.Response.WriteAsync($"""
            <!doctype html><html lang="en"><meta charset="utf-8"><title>{WebUtility.HtmlEncode(title)}</title>
            <h1>{WebUtility.HtmlEncode(title)}</h1><p>{WebUtility.HtmlEncode(text)}</p></html>
            """, Encoding.UTF8);
    }
}
