using System.Text;
using static Diary.Archives.Tests.Samples;

namespace Diary.Archives.Tests;

public sealed class DayOneTests
{
    [Fact]
    public void An_entry_is_of_the_day_where_it_was_written()
    {
        var entry = One("""
            "creationDate":"2023-05-06T22:30:00Z","timeZone":"Europe\/Vienna","text":"Late"
            """);
        Assert.Equal((new DateOnly(2023, 5, 7), "Europe/Vienna", new DateTimeOffset(2023, 5, 6, 22, 30, 0, TimeSpan.Zero)),
            (entry.Date, entry.TimeZone, entry.RecordedAt));
        var unknown = One("""
            "creationDate":"2023-05-06T22:30:00Z","timeZone":"GMT-0700 (PDT)","text":"Late"
            """);
        Assert.Equal((new DateOnly(2023, 5, 6), null), (unknown.Date, unknown.TimeZone));
    }

    [Theory]
    [InlineData("# Title\\nBody", "Title", "Body")]
    [InlineData("# Title", "Title", "")]
    [InlineData("#Title\\nBody", null, "#Title\nBody")]
    [InlineData("Body\\\\. One\\\\! \\\\- two", null, "Body. One! - two")]
    [InlineData("a \\\\* b \\\\# c", null, "a \\* b \\# c")]
    [InlineData("one\\r\\ntwo", null, "one\ntwo")]
    [InlineData("", null, "")]
    public void A_heading_is_the_title_and_needless_escapes_go(string text, string? title, string body)
    {
        var content = Text(One($"\"creationDate\":\"2023-05-06T10:00:00Z\",\"text\":\"{text}\""));
        Assert.Equal((title, body), (content.Title, content.Body));
    }

    [Fact]
    public void Tags_stars_places_and_weather_are_taken()
    {
        var content = Text(One("""
            "creationDate":"2023-05-06T10:00:00Z","text":"x","starred":true,"pinned":false,"tags":["sky","sky"," "],
            "location":{"latitude":48.2,"longitude":16.4,"placeName":"Wien","localityName":"Wien","country":"Österreich",
              "region":{"radius":7}},
            "weather":{"conditionsDescription":"Clear","temperatureCelsius":12.5,"windBearing":3}
            """));
        Assert.Equal(["sky", "starred"], content.Tags);
        Assert.Equal(new ArchivedLocation("Wien, Österreich", 48.2, 16.4), content.Location);
        Assert.Equal(new ArchivedWeather("Clear", 12.5), content.Weather);
    }

    [Fact]
    public void Journals_come_one_after_the_other()
    {
        const string journal = """
            {"metadata":{"version":"1.0"},"entries":[
              {"creationDate":"2023-01-01T00:00:00Z","text":"NAME"},{"text":"no date"}],"more":1}
            """;
        var zip = Zip(("Export/Private.json", journal.Replace("NAME", "private", StringComparison.Ordinal)),
            ("Export/Journal.json", journal.Replace("NAME", "journal", StringComparison.Ordinal)), ("Export/photos/a.jpeg", "x"),
            ("Export/broken.json", "{"), ("__MACOSX/Journal.json", journal), ("a/b/c.json", journal));
        using var reader = Assert.IsType<ArchiveOpening.Opened>(ArchiveReader.Open(new MemoryStream(zip), ArchiveSource.DayOne)).Reader;
        var items = reader.Read(0).ToList();
        Assert.Equal(["journal", null, "private", null], items.Select(i => i.Entry is null ? null : Text(i.Entry.Versions.Single()).Body));
        Assert.Equal(["has no creationDate.", "has no creationDate."], items.Where(i => i.Flaw is not null).Select(i => i.Flaw));
        Assert.Null(reader.Count);
        Assert.Equal([3, 4], reader.Read(2).Select(i => i.Position));
    }

    [Fact]
    public void Files_are_found_beside_the_journal_and_their_places_leave_the_text()
    {
        const string journal = """
            {"entries":[{"creationDate":"2023-01-01T00:00:00Z",
              "text":"# Sea\n![](dayone-moment://A1)\nWaves.\n\n![](dayone-moment:/audio/B2)\nEnd",
              "photos":[{"md5":"a1","type":"jpeg"},{"md5":"gone"},{}],"audios":[{"md5":"b2"}],"pdfAttachments":[{"md5":"c3"}]},
              {"creationDate":"2023-01-01T00:00:00Z","text":"two","photos":[{"md5":7}]}]}
            """;
        var zip = Zip(("Export/Journal.json", journal), ("Export/photos/a1.jpeg", "a photo"), ("Export/audios/b2.m4a", "a sound"),
            ("Export/pdfs/c3.pdf", "a page"), ("photos/gone.jpeg", "elsewhere"));
        using var reader = Assert.IsType<ArchiveOpening.Opened>(ArchiveReader.Open(new MemoryStream(zip), ArchiveSource.DayOne)).Reader;
        var items = reader.Read(0).ToList();
        var version = items[0].Entry!.Versions.Single();
        Assert.Equal(("Sea", "Waves.\n\nEnd"), (Text(version).Title, Text(version).Body));
        Assert.Equal(["image/jpeg", null, null, "audio/mp4", "application/pdf"],
            version.Media.Select(m => reader.Find(m)?.File.ContentType));
        Assert.Equal(["a photo", "a sound", "a page"],
            version.Media.Select(reader.Find).OfType<(ArchivedFile, Func<Stream> Open)>().Select(f => All(f.Open)));
        Assert.Equal("has a md5 that is no text.", items[1].Flaw);

        var alone = Assert.IsType<ArchiveOpening.Opened>(
            ArchiveReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(journal)), ArchiveSource.DayOne)).Reader;
        Assert.All(alone.Read(0).First().Entry!.Versions.Single().Media, m => Assert.Null(alone.Find(m)));
    }

    [Fact]
    public void What_is_cut_off_is_read_as_far_as_it_goes()
    {
        var items = Read(
            """{"entries":[{"creationDate":"2023-01-01T00:00:00Z","text":"one"},{"creationDa"""u8.ToArray(), ArchiveSource.DayOne);
        Assert.Equal([null, "is not the JSON that it should be."], items.Select(i => i.Flaw));
    }

    [Fact]
    public void What_is_none_is_refused()
    {
        Assert.Equal(ArchiveRefusal.OtherKind, Refusal(Zip(("posts.json", "[]")), ArchiveSource.DayOne));
        Assert.Equal(ArchiveRefusal.OtherKind, Refusal(Zip(("a.json", """{"posts":[]}""")), ArchiveSource.DayOne));
        Assert.Equal(ArchiveRefusal.NoArchive, Refusal("hello"u8.ToArray(), ArchiveSource.DayOne));
        Assert.Empty(Read("""{"nothing":1}"""u8.ToArray(), ArchiveSource.DayOne));
    }

    [Fact]
    public void An_archive_of_a_hundred_megabytes_is_read_entry_by_entry()
    {
        using var file = new MemoryStream();
        using (var writer = new StreamWriter(file, leaveOpen: true))
        {
            writer.Write("{\"entries\":[");
            var body = new string('x', 10_000);
            for (var i = 0; i < 10_000; i++)
            {
                writer.Write($"{(i == 0 ? "" : ",")}{{\"creationDate\":\"2023-01-01T00:00:00Z\",\"text\":\"{body}\"}}");
            }

            writer.Write("]}");
        }

        using var reader = Assert.IsType<ArchiveOpening.Opened>(ArchiveReader.Open(file, ArchiveSource.DayOne)).Reader;
        Assert.Equal(10_000, reader.Read(0).Count(i => i.Entry is not null));
    }

    private static ArchivedVersion One(string members) =>
        Assert.Single(Read(System.Text.Encoding.UTF8.GetBytes($"{{\"entries\":[{{{members}}}]}}"), ArchiveSource.DayOne))
            .Entry!.Versions.Single();

    private static ArchivedText Text(ArchivedVersion version) => (ArchivedText)version.Content;
}
