using System.Text.Json;
using Diary.Grains.Sessions;
using Diary.GraphQL.Accounts;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Sessions;
using Diary.GraphQL.Tests.Accounts;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Sessions;

/// <summary>A credential that nobody has looked at is no wrong one.</summary>
public sealed class UncheckedAttemptTests(DiaryFixture diary)
{
    private const string Wrong = "WRONG_CREDENTIAL input.credential";
    private const string Guess = "a password that is wrong";

    [Fact]
    public async Task What_a_database_that_is_away_kept_from_being_checked_is_not_counted()
    {
        var (tunnel, connectionString) = Tunnel.To(await diary.Postgres.CreateDatabase());
        await using var database = tunnel;
        await using var server = await DiaryServer.Start(connectionString, null, new MovableClock(standsStill: true));
        using var client = server.Client();
        await client.SignUp();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Wrong, (await SignInTests.SignIn(client, client.Email, Guess)).Problems());
        }

        tunnel.Cut();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("UNAVAILABLE", (await Send(client, client.Email, Guess)).Codes());
        }

        tunnel.Mend();
        Assert.Equal(Wrong, await Answered(client, client.Email, Guess));
        Assert.Equal(Wrong, await Answered(client, client.Email, Guess));
        Assert.Equal("LOCKED", await Answered(client, client.Email, Guess));
    }

    /// <summary>From the fifth on the count is kept in the database, which is asked before anything is checked.</summary>
    [Fact]
    public async Task Nor_is_it_where_the_count_itself_could_not_be_kept()
    {
        var clock = new MovableClock(standsStill: true);
        var (tunnel, connectionString) = Tunnel.To(await diary.Postgres.CreateDatabase());
        await using var database = tunnel;
        await using var server = await DiaryServer.Start(connectionString, null, clock);
        using var client = server.Client();
        await client.SignUp();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Wrong, (await SignInTests.SignIn(client, client.Email, Guess)).Problems());
        }

        clock.Move(TimeSpan.FromSeconds(1));
        tunnel.Cut();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("UNAVAILABLE", (await Send(client, client.Email, Guess)).Codes());
        }
    }

    [Fact]
    public async Task Nor_is_it_counted_against_the_address_that_it_came_from()
    {
        var (tunnel, connectionString) = Tunnel.To(await diary.Postgres.CreateDatabase());
        await using var database = tunnel;
        await using var server = await DiaryServer.Start(connectionString, null, new MovableClock(standsStill: true));
        using var client = server.Client();
        byte[] loopback = [4, 127, 0, 0, 1, .. new byte[12]];
        var address = server.Services.GetRequiredService<IGrainFactory>().GetGrain<IAttemptGrain>(
            IAttemptGrain.ForAddress + server.Services.GetRequiredService<ServerKeys>().Blind(IAttemptGrain.ForAddress, loopback));
        for (var i = 0; i < 98; i++)
        {
            Assert.Null(await address.Enter());
        }

        tunnel.Cut();
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("UNAVAILABLE", (await Send(client, SignUpTests.Address(), Guess)).Codes());
        }

        tunnel.Mend();
        Assert.Equal(Wrong, await Answered(client, SignUpTests.Address(), Guess));
    }

    [Fact]
    public async Task What_was_cancelled_before_it_was_checked_is_not_counted()
    {
        using var client = await diary.SignUp();
        var desk = diary.Server.Services.GetRequiredService<AccountDesk>();
        var input = new SignInInput { Email = client.Email, Credential = new CredentialInput { Password = Guess }, Device = "test" };
        for (var i = 0; i < 6; i++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.SignIn(input, new CancellationToken(canceled: true)));
        }

        Assert.Equal("", (await SignInTests.SignIn(client, client.Email)).Problems());
    }

    /// <summary>Else whoever hangs up at the right moment could guess without end.</summary>
    [Fact]
    public async Task What_was_cancelled_after_it_was_found_wrong_is_counted()
    {
        var gate = diary.Server.Services.GetRequiredService<AttemptGate>();
        var party = new Domain.Bytes(Guid.NewGuid().ToByteArray());
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => gate.Try(party, attempt =>
            {
                attempt.WasWrong();
                return Task.FromException<Locked?>(new OperationCanceledException());
            }, _ => false, locked => locked));
        }

        Assert.NotNull(await gate.Try(party, () => Task.FromResult<Locked?>(null), _ => false, locked => locked));
    }

    /// <summary>The problems, once the server has noticed that its database is there again.</summary>
    private static async Task<string> Answered(DiaryClient client, string email, string password)
    {
        JsonElement body;
        do
        {
            body = await Send(client, email, password);
        }
        while (body.TryGetProperty("errors", out _) && body.Codes() == "UNAVAILABLE");
        return body.At("data.signIn").Problems();
    }

    private static Task<JsonElement> Send(DiaryClient client, string email, string password) => client.Send(
        "mutation ($input: SignInInput!) { signIn(input: $input) { problems { __typename code message field } } }",
        new { input = new { email, credential = new { password }, device = "test" } });
}
