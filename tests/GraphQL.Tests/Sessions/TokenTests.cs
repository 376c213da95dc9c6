using System.Net;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Sessions;

public sealed class TokenTests(DiaryFixture diary)
{
    [Fact]
    public async Task A_refresh_token_is_no_access_token_and_an_access_token_no_refresh_token()
    {
        using var client = await diary.SignUp();
        Assert.Equal("WRONG_CREDENTIAL refreshToken", (await RefreshTests.Refresh(client, client.AccessToken)).Problems());
        client.SignWith(client.RefreshToken);
        await AssertRefused(client, "The access token is not valid.");
    }

    [Fact]
    public async Task An_access_token_ends_after_15_minutes_and_its_session_lives_on()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = server.Client();
        await client.SignUp();
        clock.Move(TimeSpan.FromMinutes(14));
        Assert.Equal("UCE", (await client.Data("{ me { tier } }")).Text("me.tier"));
        clock.Move(TimeSpan.FromMinutes(1));
        await AssertRefused(client, "The access token has expired. Refresh the session.");
        client.Use((await RefreshTests.Refresh(client, client.RefreshToken)).At("session"));
        Assert.Equal("UCE", (await client.Data("{ me { tier } }")).Text("me.tier"));
    }

    [Fact]
    public async Task A_token_that_was_changed_anywhere_is_refused()
    {
        using var client = await diary.SignUp();
        var token = client.AccessToken;
        for (var i = 0; i < token.Length; i += 37)
        {
            var changed = $"{token[..i]}{(token[i] == 'A' ? 'B' : 'A')}{token[(i + 1)..]}";
            client.SignWith(changed);
            await AssertRefused(client, "The access token is not valid.");
            Assert.Equal("WRONG_CREDENTIAL refreshToken", (await RefreshTests.Refresh(client, changed)).Problems());
        }
    }

    [Fact]
    public async Task A_token_of_another_server_is_refused()
    {
        await using var server = await diary.StartServer();
        using var other = server.Client();
        await other.SignUp();
        using var client = diary.Server.Client();
        client.SignWith(other.AccessToken);
        await AssertRefused(client, "The access token is not valid.");
        Assert.Equal("WRONG_CREDENTIAL refreshToken", (await RefreshTests.Refresh(client, other.RefreshToken)).Problems());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("....")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.")]
    [InlineData("eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2Q0JDLUhTNTEyIiwia2lkIjoieCJ9..AAAA.AAAA.AAAA")]
    [InlineData("\"quotes\" and spaces")]
    public async Task What_is_no_token_is_refused(string token)
    {
        using var client = diary.Server.Client();
        client.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        await AssertRefused(client, "The access token is not valid.");
        Assert.Equal("WRONG_CREDENTIAL refreshToken", (await RefreshTests.Refresh(client, token)).Problems());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("\0")]
    [InlineData("é.é.é.é.é")]
    public async Task What_no_header_could_carry_is_no_refresh_token_either(string token)
    {
        using var client = diary.Server.Client();
        Assert.Equal("WRONG_CREDENTIAL refreshToken", (await RefreshTests.Refresh(client, token)).Problems());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task Half_a_token_is_refused(double part)
    {
        using var client = await diary.SignUp();
        var half = client.AccessToken[..(int)(client.AccessToken.Length * part)];
        client.SignWith(half);
        await AssertRefused(client, "The access token is not valid.");
    }

    [Theory]
    [InlineData(4_097)]
    [InlineData(20_000)]
    public async Task A_token_that_is_far_too_long_is_refused(int length)
    {
        using var client = await diary.SignUp();
        var token = client.AccessToken + new string('A', length - client.AccessToken.Length);
        client.SignWith(token);
        await AssertRefused(client, "The access token is not valid.");
        Assert.Equal("WRONG_CREDENTIAL refreshToken", (await RefreshTests.Refresh(client, token)).Problems());
    }

    [Theory]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("Token x")]
    public async Task Only_a_bearer_token_is_read(string header)
    {
        using var client = diary.Server.Client();
        client.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        await AssertRefused(client, "The Authorization header must be 'Bearer' and one access token.");
    }

    private static async Task AssertRefused(DiaryClient client, string message)
    {
        using var content = new StringContent("""{ "query": "{ me { id } }" }""", System.Text.Encoding.UTF8, "application/json");
        using var response = await client.Http.PostAsync(client.Url, content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString());
        var body = await client.Send("{ me { id } }");
        Assert.Equal(("UNAUTHENTICATED", message), (body.Codes(), body.Text("errors.0.message")));
        Assert.False(body.TryGetProperty("data", out _));
    }
}
