using System.Text.Json;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Sessions;

public sealed class SessionListTests(DiaryFixture diary)
{
    private const string Sessions =
        "{ me { sessions { id current device createdAt lastUsedAt expiresAt sealedDevice } } }";

    private const string SignInWithList =
        "mutation ($input: SignInInput!) { signIn(input: $input) { account { sessions { device current } } } }";

    private const string RevokeOthers = "mutation { revokeOtherSessions { ended problems { code field } } }";

    [Fact]
    public async Task Sessions_are_listed_with_their_devices_and_times_and_this_one_first()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var phone = server.Client();
        await phone.SignUp();
        clock.Move(TimeSpan.FromMinutes(1));
        using var laptop = await SignIn(server, phone.Email, "Läptop 💻");
        clock.Move(TimeSpan.FromMinutes(1));
        phone.Use((await RefreshTests.Refresh(phone, phone.RefreshToken)).At("session"));

        var list = (await laptop.Data(Sessions)).At("me.sessions");
        Assert.Equal(["Läptop 💻", "test"], list.Texts("device"));
        Assert.Equal([true, false], list.EnumerateArray().Select(s => s.At("current").GetBoolean()));
        Assert.Equal(
            [TimeSpan.Zero, TimeSpan.FromMinutes(2)],
            list.EnumerateArray().Select(s => Minutes(Time(s, "lastUsedAt") - Time(s, "createdAt"))));
        Assert.All(list.EnumerateArray(), s => Assert.Equal(TimeSpan.FromDays(30), Minutes(Time(s, "expiresAt") - Time(s, "lastUsedAt"))));
        Assert.All(list.EnumerateArray(), s => Assert.True(s.IsNull("sealedDevice")));
        Assert.Equal(["test", "Läptop 💻"], (await phone.Data(Sessions)).At("me.sessions").Texts("device"));
    }

    [Fact]
    public async Task The_answer_to_a_sign_in_lists_sessions_with_their_names_sealed()
    {
        using var client = await diary.SignUp();
        var two = new { input = new { email = client.Email, credential = new { password = DiaryClient.Password }, device = "two" } };
        var payload = (await client.Data(SignInWithList, two)).At("signIn");
        Assert.Equal("test", (await client.Data(Sessions)).Text("me.sessions.0.device"));
        using var stranger = diary.Server.Client();
        await stranger.SignUp();
        var elsewhere = (await stranger.Data(SignInWithList, two)).At("signIn");
        Assert.Equal(["", "", ""], elsewhere.At("account.sessions").Texts("device"));
        Assert.Equal(2, payload.At("account.sessions").GetArrayLength());
    }

    [Fact]
    public async Task A_session_is_ended_by_another_of_its_account()
    {
        using var here = await diary.SignUp();
        using var there = await SignIn(diary.Server, here.Email, "there");
        var id = (await there.Data(Sessions)).Text("me.sessions.0.id")!;
        Assert.Equal("""{"revokeSession":{"ended":1,"problems":[]}}""", (await Revoke(here, id)).GetRawText());
        Assert.Equal("UNAUTHENTICATED", (await there.Send("{ me { id } }")).Codes());
        Assert.Equal("WRONG_CREDENTIAL refreshToken", (await RefreshTests.Refresh(there, there.RefreshToken)).Problems());
        Assert.Equal(1, (await here.Data(Sessions)).At("me.sessions").GetArrayLength());
        Assert.Equal("NOT_FOUND id", (await Revoke(here, id)).At("revokeSession").Problems()); // once is all there is to it
    }

    [Fact]
    public async Task A_session_may_end_itself()
    {
        using var client = await diary.SignUp();
        var id = (await client.Data(Sessions)).Text("me.sessions.0.id")!;
        Assert.Equal(1, (await Revoke(client, id)).Number("revokeSession.ended"));
        Assert.Equal("UNAUTHENTICATED", (await client.Send("{ me { id } }")).Codes());
    }

    [Fact]
    public async Task A_foreign_session_an_absent_one_and_what_is_no_id_look_alike()
    {
        using var client = await diary.SignUp();
        using var stranger = await diary.SignUp();
        var foreign = (await stranger.Data(Sessions)).Text("me.sessions.0.id")!;
        var answers = new List<string>();
        foreach (var id in new[] { foreign, Guid.CreateVersion7().ToString(), "no id at all", "" })
        {
            answers.Add((await Revoke(client, id)).GetRawText());
        }

        Assert.Equal("NOT_FOUND id", JsonDocument.Parse(answers[0]).RootElement.At("revokeSession").Problems());
        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Equal("UCE", (await stranger.Data("{ me { tier } }")).Text("me.tier"));
    }

    [Fact]
    public async Task All_other_sessions_end_at_once()
    {
        using var here = await diary.SignUp();
        using var one = await SignIn(diary.Server, here.Email, "one");
        using var two = await SignIn(diary.Server, here.Email, "two");
        Assert.Equal("""{"revokeOtherSessions":{"ended":2,"problems":[]}}""", (await here.Data(RevokeOthers)).GetRawText());
        Assert.Equal(0, (await here.Data(RevokeOthers)).Number("revokeOtherSessions.ended"));
        Assert.Equal("UNAUTHENTICATED", (await one.Send("{ me { id } }")).Codes());
        Assert.Equal("UNAUTHENTICATED", (await two.Send("{ me { id } }")).Codes());
        Assert.Equal("UCE", (await here.Data("{ me { tier } }")).Text("me.tier"));
    }

    private static async Task<DiaryClient> SignIn(DiaryServer server, string email, string device)
    {
        var client = server.Client();
        client.Use((await Accounts.SignInTests.SignIn(client, email, device: device)).At("session"));
        return client;
    }

    private static Task<JsonElement> Revoke(DiaryClient client, string id) =>
        client.Data("mutation ($id: ID!) { revokeSession(id: $id) { ended problems { code field } } }", new { id });

    private static DateTimeOffset Time(JsonElement session, string name) => session.At(name).GetDateTimeOffset();

    private static TimeSpan Minutes(TimeSpan span) => TimeSpan.FromMinutes(Math.Round(span.TotalMinutes));
}
