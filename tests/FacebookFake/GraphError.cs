using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Diary.FacebookFake;

/// <summary>An error as the Graph API tells it.</summary>
public sealed record GraphError(
    int Code, int? Subcode, string Message, int Status = 400, string Type = "OAuthException", bool IsTransient = false)
{
    /// <summary>Something failed there.</summary>
    public static GraphError Unknown { get; } = new(1, null, "An unknown error occurred", 500);

    /// <summary>The service is down.</summary>
    public static GraphError Down { get; } = new(2, null, "Service temporarily unavailable", 500, IsTransient: true);

    /// <summary>Too much was asked for.</summary>
    public static GraphError TooMuch { get; } =
        new(1, null, "Please reduce the amount of data you're asking for, then retry your request", 500);

    /// <summary>The app's limit.</summary>
    public static GraphError AppLimit { get; } = new(4, null, "(#4) Application request limit reached", 403, IsTransient: true);

    /// <summary>The user's limit.</summary>
    public static GraphError UserLimit { get; } = new(17, null, "(#17) User request limit reached", IsTransient: true);

    /// <summary>The page's limit.</summary>
    public static GraphError PageLimit { get; } = new(32, null, "(#32) Page request limit reached", IsTransient: true);

    /// <summary>An expired token.</summary>
    public static GraphError Expired { get; } = new(190, 463, "Error validating access token: Session has expired.", 401);

    /// <summary>The password was changed.</summary>
    public static GraphError PasswordChanged { get; } = new(190, 460,
        "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed "
        + "the session for security reasons.");

    /// <summary>The app was removed.</summary>
    public static GraphError AppRemoved { get; } = new(190, 458,
        "Error validating access token: The user has not authorized application.");

    /// <summary>No token.</summary>
    public static GraphError NoToken { get; } =
        new(2500, null, "An active access token must be used to query information about the current user.");

    /// <summary>Not a token.</summary>
    public static GraphError BadToken { get; } = new(190, null, "The access token could not be decrypted");

    /// <summary>The role at a page is gone.</summary>
    public static GraphError RoleGone { get; } = new(190, 492,
        "Error validating access token: Session does not match current stored session.");

    /// <summary>A permission is missing.</summary>
    public static GraphError NoPermission { get; } = new(200, null, "(#200) Permissions error", 403);

    /// <summary>The same text again.</summary>
    public static GraphError SameAgain { get; } = new(506, null, "Duplicate status message");

    /// <summary>Blocked for a while.</summary>
    public static GraphError Blocked { get; } =
        new(368, 1390008, "The action attempted has been deemed abusive or is otherwise disallowed");

    /// <summary>No such object, or not for this caller.</summary>
    public static GraphError Missing(string id) => new(100, 33,
        $"Unsupported get request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support "
        + "this operation.", Type: "GraphMethodException");

    /// <summary>A parameter that does not do.</summary>
    public static GraphError BadParameter(string message, string type = "OAuthException") => new(100, null, message, Type: type);

    /// <summary>As it is sent.</summary>
    public JsonObject Envelope()
    {
        var error = new JsonObject { ["message"] = Message, ["type"] = Type, ["code"] = Code };
        if (Subcode is { } subcode)
        {
            error["error_subcode"] = subcode;
        }

        if (IsTransient)
        {
            error["is_transient"] = true;
        }

        error["fbtrace_id"] = "AFakeTraceId00000000000";
        return new JsonObject { ["error"] = error };
    }

    internal Task Send(HttpContext http)
    {
        http.Response.StatusCode = Status;
        http.Response.ContentType = "text/javascript; charset=UTF-8";
        return http.Response.WriteAsync(Envelope().ToJsonString(), http.RequestAborted);
    }
}

/// <summary>Ends a request with an error.</summary>
internal sealed class GraphErrorException(GraphError error) : Exception(error.Message)
{
    public GraphError Error => error;
}
