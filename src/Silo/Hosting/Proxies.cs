using Microsoft.AspNetCore.HttpOverrides;

namespace Diary.Silo.Hosting;

/// <summary>Believes proxies whose requests those are. Without any that are trusted, the connection's address is the client's.</summary>
internal static class Proxies
{
    /// <summary>Takes the client's address from <c>X-Forwarded-For</c> where a trusted proxy sent it: the last that is none's.</summary>
    public static void Trust(WebApplication app, IReadOnlyList<System.Net.IPNetwork> proxies)
    {
        if (proxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(proxy);
        }

        app.UseForwardedHeaders(options);
    }
}
