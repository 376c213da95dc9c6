using System.Text.Json;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class SignInTests(DiaryFixture diary)
{
    private const string Document =
        "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken refreshToken accessTokenExpiresAt "
        + "refreshTokenExpiresAt } account { id } problems { __typename code message field } } }";

    [Fact]
    public async Task A_password_opens_a_session_of_its_own()
    {
        using var first = await diary.SignUp();
        using var second = diary.Server.Client();
        var payload = await SignIn(second, $"\t{first.Email.ToUpperInvariant()} ");
        Assert.Equal("", payload.Problems());
        second.Use(payload.At("session"));
        Assert.NotEqual(first.AccessToken, second.AccessToken);
        await first.Data("mutation { signOut { ended } }");
        Assert.Equal(payload.Text("account.id"), (await second.Data("{ me { id } }")).Text("me.id"));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_answered_alike()
    {
        using var client = await diary.SignUp();
        var wrong = await SignIn(client, client.Email, "not that horse but another");
        var unknown = await SignIn(client, SignUpTests.Address(), "not that horse but another");
        var impossible = await SignIn(client, client.Email, "short");
        Assert.Equal(
            """{"session":null,"account":null,"problems":[{"__typename":"Refusal","code":"WRONG_CREDENTIAL","message":"The address or """
            + """the password is wrong.","field":"input.credential"}]}""",
            wrong.GetRawText());
        Assert.Equal(wrong.GetRawText(), unknown.GetRawText());
        Assert.Equal(wrong.GetRawText(), impossible.GetRawText());
    }

    [Theory]
    [InlineData("Ångström-Ångström", "A\u030Angstro\u0308m-A\u030Angstro\u0308m")]
    [InlineData("ﬁne ﬁne ﬁne password", "fine fine fine password")]
    [InlineData("ｆｕｌｌ widths of purple paper", "full widths of purple paper")]
    public async Task Passwords_that_nfkc_makes_equal_sign_in_alike(string signedUp, string typed)
    {
        using var client = diary.Server.Client();
        var email = SignUpTests.Address();
        await SignUpTests.SignUp(client, email, signedUp);
        Assert.Equal("", (await SignIn(client, email, typed)).Problems());
        Assert.Equal("WRONG_CREDENTIAL input.credential", (await SignIn(client, email, typed.ToUpperInvariant())).Problems());
    }

    [Fact]
    public async Task The_access_token_lives_15_minutes_and_the_refresh_token_30_days()
    {
        using var client = await diary.SignUp();
        var before = TimeProvider.System.GetUtcNow();
        var session = (await SignIn(client, client.Email)).At("session");
        var (access, refresh) =
            (session.At("accessTokenExpiresAt").GetDateTimeOffset(), session.At("refreshTokenExpiresAt").GetDateTimeOffset());
        Assert.Equal(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(15), refresh - access);
        Assert.InRange(access - TimeSpan.FromMinutes(15), before.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Me_shows_the_account()
    {
        using var client = await diary.SignUp();
        var me = (await client.Data("{ me { id email tier timeZone createdAt recoveryCodesLeft publicKey } }")).At("me");
        Assert.Equal((client.Email, "UCE", "Europe/Vienna", 10),
            (me.Text("email"), me.Text("tier"), me.Text("timeZone"), me.Number("recoveryCodesLeft")));
        Assert.Equal(32, me.At("publicKey").GetBytesFromBase64().Length);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", me.Text("createdAt"));
    }

    internal static async Task<JsonElement> SignIn(
        DiaryClient client, string email, string password = DiaryClient.Password, string device = "test") =>
        (await client.Data(Document, new { input = new { email, credential = new { password }, device } })).GetProperty("signIn");
}
