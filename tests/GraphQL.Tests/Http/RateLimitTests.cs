using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Tests.Accounts;
using Diary.TestKit;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Http;

public sealed class RateLimitTests(DiaryFixture diary)
{
    private const string SignIn =
        "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } problems { code } } }";

    // A key is checked at once. A password would wait for its run of Argon2id, while the limits of a minute refill.
    private static readonly byte[] WrongKey = new byte[32];

    [Fact]
    public async Task Of_credentials_five_a_minute_are_checked_for_an_address_unless_it_is_set()
    {
        await using var server = await Limited(("Diary:CredentialsPerMinute", "0"));
        using var client = server.Client();
        await client.SignUp();
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await Post(client, SignIn, client.Email)).Status);
        }

        var (status, retryAfter, body) = await Post(client, SignIn, client.Email);
        Assert.Equal((HttpStatusCode.TooManyRequests, "RATE_LIMITED"), (status, body.Codes()));
        Assert.InRange(retryAfter, 1, 12);
        Assert.Equal(retryAfter, body.Number("errors.0.extensions.retryAfterSeconds"));
        Assert.False(body.TryGetProperty("data", out _));
        Assert.Equal("UCE", (await client.Data("{ me { tier } }")).Text("me.tier")); // the rest goes on
        Assert.Equal("", (await Sessions.RefreshTests.Refresh(client, client.RefreshToken)).Problems());
    }

    [Fact]
    public async Task Where_nothing_is_set_an_address_tries_five_credentials_a_minute_and_a_session_asks_three_hundred_times()
    {
        await using var server = await Limited(("Diary:CredentialsPerMinute", null!), ("Diary:RequestsPerMinute", null!));
        using var client = server.Client();
        await client.SignUp(); // the first credential, and a request of the address
        using var nobody = server.Client();
        var (credentials, retry) = await Until429(nobody, SignIn, SignUpTests.Address());
        Assert.Equal((4, true), (credentials, retry is >= 1 and <= 12));

        var began = Stopwatch.GetTimestamp();
        var (requests, soon) = await Until429(client, "{ __typename }", "");
        Assert.InRange(requests, 300, 301 + (5 * (int)Math.Ceiling(Stopwatch.GetElapsedTime(began).TotalSeconds)));
        Assert.Equal(1, soon);
    }

    [Fact]
    public async Task Aliases_pass_no_more_than_requests_of_their_own()
    {
        await using var server = await Limited(("Diary:CredentialsPerMinute", "3"));
        using var client = server.Client();
        var fields = string.Join(' ', Enumerable.Range(0, 5).Select(i => $"a{i}: signIn(input: $input) {{ problems {{ code }} }}"));
        var (_, _, body) = await Post(client, $"mutation ($input: SignInInput!) {{ {fields} }}", SignUpTests.Address());
        Assert.Equal("RATE_LIMITED, RATE_LIMITED", body.Codes());
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Post(client, SignIn, SignUpTests.Address())).Status);
    }

    [Fact]
    public async Task A_minute_gives_new_ones_one_after_the_other()
    {
        await using var server = await Limited(("Diary:CredentialsPerMinute", "60"));
        using var client = server.Client();
        var limits = server.Services.GetRequiredService<RateLimits>();
        var counted = 0;
        while (Try(limits))
        {
            counted++;
        }

        Assert.InRange(counted, 60, 65);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!Try(limits))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    [Fact]
    public async Task A_session_has_requests_of_its_own_and_what_has_none_shares_its_addresss()
    {
        await using var server = await Limited(("Diary:RequestsPerMinute", "10"));
        using var client = server.Client();
        await client.SignUp(); // the first without a session
        using var other = server.Client();
        other.Use((await SignInTests.SignIn(other, client.Email)).At("session"));
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 11; i++)
        {
            answers.Add((await Post(client, "{ me { id } }", "")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.Equal(10, answers.Count(a => a == HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.OK, (await Post(other, "{ me { id } }", "")).Status);
        using var nobody = server.Client();
        for (var i = 0; i < 9; i++)
        {
            await Post(nobody, "{ __typename }", "");
        }

        nobody.SignWith("a token that is none");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Post(nobody, "{ __typename }", "")).Status);
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7, 198.51.100.9", true)]
    [InlineData("127.0.0.0/8, 198.51.100.0/24", "203.0.113.7, 198.51.100.9", true)]
    [InlineData("127.0.0.1", null, false)]
    [InlineData("10.0.0.1", "203.0.113.7", false)]
    [InlineData("", "203.0.113.7", false)]
    public async Task Only_a_trusted_proxy_is_believed_whose_request_it_is(string trusted, string? forwarded, bool isBelieved)
    {
        await using var server = await Limited(("Diary:CredentialsPerMinute", "1"), ("Diary:TrustedProxies", trusted));
        using var proxy = server.Client();
        Assert.Equal(HttpStatusCode.OK, (await Post(proxy, SignIn, SignUpTests.Address())).Status);
        if (forwarded is not null)
        {
            proxy.Http.DefaultRequestHeaders.Add("X-Forwarded-For", forwarded);
        }

        var expected = isBelieved ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests;
        Assert.Equal(expected, (await Post(proxy, SignIn, SignUpTests.Address())).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Post(proxy, SignIn, SignUpTests.Address())).Status);
    }

    /// <summary>What takes a password, a key or a code is named like it.</summary>
    [Fact]
    public void Every_field_that_takes_a_credential_is_counted()
    {
        var schema = diary.Server.Services.GetRequiredService<ISchema>();
        var taking = schema.Mutation!.Fields.Where(f => f.Arguments?.Any(a => Takes(a.ResolvedType!)) == true).Select(f => f.Name);
        var counted = schema.Mutation.Fields.Where(f => f.GetMetadata("CREDENTIAL", false)).Select(f => f.Name).ToHashSet();
        Assert.Contains("signIn", counted);
        Assert.Empty(taking.Except(counted));
    }

    private static bool Takes(IGraphType type) => type is NonNullGraphType { ResolvedType: { } inner } ? Takes(inner)
        : type.Name is "CredentialInput" or "RecoveryProofInput"
        || (type is IInputObjectGraphType input && input.Fields.Any(f => f.Name == "verifier" || Takes(f.ResolvedType!)));

    private static bool Try(RateLimits limits)
    {
        try
        {
            limits.CountCredential();
            return true;
        }
        catch (RateLimitedException)
        {
            return false;
        }
    }

    private Task<DiaryServer> Limited(params IEnumerable<(string Name, string Value)> settings) => diary.StartServer(null, settings);

    /// <summary>How many requests are answered until one is refused, and after how many seconds it may come again.</summary>
    private static async Task<(int Answered, int RetryAfter)> Until429(DiaryClient client, string query, string email)
    {
        for (var answered = 0; ; answered++)
        {
            var (status, retryAfter, body) = await Post(client, query, email);
            if (status == HttpStatusCode.TooManyRequests)
            {
                Assert.Equal(("RATE_LIMITED", retryAfter), (body.Codes(), body.Number("errors.0.extensions.retryAfterSeconds")));
                return (answered, retryAfter);
            }

            Assert.Equal(HttpStatusCode.OK, status);
        }
    }

    private static async Task<(HttpStatusCode Status, int RetryAfter, JsonElement Body)> Post(
        DiaryClient client, string query, string email)
    {
        var variables = query.Contains("$input", StringComparison.Ordinal)
            ? new { input = new { email, credential = new { authKey = new { key = WrongKey } }, device = "test" } }
            : null;
        using var response = await client.Http.PostAsJsonAsync(client.Url, new { query, variables });
        return (response.StatusCode, (int)(response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0),
            await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
