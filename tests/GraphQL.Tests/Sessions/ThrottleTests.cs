using System.Text.Json;
using Diary.Cryptography;
using Diary.Grains.Sessions;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Tests.Accounts;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Sessions;

public sealed class ThrottleTests(DiaryFixture diary)
{
    private const string Wrong = "WRONG_CREDENTIAL input.credential";
    private const string Guess = "a password that is wrong";

    /// <summary>Known or not, an address is treated alike: what is told of one tells nothing about whether it has an account.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_five_wrong_passwords_there_is_a_wait_that_grows(bool known)
    {
        var clock = new MovableClock(standsStill: true);
        await using var server = await diary.StartServer(clock);
        using var client = server.Client();
        await client.SignUp();
        var email = known ? client.Email : SignUpTests.Address();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Wrong, (await SignInTests.SignIn(client, email, Guess)).Problems());
        }

        foreach (var seconds in new[] { 1, 2, 4 })
        {
            var locked = await Locked(client, email, known ? DiaryClient.Password : Guess);
            var wait = locked.At("retryAt").GetDateTimeOffset() - clock.GetUtcNow();
            Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(seconds + 1));
            var when = locked.Text("retryAt")!.Replace(".000Z", "Z", StringComparison.Ordinal);
            Assert.Equal($"Too many wrong attempts. Try again at {when}.", locked.Text("message"));
            clock.Move(TimeSpan.FromSeconds(seconds));
            Assert.Equal(Wrong, (await SignInTests.SignIn(client, email, Guess)).Problems());
        }
    }

    [Fact]
    public async Task The_right_password_after_the_wait_signs_in_and_begins_anew()
    {
        var clock = new MovableClock(standsStill: true);
        await using var server = await diary.StartServer(clock);
        using var client = server.Client();
        await client.SignUp();
        for (var i = 0; i < 5; i++)
        {
            await SignInTests.SignIn(client, client.Email, Guess);
        }

        await Locked(client, client.Email, DiaryClient.Password);
        Assert.Equal("UCE", (await client.Data("{ me { tier } }")).Text("me.tier")); // who is signed in already stays so
        clock.Move(TimeSpan.FromSeconds(1));
        Assert.Equal("", (await SignInTests.SignIn(client, client.Email)).Problems());
        Assert.Equal(Wrong, (await SignInTests.SignIn(client, client.Email, Guess)).Problems());
        Assert.Equal("", (await SignInTests.SignIn(client, client.Email)).Problems());
    }

    [Fact]
    public async Task Guesses_at_once_on_two_silos_are_counted_together_and_other_accounts_sign_in()
    {
        var clock = new MovableClock(standsStill: true);
        var database = await diary.Postgres.CreateDatabase();
        using var key = SymmetricKey.Generate();
        await using var here = await DiaryServer.StartSilo(database, key.AsSpan().ToArray(), clock);
        await using var there = await DiaryServer.StartSilo(database, key.AsSpan().ToArray(), clock);
        using var client = here.Client();
        await client.SignUp();
        using var other = there.Client();
        await other.SignUp();
        using var elsewhere = there.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => SignInTests.SignIn(i % 2 == 0 ? client : elsewhere, client.Email, Guess)));
        Assert.Equal(5, answers.Count(a => a.Problems() == Wrong));
        Assert.Equal(15, answers.Count(a => a.Problems() == "LOCKED"));
        Assert.Equal("", (await SignInTests.SignIn(elsewhere, other.Email)).Problems());
    }

    [Fact]
    public async Task A_hundred_wrong_passwords_from_one_address_make_it_wait_whatever_the_account()
    {
        await using var server = await diary.StartServer(new MovableClock(standsStill: true));
        using var client = server.Client();
        await client.SignUp();
        byte[] loopback = [4, 127, 0, 0, 1, .. new byte[12]];
        var address = server.Services.GetRequiredService<IGrainFactory>().GetGrain<IAttemptGrain>(
            IAttemptGrain.ForAddress + server.Services.GetRequiredService<ServerKeys>().Blind(IAttemptGrain.ForAddress, loopback));
        for (var i = 0; i < 98; i++)
        {
            Assert.Null(await address.Enter()); // as many runs of Argon2id would take a while
        }

        Assert.Equal(Wrong, (await SignInTests.SignIn(client, SignUpTests.Address(), Guess)).Problems());
        Assert.Equal(Wrong, (await SignInTests.SignIn(client, SignUpTests.Address(), Guess)).Problems());
        Assert.Equal("LOCKED", (await SignInTests.SignIn(client, SignUpTests.Address(), Guess)).Problems());
        Assert.Equal("LOCKED", (await SignInTests.SignIn(client, client.Email)).Problems());
    }

    [Fact]
    public async Task A_sign_up_that_is_repeated_to_guess_is_counted_too()
    {
        var clock = new MovableClock(standsStill: true);
        await using var server = await diary.StartServer(clock);
        using var client = server.Client();
        var id = (await client.SignUp()).Text("account.id")!;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("EMAIL_TAKEN input.email", (await SignUp(client, id)).Problems());
        }

        Assert.Equal("LOCKED", (await SignUp(client, id)).Problems());
    }

    private static async Task<JsonElement> Locked(DiaryClient client, string email, string password)
    {
        var payload = (await client.Data(
            "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } problems { __typename code message field "
            + "... on Locked { retryAt } } } }",
            new { input = new { email, credential = new { password }, device = "test" } })).At("signIn");
        Assert.True(payload.IsNull("session"));
        var problem = payload.At("problems.0");
        Assert.Equal(("Locked", "LOCKED"), (problem.Text("__typename"), problem.Text("code")));
        return problem;
    }

    private static async Task<JsonElement> SignUp(DiaryClient client, string id) => (await client.Data(
        "mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken } problems { __typename code message field } } }",
        new { input = new { id, email = client.Email, tier = "UCE", credential = new { password = Guess }, device = "test" } }))
        .At("signUp");
}
