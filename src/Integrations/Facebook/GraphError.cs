using System.Text.Json;

namespace Diary.Integrations.Facebook;

/// <summary>
/// An error as the Graph API writes it. Code and subcode tell what it is; the status does not, nor the text but for "reduce the amount".
/// </summary>
internal sealed record GraphError(int Code, int? Subcode, bool IsTransient, bool IsTooMuch, string? TraceId)
{
    /// <summary>The error in an answer, whatever its status; null where it has none.</summary>
    public static GraphError? In(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
            && Number(error, "code") is { } code
            ? new GraphError(code, Number(error, "error_subcode"),
                error.TryGetProperty("is_transient", out var transient) && transient.ValueKind == JsonValueKind.True,
                code == 1 && error.Text("message")?.Contains("reduce the amount", StringComparison.OrdinalIgnoreCase) is true,
                Trace(error.Text("fbtrace_id")))
            : null;

    /// <summary>What it asks of the caller.</summary>
    public GraphFault Fault => (Code, Subcode) switch
    {
        (1, _) when IsTooMuch => GraphFault.TooMuch,
        (1 or 2, _) => GraphFault.Unavailable,
        (4 or 341, _) => GraphFault.AppLimit,
        (17 or 613, _) => GraphFault.UserLimit,
        (32 or 80001, _) => GraphFault.PageLimit,
        (368, 1404082) or (506, _) => GraphFault.SameAgain,
        (368, 4854002) or (190, 459) => GraphFault.Checkpoint,
        (368, _) => GraphFault.Blocked,
        (190, 458) => GraphFault.AppRemoved,
        (190, 492) => GraphFault.RoleGone,
        (102 or 190, _) => GraphFault.TokenDead,
        (3 or 10 or (>= 200 and <= 299), _) => GraphFault.PermissionMissing,
        (100, 33) or (803, _) => GraphFault.Missing,
        _ => IsTransient ? GraphFault.Unavailable : GraphFault.Refused,
    };

    private static int? Number(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number : null;

    /// <summary>It is logged: letters, digits, dashes, and not many.</summary>
    private static string? Trace(string? text) =>
        text is { Length: > 0 and <= 64 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? text : null;
}

/// <summary>Members of answers.</summary>
internal static class GraphJson
{
    /// <summary>A text; null where it is absent, or something else.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    /// <summary>A whole number; null where it is absent, or something else.</summary>
    public static long? Long(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number) ? number : null;

    /// <summary>An object; null where it is absent, or something else.</summary>
    public static JsonElement? Object(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? value : null;

    /// <summary>The objects of a list; none where it is absent, or something else.</summary>
    public static IEnumerable<JsonElement> Objects(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object) : [];
}
