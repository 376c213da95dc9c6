using System.Text.Json;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Accounts;

public abstract class UpdateSettingsTests(DiaryFixture diary, Tier tier)
{
    private const string Update =
        "mutation ($input: UpdateSettingsInput!) { updateSettings(input: $input) { account { id timeZone language } "
        + $"{Answers.ProblemFields} }} }}";

    [Fact]
    public async Task What_is_given_changes_at_once_and_the_rest_stays()
    {
        using var client = await diary.SignUp(tier);
        await AssertStands(client, "Europe/Vienna", null);
        await AssertChanges(client, new { language = "en" }, "Europe/Vienna", "en");
        await AssertChanges(client, new { timeZone = "America/Lima" }, "America/Lima", "en");
        await AssertChanges(client, new { timeZone = "UTC", language = "DE" }, "UTC", "de");
        await AssertChanges(client, new { language = "no" }, "UTC", "nb");
    }

    [Fact]
    public async Task Null_clears_the_language_and_only_where_it_is_sent()
    {
        using var client = await diary.SignUp(tier);
        await AssertChanges(client, new { language = "fr" }, "Europe/Vienna", "fr");
        await AssertChanges(client, new { }, "Europe/Vienna", "fr");
        await AssertChanges(client, new { timeZone = (string?)null }, "Europe/Vienna", "fr");
        var literal = await client.Data("mutation { updateSettings(input: { timeZone: \"UTC\" }) { account { language } } }");
        Assert.Equal("fr", literal.Text("updateSettings.account.language"));
        await AssertChanges(client, new { language = (string?)null }, "UTC", null);
    }

    [Theory]
    [InlineData("timeZone", "Europe/Nowhere")]
    [InlineData("timeZone", "")]
    [InlineData("language", "xx")]
    [InlineData("language", "en-GB")]
    [InlineData("language", "")]
    public async Task What_nobody_knows_is_refused_by_its_field_and_changes_nothing(string field, string value)
    {
        using var client = await diary.SignUp(tier);
        var input = new Dictionary<string, string> { ["timeZone"] = "UTC", ["language"] = "en", [field] = value };
        var refused = (await client.Data(Update, new { input })).At("updateSettings");
        Assert.Equal($"INVALID input.{field}", refused.Problems());
        Assert.True(refused.IsNull("account"));
        await AssertStands(client, "Europe/Vienna", null);
    }

    [Fact]
    public async Task What_is_repeated_is_recorded_once()
    {
        using var client = await diary.SignUp(tier);
        await AssertChanges(client, new { language = "en" }, "Europe/Vienna", "en");
        await AssertChanges(client, new { language = "en" }, "Europe/Vienna", "en");
        var account = new AccountId(Guid.Parse((await client.Data("{ me { id } }")).Text("me.id")!));
        var events = await diary.Server.Services.GetRequiredService<EventReader>().Read<AccountEvent>(
            account, StreamKey.Of(account), null, TestContext.Current.CancellationToken);
        var changed = Assert.Single(events.OfType<AccountEvent.SettingsChanged>());
        Assert.Equal(("Europe/Vienna", "en"), (changed.TimeZone, changed.Language));
    }

    [Fact]
    public async Task What_follows_in_the_same_request_goes_by_the_new_settings()
    {
        using var client = await diary.SignUp(tier);
        var body = await client.Data(
            """
            mutation ($input: CreateEntryInput!) { updateSettings(input: { timeZone: "America/Lima" }) { account { timeZone } }
              createEntry(input: $input) { entry { timeZone } } }
            """, new { input = new { id = Guid.CreateVersion7(), entryDate = "2026-11-23", content = new { plain = new { body = "" } } } });
        Assert.Equal("America/Lima", body.Text("createEntry.entry.timeZone"));
    }

    [Fact]
    public async Task Another_session_sees_it_at_once_and_the_next_credential_can_be_set()
    {
        using var client = await diary.SignUp(tier);
        using var other = client.Another();
        await other.SignInAgain();
        await AssertStands(other, "Europe/Vienna", null);
        await AssertChanges(client, new { language = "it" }, "Europe/Vienna", "it");
        await AssertStands(other, "Europe/Vienna", "it");
        var changed = (await client.Data(
            "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { account { language } problems { code field } } }",
            new { input = new { current = await client.Credential(), next = client.NextCredential("another horse battery staple") } }))
            .At("changePassword");
        Assert.Equal(("", "it"), (changed.Problems(), changed.Text("account.language")));
    }

    private static async Task AssertChanges(DiaryClient client, object input, string zone, string? language)
    {
        var payload = (await client.Data(Update, new { input })).At("updateSettings");
        Assert.Equal("", payload.Problems());
        AssertIs(payload.At("account"), zone, language);
        await AssertStands(client, zone, language);
    }

    private static async Task AssertStands(DiaryClient client, string zone, string? language) =>
        AssertIs((await client.Data("{ me { timeZone language } }")).At("me"), zone, language);

    private static void AssertIs(JsonElement account, string zone, string? language) =>
        Assert.Equal((zone, language), (account.Text("timeZone"), account.Text("language")));
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceUpdateSettingsTests(DiaryFixture diary) : UpdateSettingsTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2EUpdateSettingsTests(DiaryFixture diary) : UpdateSettingsTests(diary, Tier.E2E);
