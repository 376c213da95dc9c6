using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.GraphQL.Files;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Media;

public sealed class MediaDownloadTests(DiaryFixture diary)
{
    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task A_range_comes_from_the_parts_that_hold_it(Tier tier)
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        var file = client.AsSent(id, MediaRequests.Bytes((2 * MediaRequests.PartSize) + 1_000));
        var link = (await client.Uploaded(id, file)).At("download");
        using var whole = await client.Fetch(link);
        Assert.Equal(file.Length, whole.Content.Headers.ContentLength);
        Assert.Equal("bytes", whole.Headers.AcceptRanges.Single());
        foreach (var (from, to) in ((int, int)[])[(0, 0), (65_530, 65_545), (MediaRequests.PartSize - 10, MediaRequests.PartSize + 10),
            (MediaRequests.PartSize - 10, (2 * MediaRequests.PartSize) + 10), (file.Length - 7, file.Length - 1)])
        {
            using var part = await client.Fetch(link, new RangeHeaderValue(from, to));
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(file[from..(to + 1)], await part.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        using var beyond = await client.Fetch(link, new RangeHeaderValue(file.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        using var known = await client.Fetch(link, etag: whole.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Theory]
    [InlineData("Range", "bytes=0-0", 206, "bytes 0-0/1000", 1)]
    [InlineData("Range", "bytes=990-", 206, "bytes 990-999/1000", 10)]
    [InlineData("Range", "bytes=-10", 206, "bytes 990-999/1000", 10)]
    [InlineData("Range", "bytes=-5000", 206, "bytes 0-999/1000", 1_000)]
    [InlineData("Range", "bytes=5-5000", 206, "bytes 5-999/1000", 995)]
    [InlineData("Range", "bytes=1000-", 416, "bytes */1000", 0)]
    [InlineData("Range", "bytes=-0", 416, "bytes */1000", 0)]
    [InlineData("Range", "bytes=0-1,5-6", 200, null, 1_000)]
    [InlineData("Range", "bytes=9-2", 200, null, 1_000)]
    [InlineData("Range", "lines=0-1", 200, null, 1_000)]
    [InlineData("Range", "nonsense", 200, null, 1_000)]
    [InlineData("If-Match", "\"other\"", 412, null, 0)]
    [InlineData("If-Match", "*", 200, null, 1_000)]
    [InlineData("If-None-Match", "*", 304, null, 0)]
    [InlineData("If-None-Match", "\"other\"", 200, null, 1_000)]
    public async Task A_request_for_a_part_is_answered_as_HTTP_says(
        string header, string value, int status, string? range, int length)
    {
        using var client = await diary.SignUp();
        var link = (await client.Uploaded(Guid.CreateVersion7(), MediaRequests.Bytes(1_000))).At("download");
        using var request = MediaRequests.Request(client, link);
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await client.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((status, range, length), ((int)response.StatusCode, response.Content.Headers.ContentRange?.ToString(),
            (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length));
    }

    [Fact]
    public async Task A_range_of_what_changed_since_is_the_whole_and_HEAD_tells_the_size()
    {
        using var client = await diary.SignUp();
        var link = (await client.Uploaded(Guid.CreateVersion7(), MediaRequests.Bytes(1_000))).At("download");
        using var whole = await client.Fetch(link);
        foreach (var (tag, status) in ((string, int)[])[("\"other\"", 200), (whole.Headers.ETag!.Tag, 206)])
        {
            using var request = MediaRequests.Request(client, link);
            request.Headers.Range = new RangeHeaderValue(0, 9);
            request.Headers.TryAddWithoutValidation("If-Range", tag);
            using var response = await client.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(status, (int)response.StatusCode);
        }

        using var head = MediaRequests.Request(client, link);
        head.Method = HttpMethod.Head;
        using var told = await client.Http.SendAsync(head, TestContext.Current.CancellationToken);
        Assert.Equal((200, 1_000L), ((int)told.StatusCode, told.Content.Headers.ContentLength));
    }

    [Theory]
    [InlineData("image/jpeg", "inline")]
    [InlineData("video/mp4", "inline")]
    [InlineData("audio/mpeg", "inline")]
    [InlineData("image/svg+xml", "attachment")]
    [InlineData("text/html", "attachment")]
    [InlineData("application/pdf", "attachment")]
    [InlineData("application/javascript", "attachment")]
    public async Task Only_pictures_sound_and_film_are_shown_in_place_and_nothing_runs(string type, string disposition)
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        const string name = "Urlaub \"am\" Meer; filename=x.html – 1.jpg";
        var media = await client.Uploaded(id, Sample(type), type, name);
        using var response = await client.Fetch(media.At("download"));
        Assert.Equal((type, disposition), (response.Content.Headers.ContentType?.ToString(),
            response.Content.Headers.ContentDisposition?.DispositionType));
        Assert.Equal(name, response.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("sandbox; default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.True(response.Headers.CacheControl is { Private: true, NoStore: true });
    }

    [Fact]
    public async Task An_E2E_file_is_bytes_to_be_saved_whatever_its_owner_says()
    {
        using var client = await diary.SignUp(Tier.E2E);
        var id = Guid.CreateVersion7();
        using var response = await client.Fetch((await client.Uploaded(id, client.AsSent(id, [1]), "image/jpeg")).At("download"));
        Assert.Equal(("application/octet-stream", "attachment"), (response.Content.Headers.ContentType?.ToString(),
            response.Content.Headers.ContentDisposition?.ToString()));
    }

    [Fact]
    public async Task A_link_opens_its_own_file_for_five_minutes_and_nothing_once_that_is_deleted()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(Tier.Uce);
        var (id, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var link = (await client.Uploaded(id, [1, 2, 3])).At("download");
        await client.Uploaded(other, [4]);
        Assert.DoesNotContain("ey", new Uri(client.Url, link.Text("url")!).Query, StringComparison.Ordinal);
        foreach (var path in (string[])[$"/media/{other}", $"/media/{id}/thumbnail", $"/files/{id}", "/media/x"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(client, link, path));
        }

        Assert.Equal(HttpStatusCode.OK, await Status(client, link));
        clock.Move(FileLinks.Lifetime + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(client, link));

        link = (await client.Find(id)).At("download");
        var deleted = (await client.DeleteMedia(id)).At("media");
        Assert.Equal(("DELETED", "application/octet-stream", ""),
            (deleted.Text("state"), deleted.Text("contentType"), deleted.Text("sha256")));
        Assert.Equal(JsonValueKind.Null, deleted.At("download").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, await Status(client, link));
    }

    private static byte[] Sample(string type) => type switch
    {
        "image/jpeg" => [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[40]],
        "video/mp4" => [0, 0, 0, 24, .. "ftypmp42"u8, .. new byte[40]],
        "audio/mpeg" => [.. "ID3"u8, .. new byte[40]],
        "application/pdf" => [.. "%PDF-1.7"u8, .. new byte[40]],
        _ => [.. "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"u8],
    };

    private static async Task<HttpStatusCode> Status(DiaryClient client, JsonElement link, string? path = null)
    {
        using var request = MediaRequests.Request(client, link);
        request.RequestUri = path is null ? request.RequestUri : new Uri(client.Url, path);
        using var response = await client.Http.SendAsync(request);
        return response.StatusCode;
    }
}
