using Diary.Domain;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Tests.Sessions;
using Diary.Projections.Vault;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Keys;

public sealed class UnlockedAccountsTests(DiaryFixture diary)
{
    [Fact]
    public async Task A_spent_token_closes_what_it_opened_and_nothing_else()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = server.Client();
        var account = new AccountId(Guid.Parse((await client.SignUp()).Text("account.id")!));
        using var before = server.Client();
        before.SignWith(client.AccessToken);
        client.Use((await RefreshTests.Refresh(client, client.RefreshToken)).At("session"));
        var session = Guid.Parse((await before.Data("{ me { sessions { id } } }")).Text("me.sessions.0.id")!);
        Assert.Equal("UCE", (await client.Data("{ me { tier } }")).Text("me.tier"));
        await server.Services.GetRequiredService<VaultStore>().Write(
            [new VaultWrite.DestroySlot(account, SlotKind.Session, session, Below: 2)], TestContext.Current.CancellationToken);

        clock.Move(UnlockedAccounts.Trust);
        var closed = server.Services.GetRequiredService<UnlockedAccounts>().Closed;
        Assert.Equal("UNAUTHENTICATED", (await before.Send("{ me { tier } }")).Codes());
        Assert.Equal(closed + 1, server.Services.GetRequiredService<UnlockedAccounts>().Closed);
        Assert.Equal("UCE", (await client.Data("{ me { tier } }")).Text("me.tier"));
    }
}
