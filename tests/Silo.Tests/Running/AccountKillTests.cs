using System.Text.Json;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>
/// Each account command is killed between its steps, by kill -9 while the database holds one statement back, and then sent again to the
/// next process: no half-made account, no spent code without a session, no address that is taken by nobody.
/// </summary>
public sealed class AccountKillTests
{
    private const int Password = 1;
    private const int Recovery = 2;
    private const int Session = 3;
    private const string Next = "seven purple elephants knit";

    [Theory]
    [InlineData(Password)] // within the commit that makes the account
    [InlineData(Session)] // after it, before there is a session
    public async Task A_sign_up_that_was_killed_is_made_by_the_next_try(int step)
    {
        var (email, id) = ($"{Guid.NewGuid():N}@example.org", Guid.NewGuid());
        await Run(step, c => Task.CompletedTask, SignUp, async client =>
        {
            var payload = await SignUp(client);
            Assert.Equal("", Problems(payload));
            client.Use(payload.GetProperty("session"));
            Assert.Equal(id, (await client.Data("{ me { id } }")).GetProperty("me").GetProperty("id").GetGuid());
            Assert.Equal("", Problems(await client.SignIn(email)));
        });

        async Task<JsonElement> SignUp(DiaryClient client) => (await client.Data(
            "mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken refreshToken } problems { code field } } }",
            new { input = new { id, email, tier = "UCE", credential = new { password = DiaryClient.Password }, device = "test" } }))
                .GetProperty("signUp");
    }

    [Theory]
    [InlineData(Password)]
    [InlineData(Session)]
    public async Task An_e2e_sign_up_that_was_killed_is_made_by_the_next_try(int step)
    {
        E2EDevice? device = null;
        Dictionary<string, object?>? input = null;
        await Run(step, client =>
        {
            device = E2EDevice.Fresh(client);
            input = device.SignUpInput();
            return Task.CompletedTask;
        }, _ => device!.SignUp(input!), async client =>
        {
            device = device!.On(client);
            Assert.Equal("", Problems(await device.SignUp(input!)));
            Assert.Equal("", Problems(await device.SignIn()));
            Assert.Equal("", Problems(await client.RecoveryBundle(device.Email, device.Verifier(device.Codes[0]))));
        });
    }

    [Theory]
    [InlineData(Password)]
    [InlineData(Session)]
    public async Task A_recovery_that_was_killed_spends_one_code_and_the_next_try_signs_in(int step)
    {
        var (email, code, entry) = ("", "", Guid.CreateVersion7());
        await Run(step, async client =>
        {
            code = (await client.SignUp()).GetProperty("recoveryCodes")[0].GetString()!;
            email = client.Email;
            await client.CreateEntry(entry, new { body = "before" });
        }, client => client.Recover(email, code, Next), async client =>
        {
            var payload = await client.Recover(email, code, Next);
            Assert.Equal("", Problems(payload));
            Assert.Equal(9, payload.GetProperty("account").GetProperty("recoveryCodesLeft").GetInt32());
            client.Use(payload.GetProperty("session"));
            Assert.Equal("before", await Body(client, entry));
            Assert.Equal("WRONG_CREDENTIAL input.credential", Problems(await client.SignIn(email)));
        });
    }

    [Theory]
    [InlineData(Password)]
    [InlineData(Session)]
    public async Task An_e2e_recovery_that_was_killed_spends_one_code_and_the_next_try_signs_in(int step)
    {
        E2EDevice? device = null;
        object? next = null;
        await Run(step, async client =>
        {
            device = await E2EDevice.SignUp(client);
            next = device.Next(Next).Credential;
        }, Recover, async client =>
        {
            var payload = await Recover(client);
            Assert.Equal("", Problems(payload));
            Assert.Equal(9, payload.GetProperty("account").GetProperty("recoveryCodesLeft").GetInt32());
            Assert.Equal("WRONG_CREDENTIAL input.credential", Problems(await device!.On(client).SignIn()));
        });

        Task<JsonElement> Recover(DiaryClient client) =>
            client.Recover(device!.Email, new { verifier = device.Verifier(device.Codes[0]) }, next!);
    }

    [Fact]
    public async Task A_change_of_the_password_that_was_killed_is_made_by_the_next_try()
    {
        var (email, token, entry) = ("", "", Guid.CreateVersion7());
        await Run(Password, async client =>
        {
            await client.SignUp();
            (email, token) = (client.Email, client.AccessToken);
            await client.CreateEntry(entry, new { body = "before" });
        }, client => client.ChangePassword(DiaryClient.Password, Next), async client =>
        {
            client.SignWith(token);
            Assert.Equal("before", await Body(client, entry));
            var payload = await client.ChangePassword(DiaryClient.Password, Next);
            Assert.Equal("", Problems(payload));
            client.Use(payload.GetProperty("session"));
            Assert.Equal("before", await Body(client, entry));
            Assert.Equal("", Problems(await client.SignIn(email, Next)));
            Assert.Equal("WRONG_CREDENTIAL input.credential", Problems(await client.SignIn(email)));
        });
    }

    [Fact]
    public async Task A_replacement_of_the_codes_that_was_killed_leaves_the_old_ones()
    {
        var (email, token, old) = ("", "", "");
        var password = new { password = DiaryClient.Password };
        await Run(Recovery, async client =>
        {
            old = (await client.SignUp()).GetProperty("recoveryCodes")[0].GetString()!;
            (email, token) = (client.Email, client.AccessToken);
        }, client => client.ReplaceRecoveryCodes(password), async client =>
        {
            var signedIn = await client.Recover(email, old, Next);
            Assert.Equal("", Problems(signedIn));
            client.Use(signedIn.GetProperty("session"));
            var payload = await client.ReplaceRecoveryCodes(new { password = Next });
            Assert.Equal(10, payload.GetProperty("recoveryCodes").GetArrayLength());
        });
    }

    private static async Task Run(int step, Func<DiaryClient, Task> before, Func<DiaryClient, Task<JsonElement>> command,
        Func<DiaryClient, Task> after)
    {
        using var folder = new TemporaryFolder("account-kill");
        await using (var silo = await SiloProcess.Start(folder.Path))
        {
            using var client = silo.Client();
            await before(client);
            await using var point = await KillPoint.Before(folder.Path, step);
            var killed = Assert.ThrowsAnyAsync<Exception>(() => command(client));
            await Task.WhenAny(point.IsReached(), killed).Unwrap()
                .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            Assert.False(killed.IsCompleted);
            await silo.Kill();
            await killed;
        }

        await using var again = await SiloProcess.Start(folder.Path);
        using var next = again.Client();
        await after(next);
        Assert.Equal(0, await again.Interrupt());
    }

    private static async Task<string?> Body(DiaryClient client, Guid entry) =>
        (await client.Data($"{{ entry(id: \"{entry}\") {{ content {{ ... on PlainContent {{ body }} }} }} }}"))
            .GetProperty("entry").GetProperty("content").GetProperty("body").GetString();

    private static string Problems(JsonElement payload) => string.Join(", ", payload.GetProperty("problems").EnumerateArray()
        .Select(p => $"{p.GetProperty("code").GetString()} {p.GetProperty("field").GetString()}"));
}
