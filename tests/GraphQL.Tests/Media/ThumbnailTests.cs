using System.Net;
using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;
using NetVips;

namespace Diary.GraphQL.Tests.Media;

public sealed class ThumbnailTests(DiaryFixture diary)
{
    [Fact]
    public async Task A_photo_gets_a_thumbnail_that_stands_upright_and_tells_nothing()
    {
        using var folder = new TemporaryFolder("blobs");
        await using var server = await diary.StartServer(null, ("Diary:BlobFolder", folder.Path));
        using var client = await server.SignUp(Tier.Uce);
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var photo = Photo(1_600, 800, orientation: 6);
        await client.Uploaded(first, photo, "image/jpeg");
        var media = await Made(client, first);
        Assert.Equal((800, 1_600), (media.Number("width"), media.Number("height")));
        using var response = await client.Fetch(media.At("thumbnail"));
        Assert.Equal((HttpStatusCode.OK, "image/webp", "inline", "nosniff"), (response.StatusCode,
            response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentDisposition?.ToString(),
            response.Headers.GetValues("X-Content-Type-Options").Single()));
        var webp = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var thumbnail = Image.NewFromBuffer(webp);
        Assert.Equal((256, 512), (thumbnail.Width, thumbnail.Height));
        Assert.Equal(-1, webp.AsSpan().IndexOf("Kanarienkamera"u8));
        Assert.All(Files(folder), f => Assert.Equal(-1, File.ReadAllBytes(f).AsSpan().IndexOf("WEBP"u8)));
        using var known = await client.Fetch(media.At("thumbnail"), etag: response.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Equal(photo.Length, await client.Used());

        var shared = await client.Uploaded(second, photo, "image/jpeg");
        Assert.Equal((800, 1_600), (shared.Number("width"), shared.Number("height")));
        using var again = await client.Fetch(shared.At("thumbnail"));
        Assert.Equal(webp, await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, Files(folder).Length);
        await client.DeleteMedia(first);
        Assert.Equal(2, Files(folder).Length);
        await client.DeleteMedia(second);
        Assert.Empty(Files(folder));
        using var gone = await client.Fetch(shared.At("thumbnail"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Where_there_will_be_none_the_reason_is_told()
    {
        using var client = await diary.SignUp();
        var (cut, heic, text) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await client.Uploaded(cut, Photo(900, 600)[..^2_000], "image/jpeg");
        await client.Uploaded(heic, [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[500]], "image/heic");
        await client.Uploaded(text, "A text"u8.ToArray(), "text/plain");
        Assert.Equal("DAMAGED", (await Made(client, cut)).Text("thumbnailProblem"));
        Assert.Equal("NOT_SUPPORTED", (await Made(client, heic)).Text("thumbnailProblem"));
        var plain = await client.Find(text);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (plain.At("thumbnail").ValueKind, plain.At("thumbnailProblem").ValueKind));
        using var e2e = await diary.SignUp(Tier.E2E);
        var id = Guid.CreateVersion7();
        var media = await e2e.Uploaded(id, e2e.AsSent(id, Photo(900, 600)), "image/jpeg");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (media.At("thumbnail").ValueKind, media.At("thumbnailProblem").ValueKind));
    }

    /// <summary>Asks until it has a thumbnail, or a reason for having none.</summary>
    private static async Task<JsonElement> Made(DiaryClient client, Guid id)
    {
        while (true)
        {
            var media = await client.Find(id);
            if ((media.At("thumbnail").ValueKind is not JsonValueKind.Null && media.At("width").ValueKind is not JsonValueKind.Null)
                || media.Text("thumbnailProblem") is not null)
            {
                return media;
            }

            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static string[] Files(TemporaryFolder folder) => Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);

    private static byte[] Photo(int width, int height, int orientation = 1)
    {
        using var grid = Image.Xyz(width, height);
        using var colours = (grid[0] % 256).Bandjoin(grid[1] % 256, grid[0] % 199);
        using var image = colours.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using var noted = image.Mutate(m =>
        {
            m.Set(GValue.GIntType, "orientation", orientation);
            m.Set(GValue.GStrType, "exif-ifd0-Make", "Kanarienkamera");
        });
        return noted.JpegsaveBuffer();
    }
}
