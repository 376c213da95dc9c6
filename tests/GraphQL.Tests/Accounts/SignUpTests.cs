using System.Text.Json;
using Diary.Cryptography;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class SignUpTests(DiaryFixture diary)
{
    private const string Document =
        "mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken refreshToken } "
        + "account { id email tier timeZone } recoveryCodes problems { __typename code message field } } }";

    [Fact]
    public async Task A_new_account_is_signed_in_and_shown_its_ten_codes_once()
    {
        using var client = diary.Server.Client();
        var (id, email) = (Guid.NewGuid(), Address());
        var payload = await SignUp(client, email, id: id);
        Assert.Equal((id.ToString(), email, "UCE", "Europe/Vienna"),
            (payload.Text("account.id"), payload.Text("account.email"), payload.Text("account.tier"), payload.Text("account.timeZone")));
        Assert.Equal("", payload.Problems());
        var codes = payload.At("recoveryCodes").EnumerateArray().Select(c => c.GetString()!).ToList();
        Assert.Equal(10, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, c =>
        {
            Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$", c);
            Assert.True(RecoveryCode.TryParse(c, out var code));
            code.Dispose();
        });
        client.Use(payload.At("session"));
        Assert.Equal(10, (await client.Data("{ me { recoveryCodesLeft } }")).Number("me.recoveryCodesLeft"));
    }

    [Fact]
    public async Task Where_no_id_is_given_the_server_makes_one_that_tells_no_time()
    {
        using var client = diary.Server.Client();
        var payload = await SignUp(client, Address());
        Assert.Equal(4, Guid.ParseExact(payload.Text("account.id")!, "D").Version);
    }

    [Fact]
    public async Task The_time_zone_is_utc_where_none_is_given()
    {
        using var client = diary.Server.Client();
        var payload = await SignUp(client, Address(), timeZone: null);
        Assert.Equal("UTC", payload.Text("account.timeZone"));
    }

    [Fact]
    public async Task A_repeated_sign_up_signs_in_shows_no_codes_and_makes_nothing_twice()
    {
        using var client = diary.Server.Client();
        var (id, email) = (Guid.NewGuid(), Address());
        var first = await SignUp(client, email, id: id);
        var again = await SignUp(client, $" {email.ToUpperInvariant()} ", id: id);
        Assert.Equal(
            (id.ToString(), "", JsonValueKind.Null), (again.Text("account.id"), again.Problems(), again.At("recoveryCodes").ValueKind));
        client.Use(again.At("session"));
        Assert.Equal(10, (await client.Data("{ me { recoveryCodesLeft } }")).Number("me.recoveryCodesLeft"));
        client.Use(first.At("session"));
        Assert.Equal(id.ToString(), (await client.Data("{ me { id } }")).Text("me.id"));
    }

    [Fact]
    public async Task A_repeat_with_another_password_is_told_that_the_address_is_taken()
    {
        using var client = diary.Server.Client();
        var (id, email) = (Guid.NewGuid(), Address());
        await SignUp(client, email, id: id);
        AssertRefused("EMAIL_TAKEN input.email", await SignUp(client, email, "quite another purple password", id));
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("  {0}\t")]
    [InlineData("{1}")]
    public async Task An_address_has_one_account_whatever_its_case_and_the_space_around_it(string form)
    {
        using var client = diary.Server.Client();
        var email = Address();
        await SignUp(client, email);
        var written = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, email, email.ToUpperInvariant());
        AssertRefused("EMAIL_TAKEN input.email", await SignUp(client, written));
        AssertRefused("EMAIL_TAKEN input.email", await SignUp(client, written, id: Guid.NewGuid()));
    }

    [Fact]
    public async Task An_id_that_another_account_has_is_refused()
    {
        using var client = diary.Server.Client();
        var id = Guid.NewGuid();
        await SignUp(client, Address(), id: id);
        var email = Address();
        AssertRefused("INVALID input.id", await SignUp(client, email, id: id));
        Assert.Equal("", (await SignUp(client, email)).Problems());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("one id")]
    public async Task Of_many_sign_ups_of_one_address_at_once_one_makes_the_account(string? id)
    {
        using var client = diary.Server.Client();
        var email = Address();
        var same = Guid.NewGuid();
        var payloads = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SignUp(client, email, id: id is null ? null : same)));
        var made = Assert.Single(payloads, p => !p.IsNull("recoveryCodes"));
        Assert.All(payloads.Where(p => p.IsNull("recoveryCodes")),
            p => Assert.Equal(id is null ? "EMAIL_TAKEN input.email" : "", p.Problems()));
        Assert.All(payloads.Where(p => !p.IsNull("account")), p => Assert.Equal(made.Text("account.id"), p.Text("account.id")));
    }

    internal static string Address() => $"{Guid.NewGuid():N}@example.org";

    internal static async Task<JsonElement> SignUp(
        DiaryClient client, string email, string password = DiaryClient.Password, object? id = null, string device = "test",
        string? timeZone = "Europe/Vienna")
    {
        var input = new Dictionary<string, object?>
        {
            ["email"] = email,
            ["tier"] = "UCE",
            ["credential"] = new { password },
            ["device"] = device,
        };
        if (id is not null)
        {
            input["id"] = id;
        }

        if (timeZone is not null)
        {
            input["timeZone"] = timeZone;
        }

        return (await client.Data(Document, new { input })).GetProperty("signUp");
    }

    internal static void AssertRefused(string problems, JsonElement payload)
    {
        Assert.Equal(problems, payload.Problems());
        Assert.Equal((true, true, true), (payload.IsNull("session"), payload.IsNull("account"), payload.IsNull("recoveryCodes")));
    }
}
