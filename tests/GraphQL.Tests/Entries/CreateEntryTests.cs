using Diary.Domain.Accounts;

namespace Diary.GraphQL.Tests.Entries;

public abstract class CreateEntryTests(DiaryFixture diary, Tier tier)
{
    protected DiaryFixture Diary => diary;

    [Fact]
    public async Task A_new_entry_stands_as_it_was_given()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        var payload = await client.CreateEntry(id, new
        {
            title = "A day",
            body = "It rained.",
            mood = "calm",
            location = new { name = "Graz", latitude = 47.07, longitude = 15.44 },
            weather = new { condition = "rain", temperatureC = -2.5 },
            tags = new[] { "walk", "Rain" },
        });
        Assert.Equal("", payload.Problems());
        var entry = payload.At("entry");
        Assert.Equal((id.ToString(), 1, "2026-11-23", "Europe/Vienna", "DIARY"),
            (entry.Text("id"), entry.Number("version"), entry.Text("entryDate"), entry.Text("timeZone"), entry.Text("source")));
        Assert.Equal(
            """{"__typename":"PlainContent","title":"A day","body":"It rained.","mood":"calm","location":"""
            + """{"name":"Graz","latitude":47.07,"longitude":15.44},"weather":{"condition":"rain","temperatureC":-2.5}}""",
            entry.At("content").GetRawText());
        Assert.Equal(["walk", "Rain"], entry.At("tags").Texts("name"));
        Assert.Equal((true, true), (entry.IsNull("deletedAt"), entry.IsNull("purgeAt")));
        Assert.Equal(entry.Text("createdAt"), entry.Text("updatedAt"));
        Assert.Equal(entry.GetRawText(), (await client.Entry(id.ToString())).GetRawText());
    }

    [Fact]
    public async Task What_is_left_out_is_null()
    {
        using var client = await diary.SignUp(tier);
        var entry = (await client.CreateEntry(Guid.CreateVersion7(), new { body = "" })).At("entry");
        Assert.Equal("""{"__typename":"PlainContent","title":null,"body":"","mood":null,"location":null,"weather":null}""",
            entry.At("content").GetRawText());
        Assert.Empty(entry.At("tags").EnumerateArray());
    }

    [Fact]
    public async Task A_repeated_creation_makes_nothing_twice_also_after_an_edit()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One", tags = new[] { "x" } });
        var again = await client.CreateEntry(id, new { body = "One", tags = new[] { "x" } });
        Assert.Equal(("", 1), (again.Problems(), again.Number("entry.version")));
        await client.EditEntry(id, 1, new { body = "Two" });
        var late = await client.CreateEntry(id, new { body = "One", tags = new[] { "x" } });
        Assert.Equal(("", 2, "Two"), (late.Problems(), late.Number("entry.version"), late.Text("entry.content.body")));
        Assert.Equal(1, (await client.Data("{ entries { totalCount } }")).Number("entries.totalCount"));
    }

    [Theory]
    [InlineData("Two", "2026-11-23", null)]
    [InlineData("One", "2026-11-24", null)]
    [InlineData("One", "2026-11-23", "UTC")]
    public async Task An_id_that_another_entry_has_is_a_conflict_that_shows_it(string body, string date, string? zone)
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        var payload = await client.CreateEntry(id, new { body }, date, zone);
        Assert.Equal("VERSION_CONFLICT input.id", payload.Problems());
        Assert.True(payload.IsNull("entry"));
        Assert.Equal(("VersionConflict", 1, id.ToString(), "One"),
            (payload.Text("problems.0.__typename"), payload.Number("problems.0.currentVersion"),
                payload.Text("problems.0.current.id"), payload.Text("problems.0.current.content.body")));
        Assert.Equal(1, (await client.Entry(id.ToString())).Number("version"));
    }

    [Fact]
    public async Task The_id_of_a_purged_entry_is_not_given_again()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        await client.Move("purgeEntry", id.ToString());
        var payload = await client.CreateEntry(id, new { body = "One" });
        Assert.Equal("INVALID input.id", payload.Problems());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await client.Entry(id.ToString())).ValueKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData(" 0190b6f0-7c00-7000-8000-000000000001")]
    [InlineData("0190b6f07c0070008000000000000001")]
    [InlineData("0190b6f0-7c00-7000-8000-00000000000g")]
    public async Task What_is_no_uuid_is_refused(string id)
    {
        using var client = await diary.SignUp(tier);
        var payload = await client.Create(new { id, entryDate = "2026-11-23", content = new { plain = new { body = "x" } } });
        Assert.Equal("INVALID input.id", payload.Problems());
        Assert.Equal(0, (await client.Data("{ entries { totalCount } }")).Number("entries.totalCount"));
    }

    [Fact]
    public async Task An_id_in_capitals_is_the_same_id()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "One" });
        Assert.Equal(id.ToString(), (await client.Entry(id.ToString().ToUpperInvariant())).Text("id"));
    }

    [Fact]
    public async Task Of_twenty_creations_at_once_one_makes_the_entry_and_all_show_it()
    {
        using var client = await diary.SignUp(tier);
        var id = Guid.CreateVersion7();
        var payloads = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.CreateEntry(id, new { body = "Once" })));
        Assert.All(payloads, p => Assert.Equal(("", 1), (p.Problems(), p.Number("entry.version"))));
        Assert.Equal(1, (await client.Data("{ entries { totalCount } }")).Number("entries.totalCount"));
        Assert.Single((await client.Data("query ($id: ID!) { entry(id: $id) { history { nodes { version } } } }", new { id }))
            .At("entry.history.nodes").EnumerateArray());
    }

    [Theory]
    [InlineData('é', 500_000)]
    [InlineData('ש', 500_000)]
    [InlineData('語', 340_000)]
    public async Task Every_script_has_the_same_room_in_utf8(char letter, int count)
    {
        using var client = await diary.SignUp(tier);
        var body = new string(letter, count);
        Assert.Equal(body, (await client.CreateEntry(Guid.CreateVersion7(), new { body })).Text("entry.content.body"));
    }
}

/// <summary>The same in the tier whose texts the server reads, and what only it has.</summary>
public sealed class UceCreateEntryTests(DiaryFixture diary) : CreateEntryTests(diary, Tier.Uce)
{
    [Fact]
    public async Task A_body_of_nearly_a_mebibyte_is_kept_and_a_longer_one_refused()
    {
        using var client = await Diary.SignUp();
        var id = Guid.CreateVersion7();
        var longest = new string('a', 1_032_180); // with {"body":""} round it, what a body part of 1 MiB holds
        Assert.Equal(longest, (await client.CreateEntry(id, new { body = longest })).Text("entry.content.body"));
        Assert.Equal(
            "INVALID input.content.plain.body", (await client.CreateEntry(Guid.CreateVersion7(), new { body = longest + "a" })).Problems());
        Assert.Equal("INVALID input.content.plain.body",
            (await client.CreateEntry(Guid.CreateVersion7(), new { body = new string('a', 2 << 20) })).Problems());
        Assert.Equal(
            "INVALID input.content.plain.body", (await client.EditEntry(id, 1, new { body = new string('a', 2 << 20) })).Problems());
        Assert.Equal(1, (await client.Entry(id.ToString())).Number("version"));
    }

    [Fact]
    public async Task A_request_past_four_mebibytes_is_refused_whole()
    {
        using var client = await Diary.SignUp();
        using var content = new StringContent(new string(' ', (4 << 20) + 1), System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, client.Url) { Content = content };
        request.Headers.ExpectContinue = true;
        using var response = await client.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(413, (int)response.StatusCode);
    }
}

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2ECreateEntryTests(DiaryFixture diary) : CreateEntryTests(diary, Tier.E2E);
