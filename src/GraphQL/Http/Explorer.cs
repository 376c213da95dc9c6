using System.Text;
using Microsoft.AspNetCore.Http;

namespace Diary.GraphQL.Http;

/// <summary>
/// GraphiQL, for people who open the endpoint in a browser. All of it comes from us, and the page may load and call nothing else.
/// A token is typed into its headers tab and is not kept.
/// </summary>
internal sealed class Explorer
{
    // GraphiQL sets style attributes, hence unsafe-inline for styles; scripts are files of ours only.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly bool _served;
    private readonly byte[] _page;

    public Explorer(GraphQLOptions options, ExplorerAssets assets)
    {
        _served = options.Explorer && !options.TrustedDocumentsOnly;
        _page = Encoding.UTF8.GetBytes(assets.Link(ExplorerAssets.Text("explorer.html"), $"{options.Path}/assets"));
    }

    /// <summary>Whether the request is a browser's that opens the page.</summary>
    public bool IsWanted(HttpRequest request) => _served && MediaTypes.PrefersHtml(request.Headers.Accept);

    public async Task WritePage(HttpContext http)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.ContentLength = _page.Length;
        await http.Response.Body.WriteAsync(_page, http.RequestAborted);
    }
}
