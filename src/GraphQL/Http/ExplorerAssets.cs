using System.Collections.Concurrent;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Diary.GraphQL.Http;

/// <summary>
/// The explorer's scripts and styles, embedded in the assembly. The page names each with the hash of its content, so browsers may keep
/// it for ever; each is compressed once, when it is first asked for.
/// </summary>
internal sealed class ExplorerAssets
{
    private const string Folder = "wwwroot/";
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _compressed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Asset> _assets;

    public ExplorerAssets()
    {
        _assets = typeof(ExplorerAssets).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && !name.EndsWith(".html", StringComparison.Ordinal))
            .Select(name => name[Folder.Length..])
            .ToDictionary(name => name, name => new Asset(Bytes(name), TypeOf(name)), StringComparer.Ordinal);
    }

    /// <summary>Puts the assets' addresses into the page, in place of <c>{{name}}</c>.</summary>
    public string Link(string page, string path) =>
        _assets.Aggregate(page, (text, asset) =>
            text.Replace($"{{{{{asset.Key}}}}}", $"{path}/{asset.Key}?v={asset.Value.Version}", StringComparison.Ordinal));

    /// <summary>The text of an embedded file.</summary>
    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    /// <summary>Answers a request for one asset: 200, 304 where the browser has it, 404 where there is none.</summary>
    public async Task Handle(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (http.Request.RouteValues["asset"] is not string name || !_assets.TryGetValue(name, out var asset))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var named = http.Request.Query["v"] == asset.Version;
        http.Response.Headers.CacheControl = named ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.Vary = "Accept-Encoding";
        http.Response.Headers.ETag = $"\"{asset.Version}\"";
        if (http.Request.Headers.IfNoneMatch == http.Response.Headers.ETag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        http.Response.ContentType = asset.ContentType;
        var body = asset.Content;
        if (http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.ContentEncoding = "br";
            body = _compressed.GetOrAdd(name, _ => new Lazy<byte[]>(() => Compress(asset.Content))).Value;
        }
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static byte[] Bytes(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Optimal))
            brotli.Write(content);
        return compressed.ToArray();
    }

    private static string TypeOf(string name) =>
        name.EndsWith(".css", StringComparison.Ordinal) ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";

    private sealed record Asset(byte[] Content, string ContentType)
    {
        public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Content))[..16];
    }
}
