using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Media;

public sealed class MediaUploadTests(DiaryFixture diary)
{
    [Theory]
    [InlineData(Tier.Uce, 1)]
    [InlineData(Tier.Uce, 100_000)]
    [InlineData(Tier.Uce, MediaRequests.PartSize)]
    [InlineData(Tier.Uce, (2 * MediaRequests.PartSize) + 17)]
    [InlineData(Tier.E2E, 1)]
    [InlineData(Tier.E2E, MediaRequests.PartSize + 17)]
    public async Task What_was_sent_in_parts_comes_back_byte_for_byte(Tier tier, int length)
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        var file = client.AsSent(id, MediaRequests.Bytes(length));
        var metadata = tier == Tier.E2E ? MediaRequests.Bytes(40, 2) : null;
        var name = tier == Tier.Uce ? "Ein Tag am Meer.bin" : null;
        var begun = await client.BeginUpload(id, file, "application/x-diary", name, metadata);
        Assert.Equal("PENDING", begun.Text("media.state"));
        Assert.Equal(JsonValueKind.Null, begun.At("media.download").ValueKind);
        Assert.Equal(file.Length, await client.Used());
        var parts = begun.At("parts").EnumerateArray().ToList();
        Assert.Equal((file.Length + MediaRequests.PartSize - 1) / MediaRequests.PartSize, parts.Count);
        foreach (var part in parts.AsEnumerable().Reverse())
        {
            Assert.Equal((HttpStatusCode.NoContent, null), await client.SendPart(part, file));
        }

        var media = (await client.CompleteUpload(id)).At("media");
        Assert.Equal(("READY", "application/x-diary", name, file.Length, Convert.ToBase64String(SHA256.HashData(file))),
            (media.Text("state"), media.Text("contentType"), media.Text("fileName"), media.At("sizeBytes").GetInt64(),
                media.Text("sha256")));
        Assert.Equal(metadata is null ? null : Convert.ToBase64String(metadata), media.Text("encryptedMetadata"));
        Assert.Equal(file, await client.Fetched(media));
        Assert.Equal(file, await client.Fetched(await client.Find(id)));
        Assert.Equal("READY", (await client.CompleteUpload(id)).Text("media.state"));
        Assert.Equal(file.Length, await client.Used());
    }

    [Fact]
    public async Task An_upload_goes_on_where_it_was_broken_off()
    {
        using var client = await diary.SignUp();
        var (id, file) = (Guid.CreateVersion7(), MediaRequests.Bytes((2 * MediaRequests.PartSize) + 5));
        var parts = (await client.BeginUpload(id, file)).At("parts").EnumerateArray().ToList();
        await client.SendPart(parts[1], file);
        await client.SendPart(parts[1], file); // again, as after a lost answer
        var refused = await client.CompleteUpload(id);
        Assert.Equal(("INVALID", "mediaId"), (refused.Text("problems.0.code"), refused.Text("problems.0.field")));
        Assert.StartsWith("2 parts did not arrive", refused.Text("problems.0.message"), StringComparison.Ordinal);
        Assert.Equal("PENDING", (await client.Find(id)).Text("state"));

        var left = (await client.BeginUpload(id, file)).At("parts").EnumerateArray().ToList();
        Assert.Equal([1, 3], left.Select(p => p.At("number").GetInt32()));
        foreach (var part in left)
        {
            await client.SendPart(part, file);
        }

        Assert.Equal("[]", (await client.BeginUpload(id, file)).At("parts").GetRawText());
        var media = (await client.CompleteUpload(id)).At("media");
        Assert.Equal(file, await client.Fetched(media));
        Assert.Equal("[]", (await client.BeginUpload(id, file)).At("parts").GetRawText());
        Assert.Equal((HttpStatusCode.Conflict, "INVALID"), await client.SendPart(parts[1], file));
        Assert.Equal(file, await client.Fetched(await client.Find(id)));
    }

    [Fact]
    public async Task A_part_is_taken_only_as_it_was_announced_and_only_with_its_own_link()
    {
        using var client = await diary.SignUp();
        var (id, file) = (Guid.CreateVersion7(), MediaRequests.Bytes(MediaRequests.PartSize + 100));
        var parts = (await client.BeginUpload(id, file)).At("parts").EnumerateArray().ToList();
        Task<(HttpStatusCode, string?)> Send(int index, Action<HttpRequestMessage> change) => client.SendPart(parts[index], file, change);

        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await Send(1, r => r.Content = new ByteArrayContent(file, 0, 99)));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await Send(1, r => r.Content = new ByteArrayContent([])));
        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE"), await Send(1, r => r.Content = new ByteArrayContent(file, 0, 101)));
        Assert.Equal((HttpStatusCode.LengthRequired, "BAD_REQUEST"), await Send(1, r => r.Headers.TransferEncodingChunked = true));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "INVALID"), await Send(1,
            r => r.Content!.Headers.TryAddWithoutValidation("Content-Digest", $"sha-256=:{Convert.ToBase64String(new byte[32])}:")));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await Send(1,
            r => r.Content!.Headers.TryAddWithoutValidation("Content-Digest", "sha-256=?")));
        foreach (var path in (string[])[$"/media/{id}/parts/1", $"/media/{id}/parts/3", $"/media/{id}/parts/0", $"/media/{id}/parts/-2",
            $"/media/{id}/parts/2x", $"/media/{Guid.NewGuid()}/parts/2", "/media/x/parts/2"])
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHENTICATED"), await Send(1, r => r.RequestUri = new Uri(client.Url, path)));
        }

        foreach (var token in (string[])["", "Bearer x", $"Bearer {client.AccessToken}", parts[0].Text("link.headers.0.value")!])
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHENTICATED"), await Send(1, r =>
            {
                r.Headers.Remove("Authorization");
                r.Headers.TryAddWithoutValidation("Authorization", token);
            }));
        }

        Assert.Equal(2, (await client.BeginUpload(id, file)).At("parts").GetArrayLength());
        using var eve = await diary.SignUp();
        Assert.Equal("NOT_FOUND", (await eve.CompleteUpload(id)).Text("problems.0.code"));
        Assert.Equal("NOT_FOUND", (await eve.DeleteMedia(id)).Text("problems.0.code"));
        Assert.Equal(JsonValueKind.Null, (await eve.Find(id)).ValueKind);
    }

    [Fact]
    public async Task Links_to_parts_work_for_an_hour_and_uploads_for_a_day()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(Tier.Uce);
        var (id, file) = (Guid.CreateVersion7(), MediaRequests.Bytes(100));
        var part = (await client.BeginUpload(id, file)).At("parts.0");
        clock.Move(TimeSpan.FromMinutes(61));
        Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHENTICATED"), await client.SendPart(part, file));
        await client.SignInAgain();
        part = (await client.BeginUpload(id, file)).At("parts.0");
        clock.Move(TimeSpan.FromHours(22.5));
        await client.SignInAgain();
        part = (await client.BeginUpload(id, file)).At("parts.0");
        Assert.Equal((HttpStatusCode.NoContent, null), await client.SendPart(part, file));
        clock.Move(TimeSpan.FromMinutes(40));
        Assert.Equal((HttpStatusCode.Conflict, "INVALID"), await client.SendPart(part, file));
        await client.SignInAgain();
        Assert.Equal("NOT_FOUND", (await client.CompleteUpload(id)).Text("problems.0.code"));
        Assert.Equal("INVALID", (await client.BeginUpload(id, file)).Text("problems.0.code"));
    }

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task What_is_not_what_was_announced_is_refused_and_freed(Tier tier)
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        var file = client.AsSent(id, MediaRequests.Bytes(5_000));
        var part = (await client.BeginUpload(id, file)).At("parts.0");
        var other = file.ToArray();
        other[^1] ^= 1;
        Assert.Equal((HttpStatusCode.NoContent, null), await client.SendPart(part, other));
        var refused = await client.CompleteUpload(id);
        Assert.Equal(("INVALID", "mediaId"), (refused.Text("problems.0.code"), refused.Text("problems.0.field")));
        Assert.Contains("SHA-256", refused.Text("problems.0.message"), StringComparison.Ordinal);
        Assert.Equal(0, await client.Used());
        Assert.Equal("DELETED", (await client.Find(id)).Text("state"));
        Assert.Equal("NOT_FOUND", (await client.CompleteUpload(id)).Text("problems.0.code"));
    }

    [Theory]
    [InlineData("image/png", "<!DOCTYPE html><script>alert(1)</script>", "text/html")]
    [InlineData("image/jpeg", "PK\u0003\u0004", "application/zip")]
    [InlineData("video/mp4", "just a text", "not of the type")]
    [InlineData("text/plain", "%PDF-1.7", "application/pdf")]
    public async Task A_type_that_lies_is_refused_and_freed(string type, string content, string told)
    {
        using var client = await diary.SignUp();
        var (id, file) = (Guid.CreateVersion7(), System.Text.Encoding.UTF8.GetBytes(content));
        await client.SendPart((await client.BeginUpload(id, file, type)).At("parts.0"), file);
        var refused = await client.CompleteUpload(id);
        Assert.Equal(("INVALID", "mediaId"), (refused.Text("problems.0.code"), refused.Text("problems.0.field")));
        Assert.Contains(told, refused.Text("problems.0.message"), StringComparison.Ordinal);
        Assert.Equal(0, await client.Used());
    }

    [Fact]
    public async Task An_E2E_file_that_is_not_sealed_as_this_one_is_refused_and_freed()
    {
        using var client = await diary.SignUp(Tier.E2E);
        var other = Guid.CreateVersion7();
        foreach (var file in (byte[][])[MediaRequests.Bytes(500), client.AsSent(other, MediaRequests.Bytes(500)),
            client.AsSent(other, [])[..80]])
        {
            var id = Guid.CreateVersion7();
            await client.SendPart((await client.BeginUpload(id, file)).At("parts.0"), file);
            Assert.Contains("sealed", (await client.CompleteUpload(id)).Text("problems.0.message"), StringComparison.Ordinal);
        }

        Assert.Equal(0, await client.Used());
    }

    [Theory]
    [InlineData("input.contentType", "")]
    [InlineData("input.contentType", "image")]
    [InlineData("input.contentType", "image/png; charset=x")]
    [InlineData("input.contentType", "a/b/c")]
    [InlineData("input.contentType", "text/\r\nX-Evil: 1")]
    [InlineData("input.fileName", "../../etc/passwd")]
    [InlineData("input.fileName", "a\\b")]
    [InlineData("input.fileName", "..")]
    [InlineData("input.fileName", " ")]
    [InlineData("input.fileName", "a\0b")]
    [InlineData("input.fileName", "a\nb")]
    [InlineData("input.fileName", null)]
    [InlineData("input.sizeBytes", "0")]
    [InlineData("input.sizeBytes", "-1")]
    [InlineData("input.sizeBytes", "4294967297")]
    [InlineData("input.sha256", "")]
    [InlineData("input.sha256", "0123")]
    [InlineData("input.encryptedMetadata", "0123")]
    public async Task What_is_announced_badly_is_refused_by_its_field(string field, string? value)
    {
        using var client = await diary.SignUp();
        value ??= new string('x', 4_000);
        var payload = await client.BeginUpload(Guid.CreateVersion7(), [1],
            field == "input.contentType" ? value : "image/png", field == "input.fileName" ? value : null,
            field == "input.encryptedMetadata" ? [1] : null,
            field == "input.sizeBytes" ? long.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : null,
            field == "input.sha256" ? Convert.FromHexString(value) : null);
        Assert.Equal((field, field == "input.encryptedMetadata" ? "TIER_MISMATCH" : "INVALID"),
            (payload.Text("problems.0.field"), payload.Text("problems.0.code")));
        Assert.Equal(JsonValueKind.Null, payload.At("media").ValueKind);
        Assert.Equal(JsonValueKind.Null, payload.At("parts").ValueKind);
        Assert.Equal(0, await client.Used());
    }

    [Fact]
    public async Task E2E_names_are_sealed_by_the_client_and_metadata_is_bounded()
    {
        using var client = await diary.SignUp(Tier.E2E);
        Assert.Equal("TIER_MISMATCH", (await client.BeginUpload(Guid.CreateVersion7(), [1], name: "a.png")).Text("problems.0.code"));
        Assert.Equal("input.encryptedMetadata",
            (await client.BeginUpload(Guid.CreateVersion7(), [1], metadata: new byte[4_097])).Text("problems.0.field"));
    }

    [Fact]
    public async Task An_id_is_announced_once()
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        await client.Uploaded(id, [1, 2, 3]);
        var other = await client.BeginUpload(id, [1, 2, 4]);
        Assert.Equal(("VERSION_CONFLICT", "input.id"), (other.Text("problems.0.code"), other.Text("problems.0.field")));
        Assert.Equal("DELETED", (await client.DeleteMedia(id)).Text("media.state"));
        Assert.Equal("DELETED", (await client.DeleteMedia(id)).Text("media.state"));
        Assert.Equal("INVALID", (await client.BeginUpload(id, [1, 2, 3])).Text("problems.0.code"));
        Assert.Equal("NOT_FOUND", (await client.CompleteUpload(id)).Text("problems.0.code"));
        Assert.Equal("NOT_FOUND", (await client.DeleteMedia(Guid.NewGuid())).Text("problems.0.code"));
        Assert.Equal(0, await client.Used());
    }
}
