using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class ReplaceRecoveryCodesTests(DiaryFixture diary)
{
    private const string Next = "seven purple elephants knit";
    private static readonly object Password = new { password = DiaryClient.Password };

    [Fact]
    public async Task Ten_fresh_codes_are_shown_and_the_old_ones_are_worth_nothing()
    {
        using var client = diary.Server.Client();
        var old = RecoverTests.Codes(await client.SignUp());
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "before" });
        client.Use((await client.Recover(client.Email, old[0], Next)).At("session"));
        Assert.Equal(9, (await client.Data("{ me { recoveryCodesLeft } }")).Number("me.recoveryCodesLeft"));

        var payload = await client.ReplaceRecoveryCodes(new { password = Next });
        var codes = RecoverTests.Codes(payload);
        Assert.Equal("", payload.Problems());
        Assert.Equal(20, codes.Concat(old).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(10, (await client.Data("{ me { recoveryCodesLeft } }")).Number("me.recoveryCodesLeft"));
        Assert.Equal("WRONG_CREDENTIAL input.code", (await client.Recover(client.Email, old[1], $"{Next} socks")).Problems());
        client.Use((await client.Recover(client.Email, codes[9], $"{Next} socks")).At("session"));
        var nodes = (await client.Data("{ entries { nodes { content { ... on PlainContent { body } } } } }")).At("entries.nodes");
        Assert.Equal(["before"], nodes.Texts("content.body"));
    }

    [Fact]
    public async Task Sessions_go_on()
    {
        using var client = await diary.SignUp();
        using var other = diary.Server.Client();
        other.Use((await other.SignIn(client.Email)).At("session"));
        Assert.Equal("", (await client.ReplaceRecoveryCodes(Password)).Problems());
        Assert.True(await client.IsSignedIn() && await other.IsSignedIn());
    }

    [Fact]
    public async Task A_token_alone_replaces_nothing()
    {
        using var client = diary.Server.Client();
        var old = RecoverTests.Codes(await client.SignUp());
        var payload = await client.ReplaceRecoveryCodes(new { password = "not that horse but another" });
        Assert.Equal("WRONG_CREDENTIAL input.current", payload.Problems());
        Assert.True(payload.IsNull("recoveryCodes"));
        Assert.Equal("", (await client.Recover(client.Email, old[0], Next)).Problems());
    }

    [Fact]
    public async Task An_e2e_client_makes_its_codes_itself_and_repeated_they_are_found_in_place()
    {
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        var old = device.Verifier(device.Codes[0]);
        var codes = device.MakeCodes();
        var current = await device.Current();
        var payload = await device.Client.ReplaceRecoveryCodes(current, codes);
        Assert.Equal(("", true), (payload.Problems(), payload.IsNull("recoveryCodes")));
        var slots = await VaultView.Open(diary.Server, device.Id);
        Assert.Equal("", (await device.Client.ReplaceRecoveryCodes(current, codes)).Problems());
        Assert.Equal(slots, await VaultView.Open(diary.Server, device.Id));

        Assert.Equal("WRONG_CREDENTIAL input.verifier", (await device.Client.RecoveryBundle(device.Email, old)).Problems());
        var bundle = await device.Client.RecoveryBundle(device.Email, device.Verifier(device.Codes[0]));
        Assert.Equal(device.Keys.AsSpan().ToArray(), device.OpenBundle(device.Codes[0], bundle.At("keyBundle").GetBytesFromBase64()));
    }

    [Fact]
    public async Task Each_tier_has_codes_of_its_own_make()
    {
        using var client = await diary.SignUp();
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        var codes = device.MakeCodes();
        var current = await device.Current();
        Assert.Equal("TIER_MISMATCH input.codes", (await client.ReplaceRecoveryCodes(Password, codes)).Problems());
        Assert.Equal("INVALID input.codes", (await device.Client.ReplaceRecoveryCodes(current)).Problems());
        Assert.Equal("INVALID input.codes", (await device.Client.ReplaceRecoveryCodes(current, codes.Take(9))).Problems());
        Assert.Equal("TIER_MISMATCH input.current.password", (await device.Client.ReplaceRecoveryCodes(Password, codes)).Problems());
        Assert.Equal("TIER_MISMATCH input.current.authKey", (await client.ReplaceRecoveryCodes(current)).Problems());
    }
}
