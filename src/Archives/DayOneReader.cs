using System.IO.Compression;
using System.Text.Json;

namespace Diary.Archives;

/// <summary>
/// Reads Day One's JSON export: a ZIP with a JSON file for each journal beside folders of media, or such a JSON file alone. Entries come in
/// the order of the files' names, and within a file as they stand there.
/// </summary>
internal sealed class DayOneReader(ZipArchive? zip, IReadOnlyList<(string Folder, Func<Stream> Open)> journals) : ArchiveReader
{
    private const int LongestHash = 64;

    /// <summary>What an entry calls its files, and the folder that they are in.</summary>
    private static readonly (string Member, string Folder)[] Media =
        [("photos", "photos/"), ("videos", "videos/"), ("audios", "audios/"), ("pdfAttachments", "pdfs/")];

    private readonly Dictionary<string, ZipArchiveEntry> _files = (zip?.Entries ?? []).Where(e => e.Length > 0)
        .GroupBy(e => Path.ChangeExtension(e.FullName, null), StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    private static readonly string[] Places = ["placeName", "localityName", "country"];

    public override int? Count => null;

    public static ArchiveOpening Open(ZipArchive zip)
    {
        // At the root, or in the one folder that whoever packed it again put around it.
        List<ZipArchiveEntry> files = [.. zip.Entries
            .Where(e => e.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && e.Name != DiaryLayout.Manifest
                && e.FullName.Count(c => c == '/') <= 1 && !e.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal))
            .OrderBy(e => e.FullName, StringComparer.Ordinal)];
        return files.Exists(HasEntries)
            ? new ArchiveOpening.Opened(new DayOneReader(zip,
                [.. files.Where(HasEntries).Select(f => (f.FullName[..^f.Name.Length], (Func<Stream>)f.Open))]))
            : new ArchiveOpening.Refused(ArchiveRefusal.OtherKind);
    }

    public override IEnumerable<ArchivedItem> Read(int after)
    {
        var position = 0;
        foreach (var (folder, open) in journals)
        {
            using var stream = open();
            using var json = JsonArrayReader.TryOpen(stream, "entries");
            while (json?.NextOrFlaw() is { } next)
            {
                position++;
                if (next.Flaw is not null)
                {
                    yield return new ArchivedItem(position, null, next.Flaw);
                    break; // of what is no JSON, nothing behind can be read
                }

                if (position > after)
                {
                    yield return Item(position, next.Item, folder);
                }
            }
        }
    }

    public override (ArchivedFile File, Func<Stream> Open)? Find(string key) => !_files.TryGetValue(key, out var file) ? null
        : (new ArchivedFile(key, FileTypes.Of(file.Name), null, file.Length, null), file.Open);

    protected override void Dispose(bool disposing) => zip?.Dispose();

    private static bool HasEntries(ZipArchiveEntry file)
    {
        try
        {
            using var stream = file.Open();
            using var json = new JsonArrayReader(stream, "entries");
            return json.HasArray;
        }
        catch (ArchiveFlawException)
        {
            return false;
        }
    }

    private static ArchivedItem Item(int position, JsonElement entry, string folder)
    {
        try
        {
            return new ArchivedItem(position, Entry(entry, folder), null);
        }
        catch (ArchiveFlawException e)
        {
            return new ArchivedItem(position, null, e.Message);
        }
    }

    private static ArchivedEntry Entry(JsonElement entry, string folder)
    {
        var at = entry.Member("creationDate").Time("creationDate") ?? throw new ArchiveFlawException("has no creationDate.");
        var zone = entry.Member("timeZone").Zone();
        var (title, body) = DayOneText.Read(entry.Member("text").Text("text") ?? string.Empty);
        var tags = entry.Member("tags").Tags();
        if (entry.Member("starred") is { ValueKind: JsonValueKind.True })
        {
            tags = JsonMembers.Tags([.. tags, "starred"]);
        }

        var (location, weather) = (entry.Member("location"), entry.Member("weather"));
        var head = new ArchivedEntryHead(
            entry.Member("uuid").Text("uuid") is { } id && Guid.TryParse(id, out var parsed) ? parsed : Guid.Empty, "IMPORT", null);
        return new ArchivedEntry(head, [new ArchivedVersion(
            1, "WRITTEN", at, DateOnly.FromDateTime(LocalOf(at, zone)), zone,
            new ArchivedText(
                title, body, null,
                location is not { } l ? null : new ArchivedLocation(
                    Place(l), l.Member("latitude").Number("latitude", 90), l.Member("longitude").Number("longitude", 180)),
                weather is not { } w ? null : new ArchivedWeather(
                    w.Member("conditionsDescription").Name("weather"),
                    w.Member("temperatureCelsius").Number("temperatureCelsius", 150)),
                tags), [.. Media.SelectMany(m => entry.Member(m.Member).List(m.Member).Select(
                    f => f.Member("md5").Text("md5", LongestHash) is { } hash ? $"{folder}{m.Folder}{hash}" : ""))])]);
    }

    private static DateTime LocalOf(DateTimeOffset at, string? zone) =>
        zone is null ? at.UtcDateTime : TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime;

    private static string? Place(JsonElement location)
    {
        string[] names = [.. Places.Select(n => location.Member(n).Name(n)).OfType<string>()
            .Where(n => !string.IsNullOrWhiteSpace(n)).Distinct(StringComparer.Ordinal)];
        var name = string.Join(", ", names);
        return name.Length is > 0 and <= 500 ? name : names.FirstOrDefault();
    }
}
