using System.Net.Http.Headers;
using System.Text.Json;

namespace Diary.Integrations.Facebook;

/// <summary>How much of a budget is used, as an answer's headers tell. They are there only after enough calls.</summary>
/// <param name="AppPercent">Of the app's, in per cent; 0 where nothing is told.</param>
/// <param name="PagePercent">Of the page's.</param>
/// <param name="Regain">After what time the page's is free again, where it is used up.</param>
public readonly record struct GraphUsage(int AppPercent, int PagePercent, TimeSpan? Regain)
{
    private const int MostMinutes = 24 * 60;
    private static readonly string[] Measures = ["call_count", "total_time", "total_cputime"];

    /// <summary>Reads the headers; what is malformed says nothing.</summary>
    internal static GraphUsage Of(HttpResponseHeaders headers)
    {
        var app = Parse(headers, "X-App-Usage") is { } usage ? Most(usage) : 0;
        var (page, minutes) = (0, 0);
        if (Parse(headers, "X-Business-Use-Case-Usage") is { ValueKind: JsonValueKind.Object } cases)
        {
            foreach (var entry in cases.EnumerateObject().SelectMany(c => cases.Objects(c.Name)))
            {
                page = Math.Max(page, Most(entry));
                minutes = Math.Max(minutes, (int)Math.Clamp(entry.Long("estimated_time_to_regain_access") ?? 0, 0, MostMinutes));
            }
        }

        return new GraphUsage(app, page, minutes > 0 ? TimeSpan.FromMinutes(minutes) : null);
    }

    private static int Most(JsonElement usage) => (int)Measures.Max(n => Math.Clamp(usage.Long(n) ?? 0, 0, 1_000));

    private static JsonElement? Parse(HttpResponseHeaders headers, string name)
    {
        if (!headers.TryGetValues(name, out var values))
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(values.First());
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
