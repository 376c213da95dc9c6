using System.Buffers.Text;
using System.Text;
using Diary.GraphQL.Keys;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Diary.GraphQL.Tests.Keys;

public sealed class ServerKeysTests(DiaryFixture diary)
{
    [Fact]
    public async Task What_a_key_was_made_of_is_zeroed_once_it_is_made()
    {
        var seen = 0;
        var keys = await diary.Server.Services.GetRequiredService<ServerKeys>().Lasting("test", 32, (_, secret) =>
        {
            seen += secret.Count(b => b != 0);
            return secret;
        }, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, seen);
        Assert.All(Assert.Single(keys), b => Assert.Equal(0, b));
    }

    /// <summary>Whoever makes up ids of keys must not have the server open all that it has, each time.</summary>
    [Fact]
    public async Task A_token_key_that_is_known_is_not_opened_again_to_look_for_another()
    {
        await using var server = await diary.StartServer();
        using var client = server.Client();
        await client.SignUp();
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var breaking = database.CreateCommand("UPDATE vault.server_keys SET record = '\\x00' WHERE purpose = 'tokens'");
        Assert.Equal(1, await breaking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        var header = $$"""{"alg":"dir","enc":"A256CBC-HS512","kid":"{{Guid.NewGuid():N}}"}""";
        using var stranger = server.Client();
        stranger.SignWith($"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header))}..AAAA.AAAA.AAAA");
        Assert.Equal("UNAUTHENTICATED", (await stranger.Send("{ me { id } }")).Codes());
        Assert.Equal("UCE", (await client.Data("{ me { tier } }")).Text("me.tier"));
    }
}
