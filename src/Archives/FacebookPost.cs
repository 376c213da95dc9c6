using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Diary.Archives;

/// <summary>A post of Facebook's download, or a photo or video that stands alone.</summary>
/// <param name="At">When it was posted.</param>
/// <param name="Body">Its text, with what its attachments say and link to.</param>
/// <param name="Location">Where.</param>
/// <param name="Files">Paths of its photos and videos, as they stand in the download.</param>
/// <param name="IsEmpty">Whether it has neither text, file, place nor link: what Facebook notes of itself.</param>
internal sealed record FacebookPost(
    DateTimeOffset At, string Body, ArchivedLocation? Location, IReadOnlyList<string> Files, bool IsEmpty)
{
    private const int LongestPath = 1_000;
    private const int LongestTitle = 1_000;
    private const int LongestName = 500;
    private const long Earliest = 1_000_000_000; // 2001: before Facebook
    private const long Latest = 32_503_680_000; // the year 3000

    /// <summary>A post's own text, without what its attachments say; null for a file that no post has.</summary>
    public string? Text { get; private init; }

    /// <summary>What tells it from others, without a word of it.</summary>
    public string Key
    {
        get
        {
            var bytes = Encoding.UTF8.GetBytes(string.Join('\n', Files.Order(StringComparer.Ordinal)
                .Prepend(Body).Prepend(At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))));
            var key = Convert.ToHexString(SHA256.HashData(bytes));
            CryptographicOperations.ZeroMemory(bytes);
            return key;
        }
    }

    /// <summary>Reads a post.</summary>
    /// <exception cref="ArchiveFlawException">It is of another form.</exception>
    public static FacebookPost OfPost(JsonElement post)
    {
        var paragraphs = new List<string>();
        foreach (var part in post.Member("data").List("data"))
        {
            Add(paragraphs, part.Member("post"), "post");
        }

        var own = string.Join("\n\n", paragraphs);
        var (files, location) = (new List<string>(), (ArchivedLocation?)null);
        var attached = post.Member("attachments").List("attachments").SelectMany(a => a.Member("data").List("attachments"));
        foreach (var attachment in attached)
        {
            if (attachment.Member("media") is { } media && PathOf(media) is { } path)
            {
                files.Add(path);
                Add(paragraphs, media.Member("description"), "description");
            }

            Add(paragraphs, attachment.Member("text"), "text");
            location ??= attachment.Member("place") is { } place ? Place(place) : null;
            if (attachment.Member("external_context") is { } link)
            {
                Add(paragraphs, link.Member("name"), "name");
                Add(paragraphs, link.Member("url"), "url");
            }
        }

        var isEmpty = paragraphs.Count == 0 && files.Count == 0 && location is null;
        if (paragraphs.Count == 0)
        {
            Add(paragraphs, post.Member("title"), "title", LongestTitle); // "Ann added a new photo."
        }

        return new FacebookPost(TimeOf(post.Member("timestamp")), string.Join("\n\n", paragraphs), location,
            [.. files.Distinct(StringComparer.Ordinal)], isEmpty)
        {
            Text = own,
        };
    }

    /// <summary>Reads a photo or a video of an album, or of none.</summary>
    /// <exception cref="ArchiveFlawException">It is of another form.</exception>
    public static FacebookPost OfFile(JsonElement media)
    {
        var paragraphs = new List<string>();
        Add(paragraphs, media.Member("description"), "description");
        if (paragraphs.Count == 0)
        {
            Add(paragraphs, media.Member("title"), "title", LongestTitle);
        }

        string[] files = PathOf(media) is { } path ? [path] : [];
        return new FacebookPost(
            TimeOf(media.Member("creation_timestamp")), string.Join("\n\n", paragraphs), null, files, files.Length == 0);
    }

    /// <summary>Adds a text that does not stand there already: an attachment's often repeats the post's.</summary>
    private static void Add(List<string> paragraphs, JsonElement? member, string name, int atMost = int.MaxValue)
    {
        var text = FacebookText.Repair(member.Text(name, atMost) ?? "").Trim();
        if (text.Length > 0 && !paragraphs.Exists(p => p.Contains(text, StringComparison.Ordinal)))
        {
            paragraphs.Add(text);
        }
    }

    private static string? PathOf(JsonElement media) => media.Member("uri").Text("uri", LongestPath) is { Length: > 0 } uri ? uri : null;

    private static ArchivedLocation? Place(JsonElement place)
    {
        var name = FacebookText.Repair(place.Member("name").Text("name", LongestName) ?? "").Trim();
        var at = place.Member("coordinate");
        var (latitude, longitude) = at is { } c
            ? (c.Member("latitude").Number("latitude", 90), c.Member("longitude").Number("longitude", 180)) : (null, null);
        (latitude, longitude) = latitude is null || longitude is null ? (null, null) : (latitude, longitude);
        return name.Length == 0 && latitude is null ? null
            : new ArchivedLocation(name.Length == 0 ? null : name, latitude, longitude);
    }

    private static DateTimeOffset TimeOf(JsonElement? member) =>
        member is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var seconds) && seconds is >= Earliest and < Latest
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw new ArchiveFlawException("has no timestamp.");
}
