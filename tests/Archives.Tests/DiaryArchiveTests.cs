using System.Text.Json;
using CsCheck;
using static Diary.Archives.Tests.Samples;

namespace Diary.Archives.Tests;

public sealed class DiaryArchiveTests
{
    private static readonly Gen<string> Texts =
        Gen.String.Select(s => string.Concat(s.Where(c => !char.IsSurrogate(c) && c != '\0'))).Select(s => s + " ü😀\n\"\\</>&\u2028");

    private static readonly Gen<ArchivedText> Contents = Gen.Select(
        Texts, Gen.Bool, Gen.Double[-90, 90], Gen.Double[-150, 150], Gen.Const("travel").Array[0, 1],
        (text, some, latitude, degrees, tags) => new ArchivedText(some ? text : null, text, some ? "calm" : null,
                some ? new ArchivedLocation(text, latitude, null) : null, some ? new ArchivedWeather(null, degrees) : null, tags));

    [Fact]
    public Task What_was_written_is_read_again() => Contents.Array[1, 4].SampleAsync(async contents =>
    {
        ArchivedVersion[] versions =
            [.. contents.Select((c, i) => Version(i + 1, "", kind: i == 0 ? "WRITTEN" : "EDITED") with { Content = c })];
        var zip = await Write(ArchiveFormat.Json, (Head(deletedAt: Now), versions));
        var entry = Assert.Single(Read(zip)).Entry!;
        Assert.Equal(Head(deletedAt: Now), entry.Head);
        Assert.Equal(versions.Select(Flat), entry.Versions.Select(Flat));
    }, iter: 100);

    [Theory]
    [InlineData(ArchiveFormat.Json)]
    [InlineData(ArchiveFormat.Markdown)]
    public async Task Files_lie_beside_the_entries_that_have_them(ArchiveFormat format)
    {
        var (photo, gone) = (new Guid("0195a1b0-0000-7000-8000-000000000007").ToString(), Guid.NewGuid().ToString());
        var file = new ArchivedFile(photo, "image/jpeg", "Über uns/../sea.JPG", 5, [1, 2, 3]) { CreatedAt = Now.AddYears(-1) };
        using var output = new ForwardStream();
        await using (var writer = new DiaryArchiveWriter(output, format, Now))
        {
            await writer.Write(file, async stream => await stream.WriteAsync("photo"u8.ToArray()), CancellationToken.None);
            await writer.Write(file with { Key = gone, FileName = "a.b/c?" }, _ => Task.CompletedTask, CancellationToken.None);
            await writer.Write(
                Head(), Each([Version(1, "one"), Version(2, "two") with { Media = [photo, "unknown"] }]), CancellationToken.None);
            writer.Complete("UCE", "Europe/Vienna", history: true, media: true);
        }

        var files = Files(output.ToArray());
        const string place = "media/2025/2025-03-01-sea-0195a1b0-0000-7000-8000-000000000007.jpg";
        Assert.Equal("photo", files[place]);
        Assert.Contains($"media/2025/2025-03-01-c-{gone}", files.Keys);
        Assert.Contains("\"mediaCount\": 2", files["diary.json"], StringComparison.Ordinal);
        if (format is ArchiveFormat.Markdown)
        {
            var entry = files.Single(f => f.Key.StartsWith("entries/2026/", StringComparison.Ordinal));
            Assert.Contains($"\nmedia: [\"../../{place}\"]\n", entry.Value, StringComparison.Ordinal);
            return;
        }

        using var reader = Assert.IsType<ArchiveOpening.Opened>(
            ArchiveReader.Open(new MemoryStream(output.ToArray()), ArchiveSource.Diary)).Reader;
        Assert.Equal([[], [photo, "unknown"]], reader.Read(0).Single().Entry!.Versions.Select(v => v.Media));
        var found = reader.Find(photo)!.Value;
        Assert.Equal(("image/jpeg", "Über uns/../sea.JPG", 5L), (found.File.ContentType, found.File.FileName, found.File.SizeBytes));
        Assert.Equal([1, 2, 3], found.File.Sha256);
        Assert.Equal("photo", All(found.Open));
        Assert.Null(reader.Find("unknown"));
    }

    [Fact]
    public void What_is_said_of_a_file_badly_leaves_it_out()
    {
        var id = Guid.NewGuid();
        foreach (var about in (string[])["", "{", "[]", """{"sha256":7}""", """{"contentType":7}"""])
        {
            var zip = Zip(("diary.json", Manifest), ($"media/a-{id}.jpg", "photo"), ($"media/a-{id}.jpg.about.json", about));
            using var reader = Assert.IsType<ArchiveOpening.Opened>(
                ArchiveReader.Open(new MemoryStream(zip), ArchiveSource.Diary)).Reader;
            Assert.Null(reader.Find(id.ToString()));
        }
    }

    [Fact]
    public async Task The_same_diary_makes_the_same_bytes_and_a_file_that_a_person_can_read()
    {
        ArchivedVersion[] versions = [Version(1, "Größe", "Ü", tags: "a"), Version(2, "two", kind: "EDITED")];
        var zip = await Write(ArchiveFormat.Json, (Head(), versions));
        Assert.Equal(zip, await Write(ArchiveFormat.Json, (Head(), versions)));
        var files = Files(zip);
        Assert.Equal([$"entries/2026/2026-03-01-{Walk}.json", "diary.json"], files.Keys);
        Assert.Equal($$"""
            {
              "id": "{{Walk}}",
              "source": "DIARY",
              "versions": [
                {
                  "version": 1,
                  "kind": "WRITTEN",
                  "recordedAt": "2026-03-01T20:16:00Z",
                  "entryDate": "2026-03-01",
                  "timeZone": "Europe/Vienna",
                  "tags": [
                    "a"
                  ],
                  "content": {
                    "title": "Ü",
                    "body": "Größe"
                  }
                },
                {
                  "version": 2,
                  "kind": "EDITED",
                  "recordedAt": "2026-03-01T20:17:00Z",
                  "entryDate": "2026-03-01",
                  "timeZone": "Europe/Vienna",
                  "tags": [],
                  "content": {
                    "body": "two"
                  }
                }
              ]
            }
            """, files[$"entries/2026/2026-03-01-{Walk}.json"]);
    }

    [Fact]
    public async Task Nothing_in_a_text_breaks_out_of_the_front_matter()
    {
        var hostile = Version(1, "---\ndate: 1999-01-01\n", "a\"\n---\nid: x", tags: ["x]\ny: z", "it's"]);
        var text = Files(await Write(ArchiveFormat.Markdown, (Head(deletedAt: Now), [hostile]))).First().Value;
        var lines = text.Split('\n');
        var end = Array.IndexOf(lines, "---", 1);
        Assert.Equal("title: \"a\\\"\\n---\\nid: x\"", Assert.Single(lines[..end], l => l.StartsWith("title", StringComparison.Ordinal)));
        Assert.Equal("tags: [\"x]\\ny: z\", \"it's\"]", Assert.Single(lines[..end], l => l.StartsWith("tags", StringComparison.Ordinal)));
        Assert.Equal("\n---\ndate: 1999-01-01\n\n", string.Join('\n', lines[(end + 1)..]));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("../../etc/passwd", "-etc-passwd")]
    [InlineData("CON", "-con")]
    [InlineData("  Über den Wolken!  ", "-über-den-wolken")]
    [InlineData("東京 2026", "-東京-2026")]
    [InlineData("...", "")]
    public async Task File_names_are_safe_everywhere(string? title, string slug)
    {
        var names = Files(await Write(ArchiveFormat.Markdown, (Head(), [Version(1, "x", title)]))).Keys;
        Assert.Contains($"entries/2026/2026-03-01{slug}-{Walk}.md", names);
    }

    [Fact]
    public async Task Reading_goes_on_behind_any_place_in_the_same_order()
    {
        var entries = Enumerable.Range(0, 30).Select(i => (Head(Guid.NewGuid()), new[] { Version(1, $"text {i}") })).ToArray();
        var zip = await Write(ArchiveFormat.Json, entries);
        var all = Read(zip).Select(Body).ToList();
        Assert.Equal(30, all.Distinct().Count());
        for (var after = 0; after <= 30; after += 7)
        {
            Assert.Equal(all.Skip(after), Read(zip, after: after).Select(Body));
            Assert.Equal(Enumerable.Range(after + 1, 30 - after), Read(zip, after: after).Select(i => i.Position));
        }
    }

    [Fact]
    public void A_folder_around_it_and_strange_files_beside_it_do_no_harm()
    {
        var zip = Zip(("my diary/diary.json", Manifest), ("my diary/entries/2026/a.json", Entry(Plain)), ("my diary/readme.txt", "x"),
            ("../../entries/2026/evil.json", Entry(Plain)), ("entries/2026/other.json", Entry(Plain)), ("my diary/entries/x/", ""));
        Assert.Equal("One", Body(Assert.Single(Read(zip))));
    }

    [Fact]
    public void What_is_no_such_archive_is_refused()
    {
        Assert.Equal(ArchiveRefusal.NoArchive, Refusal("no zip"u8.ToArray()));
        Assert.Equal(ArchiveRefusal.NoArchive, Refusal([]));
        var zip = Zip(("diary.json", Manifest), ("entries/2026/a.json", Entry(Plain)));
        Assert.Equal(ArchiveRefusal.NoArchive, Refusal(zip[..^30]));
        Assert.Equal(ArchiveRefusal.OtherKind, Refusal(Zip(("a.json", "{}"))));
        Assert.Equal(ArchiveRefusal.OtherKind, Refusal(Zip(("diary.json", """{"format":"other","version":1}"""))));
        Assert.Equal(ArchiveRefusal.NoArchive, Refusal(Zip(("diary.json", "nothing"))));
        Assert.Equal(ArchiveRefusal.NewerVersion, Refusal(Zip(("diary.json", """{"format":"personal-diary","version":2}"""))));
        Assert.Equal(ArchiveRefusal.NewerVersion, Refusal(Zip(("diary.json", """{"format":"personal-diary"}"""))));
        Assert.Equal(ArchiveRefusal.SealedByClient,
            Refusal(Zip(("diary.json", """{"format":"personal-diary","version":1,"tier":"E2E"}"""))));
        Assert.Equal(ArchiveRefusal.ForPeople,
            Refusal(Zip(("diary.json", """{"format":"personal-diary","version":1,"files":"markdown"}"""))));
    }

    [Theory]
    [InlineData("nothing", "is not the JSON that it should be.")]
    [InlineData("[]", "is not the JSON that it should be.")]
    [InlineData("""{"versions":[""", "is not the JSON that it should be.")]
    [InlineData("""{"versions":[]}""", "has no version.")]
    [InlineData("""{"versions":[{}]}""", "has no entryDate.")]
    [InlineData("""{"versions":[1]}""", "has no entryDate.")]
    [InlineData("""{"versions":[{"entryDate":"2026-02-30"}]}""", "has no entryDate.")]
    [InlineData("""{"versions":[{"entryDate":"2026-03-01"}]}""", "has a version without content.")]
    [InlineData("""{"versions":[{"entryDate":"2026-03-01","content":{"body":"x"}}]}""", "has a version without recordedAt.")]
    [InlineData("""{"versions":[{"entryDate":"2026-03-01","recordedAt":"soon","content":{}}]}""", "has a recordedAt that is no time.")]
    [InlineData("""{"deletedAt":7,"versions":[{}]}""", "has a deletedAt that is no time.")]
    public void A_flawed_entry_says_what_is_wrong_and_quotes_nothing(string entry, string flaw) => Assert.Equal(flaw, Flaw(entry));

    [Theory]
    [InlineData("""{"body":"\ud800"}""", "has a body that is not well-formed Unicode.")]
    [InlineData("""{"body":"a\u0000"}""", "has a body with a NUL in it.")]
    [InlineData("""{"body":7}""", "has a body that is no text.")]
    [InlineData("""{"title":"x"}""", "has a version without body.")]
    [InlineData("""{"body":"x","location":{"latitude":91}}""", "has a latitude that is no number between -90 and 90.")]
    [InlineData("""{"body":"x","location":{"longitude":"1"}}""", "has a longitude that is no number between -180 and 180.")]
    [InlineData("""{"body":"x","weather":{"temperatureC":1e400}}""", "has a temperatureC that is no number between -150 and 150.")]
    public void A_flawed_content_says_what_is_wrong(string content, string flaw) => Assert.Equal(flaw, Flaw(Entry(
        $$"""{"entryDate":"2026-03-01","recordedAt":"2026-03-01T00:00:00Z","content":{{content}}}""")));

    [Fact]
    public void What_is_too_long_or_too_deep_is_a_flaw_and_costs_no_more_than_a_value_may()
    {
        Assert.Equal("has a title of more than 1000 characters.", Flaw(Entry(Plain.Replace("\"body\"",
            $"\"title\":\"{new string('x', 1001)}\",\"body\"", StringComparison.Ordinal))));
        Assert.Equal("has a part that is longer than an entry may be.",
            Flaw(Entry(Plain.Replace("One", new string('x', 9 << 20), StringComparison.Ordinal)))); // a few KB when it is packed
        Assert.Equal("is not the JSON that it should be.", Flaw(Entry(new string('[', 100_000))));
        var tags = string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"t{i}\""));
        Assert.Equal("has more than 100 tags.",
            Flaw(Entry(Plain.Replace("\"content\"", $"\"tags\":[{tags}],\"content\"", StringComparison.Ordinal))));
    }

    [Fact]
    public void One_flaw_does_not_stop_the_rest_and_a_strange_zone_is_none()
    {
        var zip = Zip(("diary.json", Manifest), ("entries/2026/a.json", "{"), ("entries/2026/b.json", Entry(
            Plain.Replace("Europe/Vienna", "Mars/Olympus", StringComparison.Ordinal))));
        var items = Read(zip);
        Assert.Equal("is not the JSON that it should be.", items[0].Flaw);
        Assert.Null(items[1].Entry!.Versions.Single().TimeZone);
    }

    [Fact]
    public void A_file_that_is_damaged_in_the_middle_is_a_flaw()
    {
        var zip = Zip(("diary.json", Manifest), ("entries/2026/a.json", Entry(Plain.Replace("One",
            string.Concat(Enumerable.Range(0, 4000).Select(i => $"{i * 7919 % 1009} ")), StringComparison.Ordinal))));
        var at = zip.AsSpan().IndexOf("entries/2026/a.json"u8) + 300;
        zip.AsSpan(at, 200).Clear();
        using var reader = Assert.IsType<ArchiveOpening.Opened>(ArchiveReader.Open(new MemoryStream(zip), ArchiveSource.Diary)).Reader;
        var item = Assert.Single(reader.Read(0));
        Assert.NotNull(item.Flaw ?? Assert.Throws<ArchiveFlawException>(() => item.Entry!.Versions.Count()).Message);
    }

    [Fact]
    public async Task A_hundred_thousand_entries_fit()
    {
        using var output = new MemoryStream();
        await using (var writer = new DiaryArchiveWriter(output, ArchiveFormat.Json, Now))
        {
            for (var i = 0; i < 100_000; i++)
            {
                await writer.Write(
                    Head(Guid.CreateVersion7()), new[] { Version(1, $"text {i}") }.ToAsyncEnumerable(), CancellationToken.None);
            }

            writer.Complete("UCE", "UTC", history: true, media: false);
        }

        using var reader = Assert.IsType<ArchiveOpening.Opened>(ArchiveReader.Open(output, ArchiveSource.Diary)).Reader;
        Assert.Equal(100_000, reader.Count);
        Assert.Equal(5, reader.Read(99_995).Count(i => i.Entry is not null));
    }

    private const string Plain = """
        {"version":1,"recordedAt":"2026-03-01T20:16:00Z","entryDate":"2026-03-01","timeZone":"Europe/Vienna",
         "content":{"body":"One"}}
        """;

    private static string Body(ArchivedItem item) => ((ArchivedText)item.Entry!.Versions.Last().Content).Body;

    private static string Flat(ArchivedVersion version) =>
        JsonSerializer.Serialize(version with { Content = null! }) + JsonSerializer.Serialize((ArchivedText)version.Content);
}
