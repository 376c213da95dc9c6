using System.Diagnostics;
using Diary.Cryptography;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Sessions;

/// <summary>Two silos that are one cluster on one database.</summary>
public sealed class ClusterTests(DiaryFixture diary) : IAsyncLifetime
{
    private readonly MovableClock _clock = new();
    private readonly byte[] _key = [.. Enumerable.Range(0, SymmetricKey.Size).Select(i => (byte)i)];
    private DiaryServer? _here;
    private DiaryServer? _there;

    private DiaryServer Here => _here ?? throw new InvalidOperationException("The silo was not started");

    private DiaryServer There => _there ?? throw new InvalidOperationException("The silo was not started");

    [Theory]
    [InlineData("mutation { signOut { ended } }")]
    [InlineData("mutation { revokeOtherSessions { ended } }")]
    [InlineData("revokeSession")]
    public async Task A_revoked_session_is_refused_on_every_silo_within_five_seconds(string mutation)
    {
        using var client = Here.Client();
        await client.SignUp();
        using var other = Here.Client();
        other.Use((await Accounts.SignInTests.SignIn(other, client.Email)).At("session"));
        using var elsewhere = There.Client();
        elsewhere.SignWith(client.AccessToken);
        Assert.Equal("UCE", (await elsewhere.Data("{ me { tier } }")).Text("me.tier")); // its keys are open there now

        var id = (await client.Data("{ me { sessions { id } } }")).Text("me.sessions.0.id");
        await (mutation == "revokeSession"
            ? other.Data("mutation ($id: ID!) { revokeSession(id: $id) { ended } }", new { id })
            : (mutation.Contains("signOut", StringComparison.Ordinal) ? client : other).Data(mutation));
        var revoked = Stopwatch.GetTimestamp();
        while ((await elsewhere.Send("{ me { id } }")).TryGetProperty("data", out _))
        {
            Assert.InRange(Stopwatch.GetElapsedTime(revoked), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }

        var seen = Stopwatch.GetElapsedTime(revoked);
        TestContext.Current.TestOutputHelper?.WriteLine($"Refused after {seen.TotalSeconds:F1} s");
        Assert.InRange(seen, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal("UNAUTHENTICATED", (await elsewhere.Send("{ me { id } }")).Codes());
        Assert.Equal("WRONG_CREDENTIAL refreshToken", (await RefreshTests.Refresh(elsewhere, client.RefreshToken)).Problems());
    }

    [Fact]
    public async Task A_spent_token_is_recognised_on_another_silo_than_it_was_spent_on()
    {
        using var client = Here.Client();
        await client.SignUp();
        using var elsewhere = There.Client();
        var first = (await RefreshTests.Refresh(client, client.RefreshToken)).At("session");
        var again = (await RefreshTests.Refresh(elsewhere, client.RefreshToken)).At("session");
        Assert.Equal(first.Text("refreshTokenExpiresAt"), again.Text("refreshTokenExpiresAt"));
        _clock.Move(TimeSpan.FromSeconds(11));
        Assert.Equal("WRONG_CREDENTIAL refreshToken", (await RefreshTests.Refresh(elsewhere, client.RefreshToken)).Problems());
        client.SignWith(first.Text("accessToken"));
        _clock.Move(TimeSpan.FromSeconds(4));
        Assert.Equal("UNAUTHENTICATED", (await client.Send("{ me { id } }")).Codes());
    }

    /// <summary>Over a year, each silo making or only meeting the new keys in turn: who comes once in 30 days stays signed in.</summary>
    [Fact]
    public async Task Keys_of_tokens_rotate_and_nobody_is_signed_out_on_any_silo()
    {
        using var seldom = Here.Client();
        await seldom.SignUp();
        using var often = There.Client();
        await often.SignUp();
        for (var day = 0; day < 366; day += 10)
        {
            var (one, other) = day % 20 == 0 ? (Here, There) : (There, Here);
            await Renew(often, one, other);
            if (day % 30 == 0)
            {
                await Renew(seldom, other, one);
            }

            _clock.Move(TimeSpan.FromDays(10) - TimeSpan.FromMinutes(1));
        }
    }

    public async ValueTask InitializeAsync()
    {
        var database = await diary.Postgres.CreateDatabase();
        _here = await DiaryServer.StartSilo(database, _key, _clock);
        _there = await DiaryServer.StartSilo(database, _key, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await There.DisposeAsync();
        await Here.DisposeAsync();
    }

    /// <summary>Refreshes on one silo and uses the new tokens on the other at once, which may not know the key yet.</summary>
    private static async Task Renew(DiaryClient client, DiaryServer one, DiaryServer other)
    {
        using var at = one.Client();
        var payload = await RefreshTests.Refresh(at, client.RefreshToken);
        Assert.Equal("", payload.Problems());
        client.Use(payload.At("session"));
        using var elsewhere = other.Client();
        elsewhere.SignWith(client.AccessToken);
        Assert.Equal("UCE", (await elsewhere.Data("{ me { tier } }")).Text("me.tier"));
    }
}
