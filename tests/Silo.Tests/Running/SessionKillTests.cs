using System.Diagnostics;
using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.Domain.Sessions;
using Diary.TestKit;
using static Diary.Silo.Tests.Running.Survival;

namespace Diary.Silo.Tests.Running;

/// <summary>
/// What begins, renews and ends sessions is killed between its steps and after the last, and then sent again to the next process: no
/// session stays that nobody can use or end, and none is ended twice.
/// </summary>
public sealed class SessionKillTests(KilledSilo silo) : IClassFixture<KilledSilo>
{
    [Theory]
    [InlineData(Step.Session, Moment.Before)]
    [InlineData(Step.Session, Moment.Committed)]
    [InlineData(Step.SessionState, Moment.Before)]
    [InlineData(Step.SessionState, Moment.Committed)]
    public async Task A_sign_in_that_was_killed_is_made_by_the_next_try(Step step, Moment moment)
    {
        var owner = new Survivor(Tier.Uce);
        await silo.Run(step, moment, owner.SignUp, client => owner.SignIn(client), async client =>
        {
            var payload = await owner.SignIn(client);
            Assert.Equal("", Problems(payload));
            client.Use(payload.GetProperty("session"));
            Assert.Equal("", Problems(await Refresh(client, client.RefreshToken)));

            var others = await client.Others();
            Assert.InRange(others.Count, 1, (step, moment) == (Step.Session, Moment.Before) ? 1 : 2);
            foreach (var other in others)
            {
                Assert.Equal(1, (await Revoke(client, other)).GetProperty("ended").GetInt32());
            }

            Assert.Empty(await client.Others());
            Assert.True(await client.IsSignedIn());
        });
    }

    [Theory]
    [InlineData(Step.Session, Moment.Before)]
    [InlineData(Step.Session, Moment.Committed)]
    [InlineData(Step.SessionState, Moment.Before)]
    [InlineData(Step.SessionState, Moment.Committed)]
    public async Task A_refresh_that_was_killed_is_made_by_the_next_try(Step step, Moment moment)
    {
        var owner = new Survivor(Tier.Uce);
        var since = new Stopwatch();
        await silo.Run(step, moment, owner.SignUp, client =>
        {
            since.Start();
            return Refresh(client, owner.Tokens.Refresh);
        }, async client =>
        {
            var payload = await Refresh(client, owner.Tokens.Refresh);
            if (Problems(payload) != "")
            {
                // The grace for a lost reply was over before the process was there again: the token counts as stolen.
                Assert.Equal((Step.SessionState, Moment.Committed), (step, moment));
                Assert.InRange(since.Elapsed, SessionRotation.Grace, TimeSpan.MaxValue);
                payload = await owner.SignIn(client);
            }

            client.Use(payload.GetProperty("session"));
            Assert.Empty(await client.Others());
            payload = await Refresh(client, client.RefreshToken);
            Assert.Equal("", Problems(payload));
            client.Use(payload.GetProperty("session"));
            Assert.Empty(await client.Others());
            Assert.Equal(1, (await client.Data("mutation { signOut { ended } }")).GetProperty("signOut").GetProperty("ended").GetInt32());
            Assert.False(await client.IsSignedIn());
        });
    }

    [Theory]
    [InlineData(Moment.Before)]
    [InlineData(Moment.Committed)]
    public async Task A_session_that_was_being_revoked_is_ended_once(Moment moment)
    {
        var owner = new Survivor(Tier.Uce);
        var stolen = Guid.Empty;
        var (access, refresh) = ("", "");
        await silo.Run(Step.SessionEnd, moment, async client =>
        {
            await owner.SignUp(client);
            client.Use((await owner.SignIn(client)).GetProperty("session"));
            (access, refresh) = (client.AccessToken, client.RefreshToken);
            client.SignWith(owner.Tokens.Access);
            stolen = Assert.Single(await client.Others());
        }, client => Revoke(client, stolen), async client =>
        {
            client.SignWith(access);
            Assert.Equal(moment == Moment.Before, await client.IsSignedIn());

            client.SignWith(owner.Tokens.Access);
            var payload = await Revoke(client, stolen);
            Assert.Equal(
            moment == Moment.Before ? (1, "") : (0, "NOT_FOUND id"), (payload.GetProperty("ended").GetInt32(), Problems(payload)));
            Assert.Empty(await client.Others());
            Assert.Equal(1, await client.Told("SESSION_REVOKED"));
            Assert.Equal("WRONG_CREDENTIAL refreshToken", Problems(await Refresh(client, refresh)));
            client.SignWith(access);
            Assert.False(await client.IsSignedIn());
        });
    }

    private static async Task<JsonElement> Refresh(DiaryClient client, string token) => (await client.Data(
        "mutation ($token: String!) { refreshSession(refreshToken: $token) { "
        + "session { accessToken refreshToken } problems { code field } } }",
        new { token })).GetProperty("refreshSession");

    private static async Task<JsonElement> Revoke(DiaryClient client, Guid session) => (await client.Data(
        "mutation ($id: ID!) { revokeSession(id: $id) { ended problems { code field } } }", new { id = session }))
            .GetProperty("revokeSession");
}
