using System.Text.Json;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class SignInLoadTests(DiaryFixture diary)
{
    private const int AtOnce = 50;
    private const string Document =
        "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } problems { code message field } } }";

    [Fact]
    public async Task Sign_ins_at_once_all_succeed()
    {
        const int served = 20; // within the time that a request has, also on a machine that is in use; the benchmarks have more at once
        await using var server = await diary.StartServer(new MovableClock()); // which stands still: a slow machine has what time it needs
        using var client = server.Client();
        var emails = new List<string>(); // one that is being checked counts as wrong until it is not, and five may be
        for (var i = 0; i < served / 5; i++)
        {
            await client.SignUp();
            emails.AddRange(Enumerable.Repeat(client.Email, 5));
        }

        var answers = await SignIns(client, emails, DiaryClient.Password);
        Assert.All(answers, a => Assert.Equal("", a.At("data.signIn").Problems()));
        Assert.Equal(served, answers.Select(a => a.Text("data.signIn.session.accessToken")).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>Also for an address that nobody has: it takes its run of Argon2id, and its place in the queue, like any other.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Beyond_the_queue_sign_ins_are_told_when_to_come_back(bool known)
    {
        await using var server = await diary.StartServer(null, ("Diary:SignInQueue", "1"));
        using var client = server.Client();
        var emails = new List<string>();
        for (var i = 0; i < AtOnce / 5; i++)
        {
            if (known)
            {
                await client.SignUp();
            }

            emails.AddRange(Enumerable.Repeat(known ? client.Email : SignUpTests.Address(), 5));
        }

        var answers = await SignIns(client, emails, "a password that is wrong");
        var limited = answers.Where(a => a.TryGetProperty("errors", out _)).ToList();
        Assert.InRange(limited.Count, 1, AtOnce - 1);
        Assert.All(limited, a => Assert.Equal("RATE_LIMITED", a.Codes()));
        Assert.All(limited, a => Assert.InRange(a.Number("errors.0.extensions.retryAfterSeconds"), 1, AtOnce / 10));
        Assert.All(answers.Except(limited), a => Assert.Equal("WRONG_CREDENTIAL input.credential", a.At("data.signIn").Problems()));
    }

    private static async Task<JsonElement[]> SignIns(DiaryClient client, IEnumerable<string> emails, string password) =>
        await Task.WhenAll(emails.Select(
            email => client.Send(Document, new { input = new { email, credential = new { password }, device = "load" } })));
}
