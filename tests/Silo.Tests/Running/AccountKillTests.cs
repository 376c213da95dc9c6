using System.Text.Json;
using Diary.TestKit;
using static Diary.Silo.Tests.Running.Survival;

namespace Diary.Silo.Tests.Running;

/// <summary>
/// Whatever makes an account, or lets its owner in again, is killed between its steps, and then sent again to the next process: no
/// half-made account, no spent code without a session, no address that is taken by nobody.
/// </summary>
public sealed class AccountKillTests(KilledSilo silo) : IClassFixture<KilledSilo>
{
    private const string Next = "seven purple elephants knit";

    [Theory]
    [InlineData(Step.Password)] // within the commit that makes the account
    [InlineData(Step.Session)] // after it, before there is a session
    public async Task A_sign_up_that_was_killed_is_made_by_the_next_try(Step step)
    {
        var (email, id) = ($"{Guid.NewGuid():N}@example.org", Guid.NewGuid());
        await silo.Run(step, Moment.Before, c => Task.CompletedTask, SignUp, async client =>
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
    [InlineData(Step.Password)]
    [InlineData(Step.Session)]
    public async Task An_e2e_sign_up_that_was_killed_is_made_by_the_next_try(Step step)
    {
        E2EDevice? device = null;
        Dictionary<string, object?>? input = null;
        await silo.Run(step, Moment.Before, client =>
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
    [InlineData(Step.Password)]
    [InlineData(Step.Session)]
    public async Task A_recovery_that_was_killed_spends_one_code_and_the_next_try_signs_in(Step step)
    {
        var (email, code, entry) = ("", "", Guid.CreateVersion7());
        await silo.Run(step, Moment.Before, async client =>
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
            Assert.Equal("before", await client.Body(entry));
            Assert.Equal("WRONG_CREDENTIAL input.credential", Problems(await client.SignIn(email)));
        });
    }

    [Theory]
    [InlineData(Step.Password)]
    [InlineData(Step.Session)]
    public async Task An_e2e_recovery_that_was_killed_spends_one_code_and_the_next_try_signs_in(Step step)
    {
        E2EDevice? device = null;
        object? next = null;
        await silo.Run(step, Moment.Before, async client =>
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
}
