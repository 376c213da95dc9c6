using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Diary.Archives;

/// <summary>Reads this diary's own JSON export: a file an entry, in the order of their names.</summary>
internal sealed class DiaryReader : ArchiveReader
{
    private static readonly string[] Kinds = ["WRITTEN", "EDITED", "RESTORED", "TAGGED", "IMPORTED"];

    private readonly ZipArchive _zip;
    private readonly ZipArchiveEntry[] _files;

    private DiaryReader(ZipArchive zip, ZipArchiveEntry[] files) => (_zip, _files) = (zip, files);

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

        var folder = manifest.FullName[..^manifest.Name.Length] + DiaryLayout.Entries;
        return new ArchiveOpening.Opened(new DiaryReader(zip, [.. zip.Entries
            .Where(e => e.FullName.StartsWith(folder, StringComparison.Ordinal) && e.Name.EndsWith(".json", StringComparison.Ordinal))
            .OrderBy(e => e.FullName, StringComparer.Ordinal)]));
    }

    public override IEnumerable<ArchivedItem> Read(int after)
    {
        for (var i = after; i < _files.Length; i++)
        {
            yield return Item(i);
        }
    }

    protected override void Dispose(bool disposing) => _zip.Dispose();

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
                version.Member("tags").Tags()));
    }
}
