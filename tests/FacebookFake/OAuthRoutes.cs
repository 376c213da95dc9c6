using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Diary.FacebookFake;

/// <summary>The dialog, tokens and permissions.</summary>
internal static class OAuthRoutes
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongLifetime = TimeSpan.FromSeconds(5_183_944);

    public static Task Dialog(GraphCall call)
    {
        var (world, redirect, state) = (call.World, call["redirect_uri"], call["state"]);
        if (call["client_id"] != world.AppId || redirect is null || !world.RedirectUris.Contains(redirect) || state is null)
        {
            call.Http.Response.StatusCode = 400;
            return call.Http.Response.WriteAsync("URL Blocked: this redirect failed, because the URI is not on the app's list.");
        }

        if (world.DeniesAll || world.SignedIn is not { } user)
        {
            call.Http.Response.Redirect($"{redirect}?error=access_denied&error_reason=user_denied&error_code=200"
                + $"&error_description=Permissions+error&state={Uri.EscapeDataString(state)}");
            return Task.CompletedTask;
        }

        foreach (var scope in (call["scope"] ?? "public_profile").Split(','))
        {
            (user.Declines.Contains(scope) ? user.Declined : user.Granted).Add(scope);
            (user.Declines.Contains(scope) ? user.Granted : user.Declined).Remove(scope);
        }

        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        world.Codes[code] = (user, redirect, world.Now + CodeLifetime);
        call.Http.Response.Redirect($"{redirect}?code={code}&state={Uri.EscapeDataString(state)}");
        return Task.CompletedTask;
    }

    public static Task AccessToken(GraphCall call)
    {
        var world = call.World;
        if (call["client_id"] != world.AppId || call["client_secret"] != world.AppSecret)
        {
            throw new GraphErrorException(GraphError.BadParameter("Error validating client secret."));
        }

        return call["grant_type"] switch
        {
            "client_credentials" => call.Answer(Token(world.Issue(TokenKind.App, null, null, null), null)),
            "fb_exchange_token" => call.Answer(Exchange(world, call["fb_exchange_token"])),
            _ => call.Answer(Redeem(call)),
        };
    }

    public static Task DebugToken(GraphCall call)
    {
        var world = call.World;
        if (call.TokenText is not { } own || GraphCall.Find(world, own) is not { Kind: TokenKind.App })
        {
            throw new GraphErrorException(GraphError.BadToken);
        }

        if (call["input_token"] is not { } text || GraphCall.Find(world, text) is not { } token)
        {
            return call.Answer(new JsonObject { ["data"] = Invalid(GraphError.BadToken) });
        }

        if (token.OtherApp is null && GraphCall.Fault(world, token) is { } fault)
        {
            return call.Answer(new JsonObject { ["data"] = Invalid(fault) });
        }

        var facts = new JsonObject
        {
            ["app_id"] = token.OtherApp ?? world.AppId,
            ["type"] = token.Kind switch { TokenKind.Page => "PAGE", TokenKind.App => "APP", _ => "USER" },
            ["application"] = "Diary",
            ["data_access_expires_at"] = (token.IssuedAt + TimeSpan.FromDays(90)).ToUnixTimeSeconds(),
            ["expires_at"] = token.ExpiresAt?.ToUnixTimeSeconds() ?? 0,
            ["is_valid"] = true,
            ["scopes"] = new JsonArray([.. (token.User?.Granted ?? []).Select(g => (JsonNode?)g)]),
        };
        if (token.Kind == TokenKind.Long)
        {
            facts["issued_at"] = token.IssuedAt.ToUnixTimeSeconds();
        }

        if (token.User is { } user)
        {
            facts["user_id"] = user.Id;
        }

        return call.Answer(new JsonObject { ["data"] = facts });
    }

    public static Task Me(GraphCall call)
    {
        var user = call.Token(TokenKind.Short, TokenKind.Long).User!;
        return call.Answer(new JsonObject { ["id"] = user.Id, ["name"] = user.Name });
    }

    public static Task Permissions(GraphCall call)
    {
        var user = call.Token(TokenKind.Short, TokenKind.Long).User!;
        if (HttpMethods.IsDelete(call.Http.Request.Method))
        {
            user.RemovedAppAt = call.World.Now;
            user.Granted.Clear();
            return call.Answer(new JsonObject { ["success"] = true });
        }

        var rows = user.Granted.Select(p => (JsonNode)Row(p, "granted")).Concat(user.Declined.Select(p => Row(p, "declined")));
        return call.Answer(new JsonObject { ["data"] = new JsonArray([.. rows]) });
    }

    private static JsonObject Redeem(GraphCall call)
    {
        var world = call.World;
        if (call["code"] is not { } code || !world.Codes.Remove(code, out var grant) || grant.Until <= world.Now)
        {
            throw new GraphErrorException(GraphError.BadParameter("This authorization code has been used."));
        }

        return string.Equals(call["redirect_uri"], grant.RedirectUri, StringComparison.Ordinal)
            ? Token(world.Issue(TokenKind.Short, grant.User, null, ShortLifetime), ShortLifetime)
            : throw new GraphErrorException(GraphError.BadParameter(
                "Error validating verification code. Please make sure your redirect_uri is identical to the one you used."));
    }

    private static JsonObject Exchange(World world, string? text)
    {
        if (text is null || GraphCall.Find(world, text) is not { User: { } user } token)
        {
            throw new GraphErrorException(GraphError.BadToken);
        }

        if (GraphCall.Fault(world, token) is { } fault)
        {
            throw new GraphErrorException(fault);
        }

        var left = token.Kind == TokenKind.Long && !world.ProlongsTokens ? token.ExpiresAt!.Value - world.Now : LongLifetime;
        return Token(world.Issue(TokenKind.Long, user, null, left), left);
    }

    private static JsonObject Token(FakeToken token, TimeSpan? lifetime)
    {
        var json = new JsonObject { ["access_token"] = token.Value, ["token_type"] = "bearer" };
        if (lifetime is { } left)
        {
            json["expires_in"] = (long)left.TotalSeconds;
        }

        return json;
    }

    private static JsonObject Invalid(GraphError error) => new()
    {
        ["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message, ["subcode"] = error.Subcode ?? 0 },
        ["is_valid"] = false,
        ["scopes"] = new JsonArray(),
    };

    private static JsonObject Row(string permission, string status) => new JsonObject { ["permission"] = permission, ["status"] = status };
}
