using static Diary.Archives.Tests.Samples;

namespace Diary.Archives.Tests;

public sealed class FacebookTests
{
    private const string New = "your_facebook_activity/posts/";
    private const string Posts = "your_posts__check_ins__photos_and_videos_1.json";

    [Theory]
    [InlineData("Caf\\u00c3\\u00a9 \\u00f0\\u009f\\u0099\\u0082", "Café 🙂")]
    [InlineData("\\u00d0\\u009f\\u00d1\\u0080\\u00d0\\u00b8\\u00d0\\u00b2\\u00d0\\u00b5\\u00d1\\u0082", "Привет")]
    [InlineData("plain", "plain")]
    [InlineData("Caf\\u00e9", "Café")] // right already
    [InlineData("Caf\\u00c3\\u00a9 \\u2026", "CafÃ© …")] // no bytes of UTF-8
    public void Texts_are_repaired_where_each_byte_is_a_character(string json, string text) =>
        Assert.Equal(text, Text(One($$"""[{"timestamp":1791055361,"data":[{"post":"{{json}}"}]}]""")).Body);

    [Fact]
    public void A_post_has_all_of_its_texts_once_its_place_and_its_photos()
    {
        var entry = One("""
            [{"timestamp":1791055361,"title":"Ann Diaz added a new photo.","tags":[{"name":"Bob"}],"unknown":{"a":[1]},
              "data":[{"post":"By the river"},{"update_timestamp":1791055400},{"post":"In the evening"}],
              "attachments":[{"data":[
                {"media":{"uri":"posts/media/1.jpg","creation_timestamp":1791055361,"title":"Timeline photos","description":"By the river",
                  "media_metadata":{"photo_metadata":{"exif_data":[{"upload_ip":"203.0.113.7"}]}}}},
                {"media":{"uri":"posts/media/2.jpg","description":"A boat"}}, {"media":{"uri":"posts/media/1.jpg"}},
                {"place":{"name":"Spree","coordinate":{"latitude":52.51,"longitude":13.41},"address":"Berlin"}},
                {"external_context":{"name":"A link","url":"https://example.org/"}},{"text":"extra"},{"event":{"name":"x"}}]}]}]
            """);
        Assert.Equal("By the river\n\nIn the evening\n\nA boat\n\nA link\n\nhttps://example.org/\n\nextra", Text(entry).Body);
        Assert.Equal(new ArchivedLocation("Spree", 52.51, 13.41), Text(entry).Location);
        Assert.Equal(["posts/media/1.jpg", "posts/media/2.jpg"], entry.Media);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1791055361), entry.RecordedAt);
        Assert.Null(entry.TimeZone);
    }

    [Fact]
    public void The_day_is_that_of_the_accounts_zone()
    {
        const string late = """[{"timestamp":1791066600,"data":[{"post":"x"}]}]"""; // 2026-10-03T22:30Z
        Assert.Equal(new DateOnly(2026, 10, 3), One(late).Date);
        Assert.Equal(new DateOnly(2026, 10, 4), One(late, "Europe/Vienna").Date);
    }

    [Fact]
    public void Both_layouts_are_read_with_photos_and_videos_that_no_post_has()
    {
        foreach (var (root, posts) in new[] { (New, Posts), ("posts/", "your_posts_1.json"), ("facebook-ann/" + New, Posts),
            ("your_activity_across_facebook/posts/", Posts) })
        {
            var media = root.Replace("facebook-ann/", "", StringComparison.Ordinal) + "media/";
            (string, string) File(string name, string json) => (root + name, json.Replace("MEDIA/", media, StringComparison.Ordinal));
            using var reader = Opened(Zip(
                File(posts, """
                    [{"timestamp":1791055361,"title":"Ann added a photo.","attachments":[{"data":[{"media":{"uri":"MEDIA/1.jpg"}}]}]},
                     {"timestamp":1791055999,"title":"Ann shared a link.","data":[]}, {"data":[{"post":"no time"}]}, 7]
                    """),
                File(posts.Replace("_1", "_2", StringComparison.Ordinal),
                    """
                    [{"timestamp":1791055000,"data":[{"post":"Second file"}]},
                     {"timestamp":1791055000,"data":[{"post":"Second file"}]}]
                    """),
                File("album/0.json", """
                    {"name":"Sea","photos":[{"uri":"MEDIA/1.jpg","creation_timestamp":1791055361},
                      {"uri":"MEDIA/3.png","creation_timestamp":1791055362,"description":"Waves"}],
                     "cover_photo":{"uri":"MEDIA/1.jpg"}}
                    """),
                File("your_videos.json",
                    """{"videos_v2":[{"uri":"MEDIA/4.mp4","creation_timestamp":1791055363,"title":"A film"}]}"""),
                File("your_uncategorized_photos.json", """{"other_photos_v2":[{"uri":"MEDIA/3.png","creation_timestamp":1}]}"""),
                File("check-ins.json", "{}"), File("media/1.jpg", "one"), File("media/3.png", "three")));
            var items = reader.Read(0).ToList();
            Assert.Equal([1, 3, 4, 5, 7, 8, 10], items.Select(i => i.Position));
            Assert.Equal([null, "has no timestamp.", "has no timestamp.", null, "has no timestamp.", null, null],
                items.Select(i => i.Flaw));
            Assert.Equal(["Ann added a photo.", "Second file", "A film", "Waves"],
                items.Where(i => i.Entry is not null).Select(i => Text(i.Entry!.Versions.Single()).Body));
            Assert.Equal(["Items without text, photo, place or link, passed over: 1.",
                "Items that stand in the download twice, taken once: 1.",
                "Files of the download about other things than posts, photos and videos, not read: 1."], reader.Notes);
            Assert.Equal([5, 7, 8, 10], reader.Read(4).Select(i => i.Position)); // goes on from anywhere
            var (file, open) = reader.Find(items[0].Entry!.Versions.Single().Media.Single())!.Value;
            Assert.Equal(("image/jpeg", 3L, "one"), (file.ContentType, file.SizeBytes, All(open)));
            Assert.Null(reader.Find("../../etc/passwd"));
            Assert.Null(reader.Find(media + "4.mp4"));
        }
    }

    [Fact]
    public void Web_pages_and_other_files_are_refused()
    {
        Assert.Equal(ArchiveRefusal.WebPages, Refused(Zip((New + "your_posts_1.html", "<html>"))));
        Assert.Equal(ArchiveRefusal.WebPages, Refused(Zip(("start_here.html", "<html>"), ("a/b.json", "{}"))));
        Assert.Equal(ArchiveRefusal.OtherKind, Refused(Zip(("diary.json", "{}"))));
        Assert.Equal(ArchiveRefusal.NoArchive, Refused("[]"u8.ToArray()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"a":[]}""")]
    [InlineData("7")]
    public void A_list_that_is_none_hides_no_other(string broken)
    {
        using var reader = Opened(Zip((New + Posts, broken), (New + Posts.Replace("_1", "_2", StringComparison.Ordinal),
            """[{"timestamp":1791055000,"data":[{"post":"x"}]},{"timestamp":1791055001,"data":[{"post":"y"}"""))); // cut off
        Assert.Equal([null, "is not the JSON that it should be."], reader.Read(0).Select(i => i.Flaw));
    }

    private static ArchivedText Text(ArchivedVersion version) => Assert.IsType<ArchivedText>(version.Content);

    private static ArchivedVersion One(string posts, string zone = "UTC")
    {
        using var reader = Opened(Zip((New + Posts, posts)), zone);
        return Assert.Single(Assert.Single(reader.Read(0)).Entry!.Versions);
    }

    private static ArchiveReader Opened(byte[] zip, string zone = "UTC") => Assert.IsType<ArchiveOpening.Opened>(ArchiveReader.Open(
        new MemoryStream(zip), ArchiveSource.Facebook, TimeZoneInfo.FindSystemTimeZoneById(zone))).Reader;

    private static ArchiveRefusal Refused(byte[] file) =>
        Assert.IsType<ArchiveOpening.Refused>(ArchiveReader.Open(new MemoryStream(file), ArchiveSource.Facebook)).Why;
}
