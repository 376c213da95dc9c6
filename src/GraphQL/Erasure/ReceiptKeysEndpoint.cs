using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Diary.GraphQL.Erasure;

/// <summary>Publishes the keys that verify receipts, to everyone.</summary>
public static class ReceiptKeysEndpoint
{
    /// <summary>Where.</summary>
    public const string Path = "/.well-known/diary-receipts.json";

    /// <summary>Maps it: 200 with a JWK Set, or 304 where the caller has it. It may be kept for an hour.</summary>
    public static IEndpointConventionBuilder MapReceiptKeys(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(Path, async (HttpContext http, ReceiptSigner signer) =>
        {
            var body = Encoding.UTF8.GetBytes((await signer.PublicKeys(http.RequestAborted)).Print());
            http.Response.Headers.CacheControl = "public, max-age=3600";
            http.Response.Headers.ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}\"";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers.AccessControlAllowOrigin = "*"; // public, and verified in browsers too
            if (http.Request.Headers.IfNoneMatch == http.Response.Headers.ETag)
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            http.Response.ContentType = "application/json";
            http.Response.ContentLength = body.Length;
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
        });
}
