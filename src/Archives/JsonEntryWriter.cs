using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Diary.Archives;

/// <summary>A JSON file an entry, for programs; indented and with letters as they are, so that a person can read it too.</summary>
internal sealed class JsonEntryWriter : IEntryWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<int> Write(Func<string, Stream> create, ArchivedEntryHead head, IAsyncEnumerable<ArchivedVersion> versions,
        CancellationToken cancellation)
    {
        var count = 0;
        Stream? file = null;
        Utf8JsonWriter? json = null;
        try
        {
            await foreach (var version in versions.WithCancellation(cancellation))
            {
                if (json is null)
                {
                    file = create($"{DiaryLayout.Entries}{version.Date.Year:0000}/{version.Date:yyyy-MM-dd}-{head.Id:D}.json");
                    json = new Utf8JsonWriter(file, Options);
                    Begin(json, head);
                }

                Version(json, version);
                await json.FlushAsync(cancellation);
                count++;
            }

            json?.WriteEndArray();
            json?.WriteEndObject();
        }
        finally
        {
            if (json is not null)
            {
                await json.DisposeAsync();
            }

            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }

        return count;
    }

    public static void WriteManifest(Stream stream, ArchiveFormat format, string tier, string timeZone, bool history, DateTimeOffset time,
        int entries, int versions, int? media)
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteString("format", DiaryLayout.Format);
        json.WriteNumber("version", 1);
        json.WriteString("files", format is ArchiveFormat.Json ? "json" : "markdown");
        json.WriteString("tier", tier);
        json.WriteString("exportedAt", Time(time));
        json.WriteString("timeZone", timeZone);
        json.WriteBoolean("includesHistory", history);
        json.WriteNumber("entryCount", entries);
        json.WriteNumber("versionCount", versions);
        Put(json, "mediaCount", media);
        json.WriteEndObject();
    }

    public static void WriteFile(Stream stream, ArchivedFile file)
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteString("id", file.Key);
        json.WriteString("contentType", file.ContentType);
        Put(json, "fileName", file.FileName);
        json.WriteNumber("sizeBytes", file.SizeBytes);
        if (file.Sha256 is { } hash)
        {
            json.WriteBase64String("sha256", hash);
        }

        if (file.CreatedAt is { } created)
        {
            json.WriteString("createdAt", Time(created));
        }

        if (file.EncryptedMetadata is { } metadata)
        {
            json.WriteBase64String("encryptedMetadata", metadata);
        }

        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, ArchivedEntryHead head)
    {
        json.WriteStartObject();
        json.WriteString("id", head.Id);
        json.WriteString("source", head.Source);
        if (head.DeletedAt is { } deleted)
        {
            json.WriteString("deletedAt", Time(deleted));
        }

        json.WriteStartArray("versions");
    }

    private static void Version(Utf8JsonWriter json, ArchivedVersion version)
    {
        json.WriteStartObject();
        json.WriteNumber("version", version.Number);
        json.WriteString("kind", version.Kind);
        json.WriteString("recordedAt", Time(version.RecordedAt));
        json.WriteString("entryDate", version.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("timeZone", version.TimeZone);
        if (version.Media.Count > 0)
        {
            json.WriteStartArray("media");
            foreach (var key in version.Media)
            {
                json.WriteStringValue(key);
            }

            json.WriteEndArray();
        }

        if (version.Content is ArchivedText text)
        {
            Text(json, text);
        }
        else if (version.Content is ArchivedEnvelope envelope)
        {
            Envelope(json, envelope);
        }

        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, ArchivedText text)
    {
        json.WriteStartArray("tags");
        foreach (var tag in text.Tags)
        {
            json.WriteText(tag);
        }

        json.WriteEndArray();
        json.WriteStartObject("content");
        Put(json, "title", text.Title);
        json.WriteText("body", text.Body);
        Put(json, "mood", text.Mood);
        if (text.Location is { } location)
        {
            json.WriteStartObject("location");
            Put(json, "name", location.Name);
            Put(json, "latitude", location.Latitude);
            Put(json, "longitude", location.Longitude);
            json.WriteEndObject();
        }

        if (text.Weather is { } weather)
        {
            json.WriteStartObject("weather");
            Put(json, "condition", weather.Condition);
            Put(json, "temperatureC", weather.TemperatureC);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Envelope(Utf8JsonWriter json, ArchivedEnvelope envelope)
    {
        json.WriteStartArray("tags");
        foreach (var tag in envelope.Tags)
        {
            json.WriteStartObject();
            json.WriteBase64String("token", tag.Token);
            json.WriteBase64String("sealedName", tag.SealedName);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("content");
        json.WriteNumber("sealedAtVersion", envelope.SealedAtVersion);
        json.WriteBase64String("envelope", envelope.Envelope);
        json.WriteEndObject();
    }

    private static void Put(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteText(name, value);
        }
    }

    private static void Put(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    internal static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
