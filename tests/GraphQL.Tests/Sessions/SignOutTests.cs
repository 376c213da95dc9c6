using Diary.Cryptography;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Sessions;

public sealed class SignOutTests(DiaryFixture diary)
{
    private const string SignOut = "mutation { signOut { ended problems { code message field } } }";

    [Fact]
    public async Task Signing_out_ends_the_session_at_once()
    {
        using var client = await diary.SignUp();
        Assert.Equal("""{"signOut":{"ended":1,"problems":[]}}""", (await client.Data(SignOut)).GetRawText());
        var body = await client.Send("{ me { id } }");
        Assert.Equal(("UNAUTHENTICATED", "The session has ended. Sign in again."), (body.Codes(), body.Text("errors.0.message")));
        Assert.Equal("UNAUTHENTICATED", (await client.Send(SignOut)).Codes());
        Assert.Equal("WRONG_CREDENTIAL refreshToken", (await RefreshTests.Refresh(client, client.RefreshToken)).Problems());
    }

    [Fact]
    public async Task Signing_out_leaves_other_sessions_alone()
    {
        using var client = await diary.SignUp();
        using var other = diary.Server.Client();
        other.Use((await Accounts.SignInTests.SignIn(other, client.Email)).At("session"));
        await client.Data(SignOut);
        Assert.Equal("UCE", (await other.Data("{ me { tier } }")).Text("me.tier"));
    }

    [Fact]
    public async Task Another_silo_refuses_the_session_within_five_seconds()
    {
        var clock = new MovableClock();
        var database = await diary.Postgres.CreateDatabase();
        using var key = SymmetricKey.Generate();
        await using var here = await DiaryServer.Start(database, key.AsSpan().ToArray(), clock);
        await using var there = await DiaryServer.Start(database, key.AsSpan().ToArray(), clock);
        using var client = here.Client();
        await client.SignUp();
        using var elsewhere = there.Client();
        elsewhere.SignWith(client.AccessToken);
        Assert.Equal("UCE", (await elsewhere.Data("{ me { tier } }")).Text("me.tier")); // its keys are open there now
        await client.Data(SignOut);
        clock.Move(TimeSpan.FromSeconds(4));
        Assert.Equal("UNAUTHENTICATED", (await elsewhere.Send("{ me { id } }")).Codes());
    }
}
