using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Diary.Archives;

/// <summary>Reads this diary's own JSON export: a file an entry, in the order of their names.</summary>
internal sealed class DiaryReader : ArchiveReader
{
    private static readonly string[] Kinds = ["WRITTEN", "EDITED", "RESTORED", "TAGGED", "IMPORTED", "MEDIA_ATTACHED", "MEDIA_DETACHED"];
    private const int LongestKey = 100;

    private readonly ZipArchive _zip;
    private readonly ZipArchiveEntry[] _files;
    private readonly Dictionary<string, ZipArchiveEntry> _media;

    private DiaryReader(ZipArchive zip, string root)
    {
        _zip = zip;
        _files = [.. zip.Entries
            .Where(e => e.FullName.StartsWith(root + DiaryLayout.Entries, StringComparison.Ordinal)
                && e.Name.EndsWith(".json", StringComparison.Ordinal))
            .OrderBy(e => e.FullName, StringComparer.Ordinal)];
        _media = zip.Entries
            .Where(e => e.FullName.StartsWith(root + DiaryLayout.Media, StringComparison.Ordinal)
                && e.Name.EndsWith(DiaryLayout.About, StringComparison.Ordinal))
            .GroupBy(e => KeyOf(e.Name), StringComparer.Ordinal).Where(g => g.Key.Length > 0)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    public override int? Count => _files.Length;

    public static ArchiveOpening Open(ZipArchive zip)
    {
        // Whoever packs it again may put a folder around it.
        var manifest = zip.Entries.Where(e => e.Name == DiaryLayout.Manifest).MinBy(e => e.FullName.Length);
        if (manifest is null)
        {
            return new ArchiveOpening.Refused(ArchiveRefusal.OtherKind);
        }

        using var stream = manifest.Open();
        using var json = new JsonArrayReader(stream, "none");
        if (json["format"].Text("format") != DiaryLayout.Format)
        {
            return new ArchiveOpening.Refused(ArchiveRefusal.OtherKind);
        }

        if (json["version"] is not { ValueKind: JsonValueKind.Number } version || !version.TryGetInt32(out var number) || number != 1)
        {
            return new ArchiveOpening.Refused(ArchiveRefusal.NewerVersion);
        }

        if (json["files"].Text("files") == "markdown")
        {
            return new ArchiveOpening.Refused(ArchiveRefusal.ForPeople);
        }

        if (json["tier"].Text("tier") == "E2E")
        {
            return new ArchiveOpening.Refused(ArchiveRefusal.SealedByClient);
        }

        return new ArchiveOpening.Opened(new DiaryReader(zip, manifest.FullName[..^manifest.Name.Length]));
    }

    public override IEnumerable<ArchivedItem> Read(int after)
    {
        for (var i = after; i < _files.Length; i++)
        {
            yield return Item(i);
        }
    }

    public override (ArchivedFile File, Func<Stream> Open)? Find(string key)
    {
        if (!_media.TryGetValue(key, out var about) || _zip.GetEntry(about.FullName[..^DiaryLayout.About.Length]) is not { } content)
        {
            return null;
        }

        try
        {
            using var stream = about.Open();
            using var json = new JsonArrayReader(stream, "none");
            var hash = json["sha256"] is { } text ? text.TryGetBytesFromBase64(out var bytes) ? bytes : null : null;
            return (new ArchivedFile(key, json["contentType"].Text("contentType") ?? "", json["fileName"].Text("fileName"),
                content.Length, hash), content.Open);
        }
        catch (Exception e) when (e is ArchiveFlawException or InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }

    protected override void Dispose(bool disposing) => _zip.Dispose();

    /// <summary>The UUID at the end of a name; empty where there is none.</summary>
    private static string KeyOf(string about)
    {
        const int length = 36;
        var name = Path.GetFileNameWithoutExtension(about[..^DiaryLayout.About.Length]);
        return name.Length >= length && Guid.TryParseExact(name[^length..], "D", out var id) ? id.ToString("D") : "";
    }

    private ArchivedItem Item(int i)
    {
        try
        {
            using var stream = _files[i].Open();
            using var json = new JsonArrayReader(stream, "versions");
            var id = json["id"].Text("id") is { } text && Guid.TryParse(text, out var parsed) ? parsed : Guid.Empty;
            var head = new ArchivedEntryHead(id, json["source"].Text("source") ?? "DIARY", json["deletedAt"].Time("deletedAt"));
            return json.Next() is null ? new ArchivedItem(i + 1, null, "has no version.")
                : new ArchivedItem(i + 1, new ArchivedEntry(head, Versions(_files[i])), null);
        }
        catch (ArchiveFlawException e)
        {
            return new ArchivedItem(i + 1, null, e.Message);
        }
        catch (InvalidDataException)
        {
            return new ArchivedItem(i + 1, null, "is damaged.");
        }
    }

    private static IEnumerable<ArchivedVersion> Versions(ZipArchiveEntry file)
    {
        using var stream = file.Open();
        using var json = new JsonArrayReader(stream, "versions");
        for (var number = 1; Next(json) is { } version; number++)
        {
            yield return Version(version, number);
        }
    }

    private static JsonElement? Next(JsonArrayReader json)
    {
        try
        {
            return json.Next();
        }
        catch (InvalidDataException e)
        {
            throw new ArchiveFlawException("is damaged.", e);
        }
    }

    private static ArchivedVersion Version(JsonElement version, int number)
    {
        var date = version.Member("entryDate").Text("entryDate") is { } day
            && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
                ? parsed : throw new ArchiveFlawException("has no entryDate.");
        var content = version.Member("content") ?? throw new ArchiveFlawException("has a version without content.");
        var (location, weather) = (content.Member("location"), content.Member("weather"));
        return new ArchivedVersion(
            number,
            version.Member("kind").Text("kind") is { } kind && Kinds.Contains(kind) ? kind : "WRITTEN",
            version.Member("recordedAt").Time("recordedAt") ?? throw new ArchiveFlawException("has a version without recordedAt."),
            date,
            version.Member("timeZone").Zone(),
            new ArchivedText(
                content.Member("title").Title(),
                content.Member("body").Text("body") ?? throw new ArchiveFlawException("has a version without body."),
                content.Member("mood").Mood(),
                location is not { } l ? null : new ArchivedLocation(
                    l.Member("name").Name("location"), l.Member("latitude").Number("latitude", 90),
                    l.Member("longitude").Number("longitude", 180)),
                weather is not { } w ? null : new ArchivedWeather(
                    w.Member("condition").Name("weather"), w.Member("temperatureC").Number("temperatureC", 150)),
                version.Member("tags").Tags()),
            [.. version.Member("media").List("media").Select(m => ((JsonElement?)m).Text("media", LongestKey)).OfType<string>()]);
    }
}
