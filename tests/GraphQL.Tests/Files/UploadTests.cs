using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.GraphQL.Tests.Archives;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Files;

public sealed class UploadTests(DiaryFixture diary)
{
    private static readonly byte[] File = ArchiveRequests.Zip(("a.txt", "a"));

    [Fact]
    public async Task A_file_is_taken_once_and_never_another_under_its_id()
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        var (status, body) = await client.Upload(id, File);
        Assert.Equal((201, id.ToString(), File.Length), (status, body.Text("id"), body.Number("sizeBytes")));
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(File)), body.Text("sha256"));
        Assert.Equal(200, (await client.Upload(id, File)).Status);
        var other = await client.Upload(id, [.. File, 0]);
        Assert.Equal((409, "INVALID"), (other.Status, other.Body.Text("errors.0.extensions.code")));
        using var eve = await diary.SignUp();
        Assert.Equal(201, (await eve.Upload(id, [.. File, 0])).Status); // an id is unique within its account only
    }

    [Fact]
    public async Task What_is_not_of_the_form_is_refused_with_a_code_and_leaves_nothing()
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE"), await Put(client, id, File, type: "text/html"));
        Assert.Equal((HttpStatusCode.LengthRequired, "BAD_REQUEST"), await Put(client, id, File, chunked: true));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await Put(client, id, File, digest: "md5=:AAAA:"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "INVALID"),
            await Put(client, id, File, digest: $"sha-256=:{Convert.ToBase64String(new byte[32])}:"));
        Assert.Equal((HttpStatusCode.NotFound, "NOT_FOUND"), await Put(client, "no-uuid", File));
        Assert.Equal("NOT_FOUND", (await client.Import(id)).Text("problems.0.code"));
        Assert.Equal((HttpStatusCode.Created, null),
            await Put(client, id, File, digest: $"sha-256=:{Convert.ToBase64String(SHA256.HashData(File))}:"));
        client.SignWith(null);
        Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHENTICATED"), await Put(client, id, File));
        client.SignWith("forged");
        Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHENTICATED"), await Put(client, id, File));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_it_is_read_and_too_many_are_refused()
    {
        await using var server = await diary.StartServer(null, ("Diary:MaxUploadMiB", "1"));
        using var client = await server.SignUp(Tier.Uce);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE"),
            await Put(client, Guid.CreateVersion7(), new byte[(1 << 20) + 1]));
        Assert.Equal((HttpStatusCode.Created, null), await Put(client, Guid.CreateVersion7(), new byte[1 << 20]));
        for (var i = 1; i < 10; i++)
        {
            Assert.Equal(201, (await client.Upload(Guid.CreateVersion7(), File)).Status);
        }

        Assert.Equal((HttpStatusCode.Conflict, "LIMIT_REACHED"), await Put(client, Guid.CreateVersion7(), File));
    }

    [Fact]
    public async Task An_upload_that_nobody_imports_is_deleted_after_a_day_with_its_blob()
    {
        var clock = new MovableClock();
        using var folder = new TemporaryFolder("blobs");
        await using var server = await diary.StartServer(clock, ("Diary:BlobFolder", folder.Path));
        using var client = await server.SignUp(Tier.Uce);
        var id = Guid.CreateVersion7();
        await client.Upload(id, File);
        var blob = Assert.Single(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
        Assert.DoesNotContain(
            "a.txt", System.Text.Encoding.Latin1.GetString(await System.IO.File.ReadAllBytesAsync(blob)), StringComparison.Ordinal);
        var sweep = server.Services.GetRequiredService<Grains.IFileSweep>();
        Assert.Equal(0, await sweep.Sweep(CancellationToken.None));
        clock.Move(TimeSpan.FromHours(25));
        Assert.InRange(await sweep.Sweep(CancellationToken.None), 1, 2);
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
        await client.SignInAgain();
        Assert.Equal("NOT_FOUND", (await client.Import(id)).Text("problems.0.code"));
    }

    [Fact]
    public async Task A_blob_without_a_key_is_noise_and_is_swept_once_it_is_old()
    {
        using var folder = new TemporaryFolder("blobs");
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock, ("Diary:BlobFolder", folder.Path));
        using var client = await server.SignUp(Tier.Uce);
        var account = (await client.Data("{ me { id } }")).Text("me.id")!;
        Directory.CreateDirectory(Path.Combine(folder.Path, account));
        var orphan = Path.Combine(folder.Path, account, Guid.NewGuid().ToString());
        await System.IO.File.WriteAllTextAsync(orphan, "left by a crash");
        var sweep = server.Services.GetRequiredService<Grains.IFileSweep>();
        await sweep.Sweep(CancellationToken.None);
        Assert.True(System.IO.File.Exists(orphan)); // it may be on its way to become a file
        clock.Move(TimeSpan.FromHours(7)); // it does not look through all blobs each time
        System.IO.File.SetLastWriteTimeUtc(orphan, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        Assert.Equal(1, await sweep.Sweep(CancellationToken.None));
        Assert.False(System.IO.File.Exists(orphan));
    }

    private static async Task<(HttpStatusCode Status, string? Code)> Put(DiaryClient client, object id, byte[] file,
        string type = "application/zip", string? digest = null, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(client.Url, $"/files/{id}"));
        request.Content = new ByteArrayContent(file);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (digest is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Digest", digest);
        }

        if (chunked)
        {
            request.Headers.TransferEncodingChunked = true;
        }

        using var response = await client.Http.SendAsync(request);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (response.StatusCode, body.TryGetProperty("errors", out _) ? body.Text("errors.0.extensions.code") : null);
    }
}
