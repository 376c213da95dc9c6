using Diary.GraphQL.Tests.Sessions;
using Diary.Projections.Vault;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Keys;

public sealed class TokenKeyTests(DiaryFixture diary)
{
    [Fact]
    public async Task A_token_key_is_kept_for_the_tokens_that_it_signed_and_deleted_when_another_is_made_after_that()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = server.Client();
        await client.SignUp();
        using var other = server.Client();
        var first = Assert.Single(await Keys(server, "tokens"));
        var email = await Keys(server, "email");

        clock.Move(TimeSpan.FromDays(30)); // the first key signs still
        other.Use((await other.SignIn(client.Email)).At("session"));
        clock.Move(TimeSpan.FromDays(29));
        client.Use((await client.SignIn(client.Email)).At("session"));
        Assert.Equal(first, (await Keys(server, "tokens"))[^1]);
        Assert.Equal(2, (await Keys(server, "tokens")).Count);
        Assert.Equal("", (await RefreshTests.Refresh(other, other.RefreshToken)).Problems());

        clock.Move(TimeSpan.FromDays(32));
        await client.SignIn(client.Email);
        var keys = await Keys(server, "tokens");
        Assert.Equal(2, keys.Count);
        Assert.DoesNotContain(first, keys);
        Assert.Equal(email, await Keys(server, "email"));
    }

    private static async Task<IReadOnlyList<Guid>> Keys(DiaryServer server, string purpose) =>
        [.. (await server.Services.GetRequiredService<VaultStore>().ServerKeys(purpose, TestContext.Current.CancellationToken))
            .Select(k => k.Id)];
}
