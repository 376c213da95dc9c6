using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Diary.Archives;

/// <summary>
/// Reads Facebook's download in JSON, of every layout since 2018: files are known by the ends of their names. Posts come first, then photos
/// and videos that no post has. An item that stands there twice comes once.
/// </summary>
internal sealed partial class FacebookReader : ArchiveReader
{
    private static readonly string[] Roots =
        ["your_facebook_activity/", "your_activity_across_facebook/", "posts/", "photos_and_videos/"];

    private readonly ZipArchive _zip;
    private readonly TimeZoneInfo _zone;
    private readonly IReadOnlyList<(ZipArchiveEntry File, Kind Kind)> _lists;
    private readonly Dictionary<string, ZipArchiveEntry> _files = new(StringComparer.Ordinal);
    private readonly int _others;
    private int _empty;
    private int _twice;

    private FacebookReader(ZipArchive zip, TimeZoneInfo zone, IReadOnlyList<(ZipArchiveEntry File, Kind Kind)> lists)
    {
        (_zip, _zone, _lists) = (zip, zone, lists);
        var known = lists.Select(l => l.File).ToHashSet();
        foreach (var file in zip.Entries.Where(e => e.Length > 0 && !known.Contains(e)))
        {
            if (file.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                _others++;
                continue;
            }

            _files.TryAdd(WithoutWrapper(file.FullName), file);
        }
    }

    private enum Kind
    {
        Posts,
        Photos,
        Videos,
        Album,
    }

    public override int? Count => null;

    public override IReadOnlyList<string> Notes =>
    [
        .. Note(_empty, "Items without text, photo, place or link, passed over"),
        .. Note(_twice, "Items that stand in the download twice, taken once"),
        .. Note(_others, "Files of the download about other things than posts, photos and videos, not read"),
    ];

    /// <summary>Opens a download.</summary>
    public static ArchiveOpening Open(ZipArchive zip, TimeZoneInfo zone)
    {
        List<(ZipArchiveEntry, Kind)> lists = [.. zip.Entries
            .Select(e => (File: e, Kind: KindOf(e.FullName)))
            .Where(e => e.Kind is not null).Select(e => (e.File, Kind: e.Kind!.Value))
            .OrderBy(e => e.Kind).ThenBy(e => e.File.FullName.Length).ThenBy(e => e.File.FullName, StringComparer.Ordinal)];
        return lists.Count > 0 ? new ArchiveOpening.Opened(new FacebookReader(zip, zone, lists))
            : new ArchiveOpening.Refused(
                zip.Entries.Any(e => WebPage().IsMatch(e.FullName)) ? ArchiveRefusal.WebPages : ArchiveRefusal.OtherKind);
    }

    /// <inheritdoc/>
    public override IEnumerable<ArchivedItem> Read(int after)
    {
        var (position, keys, shown) = (0, new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        (_empty, _twice) = (0, 0);
        foreach (var (file, kind) in _lists)
        {
            using var stream = file.Open();
            using var json = JsonArrayReader.TryOpen(stream, NameOf(kind));
            while (json?.NextOrFlaw() is { } next)
            {
                position++;
                var (post, flaw) = next.Flaw is null ? PostOf(next.Item, kind) : (null, next.Flaw);
                if (post is null)
                {
                    if (position > after)
                    {
                        yield return new ArchivedItem(position, null, flaw);
                    }

                    if (next.Flaw is not null)
                    {
                        break; // of what is no JSON, nothing behind can be read
                    }
                }
                else if (IsNew(post, kind, keys, shown) && position > after)
                {
                    yield return new ArchivedItem(position, EntryOf(post), null);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override (ArchivedFile File, Func<Stream> Open)? Find(string key)
    {
        var file = _files.GetValueOrDefault(key) ?? _files.GetValueOrDefault(FacebookText.Repair(key));
        return file is null ? null : (new ArchivedFile(key, FileTypes.Of(file.Name), null, file.Length, null), file.Open);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _zip.Dispose();

    private static Kind? KindOf(string path) =>
        PostList().IsMatch(path) ? Kind.Posts
        : PhotoList().IsMatch(path) ? Kind.Photos
        : VideoList().IsMatch(path) ? Kind.Videos
        : AlbumList().IsMatch(path) ? Kind.Album
        : null;

    /// <summary>What the list is called in its file; null where it is all that there is.</summary>
    private static string? NameOf(Kind kind) => kind switch
    {
        Kind.Posts => null,
        Kind.Photos => "other_photos_v2",
        Kind.Videos => "videos_v2",
        _ => "photos",
    };

    private static (FacebookPost? Post, string? Flaw) PostOf(JsonElement item, Kind kind)
    {
        try
        {
            return (kind is Kind.Posts ? FacebookPost.OfPost(item) : FacebookPost.OfFile(item), null);
        }
        catch (ArchiveFlawException e)
        {
            return (null, e.Message);
        }
    }

    private bool IsNew(FacebookPost post, Kind kind, HashSet<string> keys, HashSet<string> shown)
    {
        if (post.IsEmpty)
        {
            _empty++;
            return false;
        }

        if (kind is not Kind.Posts && post.Files.All(shown.Contains))
        {
            return false; // a post has it, or another album
        }

        shown.UnionWith(post.Files);
        if (!keys.Add(post.Key))
        {
            _twice++;
            return false;
        }

        return true;
    }

    private ArchivedEntry EntryOf(FacebookPost post) => new(
        new ArchivedEntryHead(Guid.Empty, "FACEBOOK", null) { Origin = new ArchivedOrigin(post.Key, post.At, post.Text) },
        [new ArchivedVersion(1, "WRITTEN", post.At, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(post.At, _zone).DateTime), null,
            new ArchivedText(null, post.Body, null, post.Location, null, []), post.Files)]);

    private static IEnumerable<string> Note(int count, string what) =>
        count == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{what}: {count}.")];

    /// <summary>The path without a folder that whoever packed it again put around it.</summary>
    private static string WithoutWrapper(string path)
    {
        var rest = path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return !Roots.Any(r => path.StartsWith(r, StringComparison.Ordinal)) && Roots.Any(r => rest.StartsWith(r, StringComparison.Ordinal))
            ? rest : path;
    }

    [GeneratedRegex(@"(^|/)posts/your_posts(__check_ins__photos_and_videos)?_\d{1,6}\.json$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PostList();

    [GeneratedRegex(@"(^|/)your_uncategorized_photos\.json$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PhotoList();

    [GeneratedRegex(@"(^|/)your_videos\.json$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex VideoList();

    [GeneratedRegex(@"(^|/)album/\d{1,6}\.json$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AlbumList();

    [GeneratedRegex(@"(^|/)(your_posts[^/]*|start_here|index)\.html$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex WebPage();
}
