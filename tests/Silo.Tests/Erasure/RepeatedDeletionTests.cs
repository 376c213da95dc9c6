using System.Text.Json;
using Diary.Grains;
using Diary.Grains.Erasure;
using Diary.Projections.Vault;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.Silo.Tests.Erasure;

/// <summary>Whoever lost the reply to the deletion of their account asks again with the token that they have.</summary>
public sealed class RepeatedDeletionTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string Mutation =
        """
        mutation ($password: String!) { deleteAccount(input: { credential: { password: $password } }) {
          receipt { accountId entryId keysDestroyed at vaultTurnsAt keyId signature } problems { code field } } }
        """;

    private readonly MovableClock _clock = new();
    private DiaryServer? _server;
    private DiaryClient? _client;
    private Guid _account;

    private DiaryServer Server => _server!;

    private DiaryClient Client => _client!;

    [Fact]
    public async Task A_receipt_that_was_lost_on_its_way_is_given_to_the_same_request_again()
    {
        await using var network = new LossyProxy(Server.Url.Port, "deleteAccount"u8.ToArray());
        using var client = new DiaryClient(new UriBuilder(Server.Url) { Port = network.Port }.Uri);
        client.SignWith(Client.AccessToken);
        network.LoseReplies(1);
        await Assert.ThrowsAsync<HttpRequestException>(() => Delete(client));
        Assert.Equal((1, "UNAUTHENTICATED"), (network.Lost, Code(await client.Send("{ me { id } }"))));

        var receipt = Receipt(await Delete(client));
        Assert.Equal(_account, receipt.GetProperty("accountId").GetGuid());
        Assert.Equal(receipt.GetRawText(), Receipt(await Delete(client)).GetRawText());
    }

    [Fact]
    public async Task It_is_the_same_receipt_when_the_rest_is_deleted_and_whatever_the_credential()
    {
        var receipt = Receipt(await Delete(Client)).GetRawText();
        await Erased();
        Assert.Equal(receipt, Receipt(await Delete(Client)).GetRawText());
        Assert.Equal(receipt, Receipt(await Delete(Client, "wrong horse battery staple")).GetRawText());
    }

    [Fact]
    public async Task An_expired_token_gets_no_receipt()
    {
        await Delete(Client);
        _clock.Move(TimeSpan.FromMinutes(15));
        Assert.Equal("UNAUTHENTICATED", Code(await Delete(Client)));
    }

    [Fact]
    public async Task A_refresh_token_gets_no_receipt()
    {
        await Delete(Client);
        Client.SignWith(Client.RefreshToken);
        Assert.Equal("UNAUTHENTICATED", Code(await Delete(Client)));
    }

    [Fact]
    public async Task The_token_of_a_session_that_ended_deletes_nothing_and_gets_no_receipt()
    {
        using var other = Server.Client();
        await other.SignUp();
        await other.Data("mutation { signOut { ended } }");
        Assert.Equal("UNAUTHENTICATED", Code(await Delete(other)));
        await Delete(Client);
        Assert.Equal("UNAUTHENTICATED", Code(await Delete(other))); // also where another's account is deleted
        Assert.Empty((await SignIn(other)).GetProperty("problems").EnumerateArray());
    }

    public async ValueTask InitializeAsync()
    {
        _server = await DiaryServer.Start(await postgres.CreateDatabase(), null, _clock);
        _client = Server.Client();
        _account = (await Client.SignUp()).GetProperty("account").GetProperty("id").GetGuid();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private static Task<JsonElement> Delete(DiaryClient client, string password = DiaryClient.Password) =>
        client.Send(Mutation, new { password });

    private static JsonElement Receipt(JsonElement body) => body.GetProperty("data").GetProperty("deleteAccount").GetProperty("receipt");

    private static string? Code(JsonElement body) =>
        body.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();

    private static async Task<JsonElement> SignIn(DiaryClient client) => (await client.Data(
        "mutation ($input: SignInInput!) { signIn(input: $input) { problems { code } } }",
        new { input = new { email = client.Email, credential = new { password = DiaryClient.Password }, device = "other" } }))
        .GetProperty("signIn");

    private async Task Erased()
    {
        var grains = Server.Services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<IErasureGrain>(0).Erase();
        await grains.GetGrain<ISweeperGrain>(0).Sweep();
        _clock.Move(AccountErasure.Pause);
        Assert.Equal(0, await grains.GetGrain<IErasureGrain>(0).Erase());
    }
}
