using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;
using static Diary.Silo.Tests.Running.Survival;

namespace Diary.Silo.Tests.Running;

/// <summary>
/// Changes of what proves an owner are killed on both sides of their commit, and then sent again to the next process: it is done once,
/// and the session that asked goes on.
/// </summary>
public sealed class CredentialKillTests(KilledSilo silo) : IClassFixture<KilledSilo>
{
    private const string Next = "seven purple elephants knit";
    private const string Last = "nine amber tortoises whistle";

    public static readonly TheoryData<Tier, Moment> Cases =
        new MatrixTheoryData<Tier, Moment>(Enum.GetValues<Tier>(), Enum.GetValues<Moment>());

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_change_of_the_password_that_was_killed_is_made_once(Tier tier, Moment moment)
    {
        var (owner, entry) = (new Survivor(tier), Guid.CreateVersion7());
        object? current = null, credential = null;
        byte[]? bundle = null;
        await silo.Run(Step.Password, moment, async client =>
        {
            await owner.SignUp(client);
            await client.CreateEntry(entry, new { body = "before" });
            Assert.Equal("", Problems(await owner.SignIn(client))); // another session, which ends by it
            current = await owner.Current(client);
            (credential, bundle) = owner.Next(Next);
        }, Change, async client =>
        {
            client.SignWith(owner.Tokens.Access);
            owner.Open(client);
            Assert.Equal("before", await client.Body(entry));
            Assert.Equal(moment == Moment.Before ? 1 : 0, (await client.Others()).Count);

            var payload = await Change(client);
            Assert.Equal("", Problems(payload));
            client.Use(payload.GetProperty("session"));
            Assert.Equal("before", await client.Body(entry));
            Assert.Empty(await client.Others());
            Assert.Equal(1, await client.Told("CREDENTIAL_CHANGED"));
            Assert.Equal("", Problems(await owner.SignIn(client, Next)));
            Assert.Equal("WRONG_CREDENTIAL input.credential", Problems(await owner.SignIn(client)));
        });

        Task<JsonElement> Change(DiaryClient client) => client.ChangePassword(current!, credential!, bundle);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_replacement_of_the_codes_that_was_killed_leaves_ten_that_the_owner_has(Tier tier, Moment moment)
    {
        var owner = new Survivor(tier);
        object? current = null, given = null;
        IReadOnlyList<object> fresh = [];
        await silo.Run(Step.Recovery, moment, async client =>
        {
            await owner.SignUp(client);
            current = await owner.Current(client);
            (given, fresh) = owner.MakeCodes();
        }, Replace, async client =>
        {
            var old = await client.Recover(owner.Email, owner.Codes[0], owner.Next(Next).Credential);
            Assert.Equal(moment == Moment.Before ? "" : "WRONG_CREDENTIAL input.code", Problems(old));
            if (moment == Moment.Before)
            {
                client.Use(old.GetProperty("session"));
                current = await owner.Current(client, Next);
            }
            else
            {
                client.SignWith(owner.Tokens.Access);
            }

            var payload = await Replace(client);
            Assert.Equal("", Problems(payload));
            fresh = tier == Tier.Uce ? Survivor.Printed(payload) : fresh;
            Assert.Equal(10, fresh.Count);
            // Of UCE those of the killed one were seen by nobody: others take their place.
            Assert.Equal((tier, moment) == (Tier.Uce, Moment.Committed) ? 2 : 1, await client.Told("RECOVERY_CODES_REPLACED"));

            Assert.Equal("WRONG_CREDENTIAL input.code",
                Problems(await client.Recover(owner.Email, owner.Codes[1], owner.Next(Last).Credential)));
            var recovered = await client.Recover(owner.Email, fresh[9], owner.Next(Last).Credential);
            Assert.Equal("", Problems(recovered));
            Assert.Equal(9, recovered.GetProperty("account").GetProperty("recoveryCodesLeft").GetInt32());
        });

        Task<JsonElement> Replace(DiaryClient client) => client.ReplaceRecoveryCodes(current!, given);
    }
}
