using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class ChangePasswordTests(DiaryFixture diary)
{
    private const string Next = "seven purple elephants knit";

    [Fact]
    public async Task The_new_password_signs_in_the_old_one_does_not_and_entries_still_open()
    {
        using var client = await diary.SignUp();
        var entry = Guid.CreateVersion7();
        await client.CreateEntry(entry, new { body = "before" });
        Assert.Equal("", (await client.ChangePassword(DiaryClient.Password, Next)).Problems());

        using var other = diary.Server.Client();
        Assert.Equal("WRONG_CREDENTIAL input.credential", (await other.SignIn(client.Email)).Problems());
        other.Use((await other.SignIn(client.Email, Next)).At("session"));
        Assert.Equal("before", (await other.Entry(entry.ToString())).Text("content.body"));
    }

    [Fact]
    public async Task The_session_that_asks_goes_on_and_all_others_are_refused_at_once()
    {
        using var client = await diary.SignUp();
        using var other = diary.Server.Client();
        other.Use((await other.SignIn(client.Email)).At("session"));
        Assert.True(await other.IsSignedIn());
        var old = client.AccessToken;

        var payload = await client.ChangePassword(DiaryClient.Password, Next);
        Assert.False(await other.IsSignedIn());
        Assert.Equal("WRONG_CREDENTIAL refreshToken", (await Refresh(other)).Problems());
        Assert.True(await client.IsSignedIn()); // the token that it asked with
        client.Use(payload.At("session"));
        Assert.NotEqual(old, client.AccessToken);
        Assert.True(await client.IsSignedIn());
        client.Use((await Refresh(client)).At("session"));
        Assert.True(await client.IsSignedIn());
    }

    [Fact]
    public async Task Repeated_it_succeeds_and_changes_nothing()
    {
        using var client = await diary.SignUp();
        var first = await client.ChangePassword(DiaryClient.Password, Next);
        using var other = diary.Server.Client();
        other.Use((await other.SignIn(client.Email, Next)).At("session"));

        var again = await client.ChangePassword(DiaryClient.Password, Next);
        Assert.Equal(("", first.Text("account.id")), (again.Problems(), again.Text("account.id")));
        client.Use(again.At("session"));
        Assert.True(await client.IsSignedIn());
        Assert.True(await other.IsSignedIn()); // a second change would have ended it
    }

    [Theory]
    [InlineData("not that horse but another", "WRONG_CREDENTIAL input.current")]
    [InlineData("short", "WRONG_CREDENTIAL input.current")]
    [InlineData(Next, "INVALID input.next")]
    [InlineData("ｓｅｖｅｎ purple elephants knit", "INVALID input.next")]
    public async Task A_token_alone_changes_nothing(string current, string problems)
    {
        using var client = await diary.SignUp();
        Assert.Equal(problems, (await client.ChangePassword(current, Next)).Problems());
        Assert.Equal("", (await client.SignIn(client.Email)).Problems());
        Assert.Equal("WRONG_CREDENTIAL input.credential", (await client.SignIn(client.Email, Next)).Problems());
    }

    [Fact]
    public async Task Each_tier_refuses_the_other_s_credential()
    {
        using var client = await diary.SignUp();
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        var (next, bundle) = device.Next(Next);
        var password = new { password = DiaryClient.Password };
        Assert.Equal("TIER_MISMATCH input.current.authKey, TIER_MISMATCH input.next.authKey, TIER_MISMATCH input.keyBundle",
            (await client.ChangePassword(await device.Current(), next, bundle)).Problems());
        Assert.Equal("TIER_MISMATCH input.current.password, TIER_MISMATCH input.next.password",
            (await device.Client.ChangePassword(password, new { password = Next })).Problems());
        Assert.Equal("INVALID input.next.authKey.kdf, INVALID input.keyBundle",
            (await device.Client.ChangePassword(await device.Current(), new { authKey = new { key = new byte[32] } }, [1, 2]))
                .Problems());
    }

    [Fact]
    public async Task An_e2e_client_brings_its_key_and_its_bundle_anew()
    {
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        using var other = diary.Server.Client();
        other.Use((await device.SignIn()).At("session"));
        var current = await device.Current();
        var (next, bundle) = device.Next(Next);

        var payload = await device.Client.ChangePassword(current, next, bundle);
        Assert.Equal("", payload.Problems());
        Assert.Equal(bundle, payload.At("account.keyBundle").GetBytesFromBase64());
        Assert.False(await other.IsSignedIn());
        Assert.Equal("", (await device.Client.ChangePassword(current, next, bundle)).Problems());
        Assert.Equal("WRONG_CREDENTIAL input.credential", (await device.SignIn()).Problems());
        device.Password = Next;
        Assert.Equal("", (await device.SignIn()).Problems());
    }

    [Fact]
    public async Task A_bundle_that_is_not_brought_is_gone_since_the_old_password_opens_it()
    {
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        var payload = await device.Client.ChangePassword(await device.Current(), device.Next(Next).Credential);
        Assert.True(payload.IsNull("account.keyBundle"));
        Assert.True((await device.Client.Data("{ me { keyBundle } }")).IsNull("me.keyBundle"));
    }

    [Fact]
    public async Task Of_two_at_once_one_password_holds_and_the_other_is_told()
    {
        using var client = await diary.SignUp();
        using var other = diary.Server.Client();
        other.Use((await other.SignIn(client.Email)).At("session"));
        const string document =
            "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { session { accessToken } problems { code } } }";
        var current = new { password = DiaryClient.Password };
        var answers = await Task.WhenAll(
            client.Send(document, new { input = new { current, next = new { password = Next } } }),
            other.Send(document, new { input = new { current, next = new { password = $"{Next} socks" } } }));
        Assert.Single(answers, a => !a.TryGetProperty("errors", out _) && !a.IsNull("data.changePassword.session"));
        var signIns = new[] { await client.SignIn(client.Email, Next), await client.SignIn(client.Email, $"{Next} socks") };
        Assert.Single(signIns, s => s.Problems().Length == 0);
    }

    internal static async Task<System.Text.Json.JsonElement> Refresh(DiaryClient client) => (await client.Data(
        "mutation ($token: String!) { refreshSession(refreshToken: $token) { session { accessToken refreshToken } "
        + "problems { code field } } }", new { token = client.RefreshToken })).At("refreshSession");
}
