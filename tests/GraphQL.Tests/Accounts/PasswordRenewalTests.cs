using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class PasswordRenewalTests(DiaryFixture diary)
{
    private static readonly byte[] VaultKey = new byte[32];

    [Fact]
    public async Task Stored_costs_rise_at_the_next_sign_in_once_the_configured_ones_have_risen_and_never_sink()
    {
        var database = await diary.Postgres.CreateDatabase();
        string email, refreshToken;
        Guid account, entry = Guid.CreateVersion7();
        await using (var server = await DiaryServer.Start(database, VaultKey))
        {
            using var client = server.Client();
            account = Guid.ParseExact((await client.SignUp()).Text("account.id")!, "D");
            await client.CreateEntry(entry, new { body = "before" });
            (email, refreshToken) = (client.Email, client.RefreshToken);
            await client.SignIn(email);
            Assert.Equal((65_536, 3), await Costs(server, account));
        }

        await using (var server = await DiaryServer.Start(
            database, VaultKey, null, ("Diary:PasswordPasses", "4"), ("Diary:PasswordMemoryMiB", "65")))
        {
            using var client = server.Client();
            Assert.Equal("WRONG_CREDENTIAL input.credential", (await client.SignIn(email, "not that horse but another")).Problems());
            Assert.Equal((65_536, 3), await Costs(server, account));
            client.Use((await client.SignIn(email)).At("session"));
            Assert.Equal((66_560, 4), await Costs(server, account));
            Assert.Equal("before", (await client.Entry(entry.ToString())).Text("content.body"));
            Assert.Equal("", (await client.SignIn(email)).Problems());
            Assert.Equal("WRONG_CREDENTIAL input.credential", (await client.SignIn(email, "not that horse but another")).Problems());
        }

        await using (var server = await DiaryServer.Start(database, VaultKey, null, ("Diary:PasswordPasses", "5")))
        {
            using var client = server.Client();
            Assert.Equal("", (await client.SignIn(email)).Problems());
            Assert.Equal((66_560, 5), await Costs(server, account)); // the memory is more than what is configured now, and stays
            Assert.Equal("", (await client.SignIn(email)).Problems());
        }
    }

    [Fact]
    public async Task Five_that_sign_in_at_once_while_the_costs_rise_all_get_in()
    {
        var database = await diary.Postgres.CreateDatabase();
        string email;
        await using (var server = await DiaryServer.Start(database, VaultKey))
        {
            using var client = server.Client();
            await client.SignUp();
            email = client.Email;
        }

        await using (var server = await DiaryServer.Start(database, VaultKey, null, ("Diary:PasswordPasses", "4")))
        {
            using var client = server.Client();
            var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.SignIn(email)));
            Assert.All(answers, a => Assert.Equal("", a.Problems()));
            Assert.Equal("", (await client.SignIn(email)).Problems());
        }
    }

    [Fact]
    public async Task A_master_key_that_was_sealed_to_the_slot_is_wrapped_by_the_password_again()
    {
        using var client = await diary.SignUp();
        var account = (await client.Data("{ me { id } }")).At("me.id").GetGuid();
        await client.CreateEntry(account, new { body = "before" });
        var before = await Password(diary.Server, account);
        await SealFromOutside(account, before);
        Assert.Equal(MasterKeyWrap.SealedLength, (await Password(diary.Server, account)).Wrap.Length);

        client.Use((await client.SignIn(client.Email)).At("session"));
        var after = await Password(diary.Server, account);
        Assert.Equal(MasterKeyWrap.WrappedLength, after.Wrap.Length);
        Assert.Equal(before.Costs.Salt, after.Costs.Salt);
        Assert.Equal(before.Verifier, after.Verifier);
        Assert.Equal("before", (await client.Entry(account.ToString())).Text("content.body"));
        Assert.Equal("", (await client.SignIn(client.Email)).Problems());
    }

    /// <summary>As a new epoch of the master key reaches a slot whose secret is elsewhere.</summary>
    private async Task SealFromOutside(Guid account, PasswordSlot slot)
    {
        using var password = PasswordHashing.DeriveKeys(DiaryClient.Password, slot.Costs);
        var aad = WrapAad.For(WrapPurpose.Password, account, slot.Epoch);
        Assert.True(MasterKeyWrap.TryUnwrap(password.Wrapping, slot.Wrap, aad, out var masterKey));
        Assert.True(MasterKeyWrap.TryRenew(slot.Wrap, masterKey, aad, out var renewed));
        masterKey.Dispose();
        var (id, place) = (new AccountId(account), new SlotId(SlotKind.Password));
        var record = diary.Server.Services.GetRequiredService<SealedVault>().Seal(
            id, place, KeySlots.Password(slot with { Wrap = renewed }));
        await diary.Server.Services.GetRequiredService<VaultStore>().Write(
            [new VaultWrite.PutSlot(id, place, record.ToArrayUnsafe())], TestContext.Current.CancellationToken);
    }

    private static async Task<(int MemoryKiB, int Iterations)> Costs(DiaryServer server, Guid account) =>
        await Password(server, account) is { Costs: var costs } ? (costs.MemoryKiB, costs.Iterations) : default;

    private static async Task<PasswordSlot> Password(DiaryServer server, Guid account) =>
        KeySlots.ReadPassword((await VaultView.Slots(server, account)).Single(s => s.Id.Kind == SlotKind.Password).Content);
}
