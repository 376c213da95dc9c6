using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.Projections.Vault;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Isolation;

/// <summary>
/// Who writes to the database can move and change key slots: what needs one fails then, and nobody gets in or reads by another's.
/// </summary>
public sealed class MovedKeySlotTests(DiaryFixture diary)
{
    private const string Text = "a text of somebody's own";

    [Theory]
    [InlineData(Tier.Uce, SlotKind.Password)]
    [InlineData(Tier.Uce, SlotKind.Recovery)]
    [InlineData(Tier.Uce, SlotKind.Session)]
    [InlineData(Tier.Uce, SlotKind.Keys)]
    [InlineData(Tier.Uce, SlotKind.Email)]
    [InlineData(Tier.E2E, SlotKind.Password)]
    [InlineData(Tier.E2E, SlotKind.Recovery)]
    [InlineData(Tier.E2E, SlotKind.Session)]
    [InlineData(Tier.E2E, SlotKind.Email)]
    [InlineData(Tier.E2E, SlotKind.Bundle)]
    public async Task A_key_slot_serves_its_own_account_only_and_only_as_it_was_kept(Tier tier, SlotKind kind)
    {
        using var ada = await Somebody(tier, "seven purple elephants knit");
        using var eve = await Somebody(tier, "windmills eat nine letters");
        await using var writer = new DatabaseWriter(diary.Server);
        var (adas, eves) = (await writer.Slots(ada.Account, (int)kind), await writer.Slots(eve.Account, (int)kind));
        Assert.NotEmpty(adas);
        Assert.Equal(adas.Count, eves.Count);

        await Swap();
        await AllFail();
        await Swap();
        await Flip();
        await AllFail();
        await Flip();
        Assert.All([await Use(ada, ada), await Use(eve, eve)], answer => Assert.False(answer.TryGetProperty("errors", out _)));

        async Task Swap()
        {
            foreach (var (one, other) in adas.Zip(eves))
            {
                await writer.Swap(one, other);
            }
        }

        async Task Flip()
        {
            foreach (var slot in adas.Concat(eves))
            {
                await writer.Flip(slot, ^1);
            }
        }

        async Task AllFail()
        {
            foreach (var (at, by) in new[] { (ada, ada), (ada, eve), (eve, eve), (eve, ada) })
            {
                var answer = await Use(at, by);
                Assert.Equal("INTERNAL", answer.Codes());
                Assert.DoesNotContain(Text, answer.ToString(), StringComparison.Ordinal);
            }
        }

        // What needs the slot, at an account, by somebody's secrets; of a session the account is who has it.
        Task<JsonElement> Use(Person at, Person by) => kind switch
        {
            SlotKind.Password => by.Client.Raw(
                "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } problems { code } } }",
                new { input = new { email = at.Email, credential = by.Credential, device = "test" } }),
            SlotKind.Recovery when tier == Tier.E2E => by.Client.Raw(
                "mutation ($input: RecoveryBundleInput!) { recoveryBundle(input: $input) { keyBundle problems { code } } }",
                new { input = new { email = at.Email, verifier = by.Code } }),
            SlotKind.Recovery => by.Client.Raw(
                "mutation ($input: RecoverInput!) { recover(input: $input) { session { accessToken } problems { code } } }",
                new { input = new { email = at.Email, code = new { code = by.Code }, next = by.Credential, device = "test" } }),
            SlotKind.Email => at.Client.Raw("{ me { email } }"),
            SlotKind.Bundle => at.Client.Raw("{ me { keyBundle } }"),
            _ => at.Client.Raw(
                "{ entries { nodes { content { ... on PlainContent { body } ... on SealedContent { envelope } } } } }"),
        };
    }

    /// <summary>Somebody with an entry, whose session was not used yet, so that nothing of it is open.</summary>
    private async Task<Person> Somebody(Tier tier, string password)
    {
        var client = diary.Server.Client();
        if (tier == Tier.E2E)
        {
            var device = await E2EDevice.SignUp(client);
            client.Sealing = new E2ESealing(device);
            await client.CreateEntry(Guid.NewGuid(), new { body = Text });
            var current = await device.Current();
            client.Use((await client.SignIn(device.Email, current)).At("session"));
            return new Person(client, device.Id, device.Email, current, device.Verifier(device.Codes[0]));
        }

        var made = await client.SignUp(password: password);
        await client.CreateEntry(Guid.NewGuid(), new { body = Text });
        client.Use((await client.SignIn(client.Email, password)).At("session"));
        return new Person(
            client, made.At("account.id").GetGuid(), client.Email, new { password }, made.At("recoveryCodes.0").GetString()!);
    }

    private sealed record Person(DiaryClient Client, Guid Account, string Email, object Credential, object Code) : IDisposable
    {
        public void Dispose() => Client.Dispose();
    }
}
