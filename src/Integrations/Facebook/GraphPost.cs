using System.Globalization;
using System.Text.Json;

namespace Diary.Integrations.Facebook;

/// <summary>A post of a user.</summary>
/// <param name="Id">owner_post.</param>
/// <param name="CreatedAt">To the second.</param>
/// <param name="Message">Its text; null where it has none.</param>
/// <param name="Story">What Facebook says of it, such as that somebody added a photo.</param>
/// <param name="Privacy">Who sees it; empty where that is unknown.</param>
/// <param name="Place">Where it was posted.</param>
/// <param name="Links">Pages that it shares: title and address.</param>
/// <param name="Photos">Its photos.</param>
/// <param name="Others">How many attachments of other kinds it has, such as videos.</param>
public sealed record GraphPost(string Id, DateTimeOffset CreatedAt, string? Message, string? Story, string Privacy, GraphPlace? Place,
    IReadOnlyList<GraphShare> Links, IReadOnlyList<GraphPhoto> Photos, int Others)
{
    internal const string Fields = "id,message,story,created_time,privacy,place";

    internal const string FieldsOfAttachments = $"attachments{{{FieldsOfAttachment},subattachments{{{FieldsOfAttachment}}}}}";

    private const string FieldsOfAttachment = "type,media_type,title,url,unshimmed_url,target,media";

    private const int MostAttachments = 200;

    /// <summary>Reads one; null where it has no id or no time.</summary>
    internal static GraphPost? Read(JsonElement json)
    {
        if (json.Text("id") is not { Length: > 0 and <= 200 } id || GraphTime.Of(json, "created_time") is not { } created)
        {
            return null;
        }

        var (links, photos, others) = (new List<GraphShare>(), new List<GraphPhoto>(), 0);
        foreach (var attachment in Attachments(json).Take(MostAttachments))
        {
            var address = attachment.Text("unshimmed_url") ?? attachment.Text("url");
            if (attachment.Object("media")?.Object("image")?.Text("src") is { Length: > 0 } source
                && attachment.Text("type")?.StartsWith("video", StringComparison.Ordinal) is not true
                && attachment.Text("media_type") is not ("link" or "video"))
            {
                photos.Add(new GraphPhoto(attachment.Object("target")?.Text("id") ?? source.Split('?')[0], source));
            }
            else if (attachment.Text("media_type") == "link" && address is not null)
            {
                links.Add(new GraphShare(attachment.Text("title"), address));
            }
            else
            {
                others++;
            }
        }

        return new GraphPost(id, created, json.Text("message"), json.Text("story"), json.Object("privacy")?.Text("value") ?? "",
            GraphPlace.Read(json), links, photos, others);
    }

    /// <summary>An album's own line is no attachment: what it holds is.</summary>
    private static IEnumerable<JsonElement> Attachments(JsonElement json) =>
        (json.Object("attachments")?.Objects("data") ?? []).SelectMany(a =>
            a.Object("subattachments")?.Objects("data").ToList() is { Count: > 0 } inner ? inner : [a]);
}

/// <summary>A page that a post shares.</summary>
public sealed record GraphShare(string? Title, string Url);

/// <summary>A photo of a post.</summary>
/// <param name="Id">What it is known by.</param>
/// <param name="Url">Where it is for a while: the address is signed.</param>
public sealed record GraphPhoto(string Id, string Url)
{
    /// <summary>Not its address.</summary>
    public override string ToString() => nameof(GraphPhoto);
}

/// <summary>Where a post was posted.</summary>
public sealed record GraphPlace(string? Name, double? Latitude, double? Longitude)
{
    internal static GraphPlace? Read(JsonElement json)
    {
        if (json.Object("place") is not { } place)
        {
            return null;
        }

        var location = place.Object("location") ?? default;
        var (latitude, longitude) = (Degrees(location, "latitude", 90), Degrees(location, "longitude", 180));
        return place.Text("name") is null && latitude is null ? null
            : new GraphPlace(place.Text("name"), longitude is null ? null : latitude, latitude is null ? null : longitude);
    }

    private static double? Degrees(JsonElement location, string name, double most) =>
        location.ValueKind == JsonValueKind.Object && location.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var degrees) && Math.Abs(degrees) <= most ? degrees : null;
}

/// <summary>Times as the Graph API writes them: with an offset that has no colon, or as seconds since 1970.</summary>
internal static class GraphTime
{
    public static DateTimeOffset? Of(JsonElement json, string name) =>
        json.Text(name) is { } text
            ? DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal,
                out var time) ? time : null
            : json.Long(name) is { } seconds and >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
