using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class E2ERecoveryTests(DiaryFixture diary)
{
    private const string Next = "seven purple elephants knit";

    [Fact]
    public async Task A_code_gives_the_private_key_and_then_a_session_with_another_credential()
    {
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        using var elsewhere = diary.Server.Client();
        var verifier = device.Verifier(device.Codes[7]);

        var bundle = await elsewhere.RecoveryBundle(device.Email, verifier);
        Assert.Equal("", bundle.Problems());
        Assert.Equal(device.Keys.AsSpan().ToArray(), device.OpenBundle(device.Codes[7], bundle.At("keyBundle").GetBytesFromBase64()));
        var again = await elsewhere.RecoveryBundle(device.Email, verifier);
        Assert.Equal(bundle.GetRawText(), again.GetRawText()); // it spends nothing

        var (next, wrapped) = device.Next(Next);
        var payload = await elsewhere.Recover(device.Email, new { verifier }, next, wrapped);
        Assert.Equal(("", 9), (payload.Problems(), payload.Number("account.recoveryCodesLeft")));
        Assert.Equal(wrapped, payload.At("account.keyBundle").GetBytesFromBase64());
        elsewhere.Use(payload.At("session"));
        Assert.Equal((false, true), (await device.Client.IsSignedIn(), await elsewhere.IsSignedIn()));
        Assert.Equal("WRONG_CREDENTIAL input.credential", (await device.SignIn()).Problems());
        device.Password = Next;
        Assert.Equal("", (await device.SignIn()).Problems());
        Assert.Equal("WRONG_CREDENTIAL input.verifier", (await elsewhere.RecoveryBundle(device.Email, verifier)).Problems());
    }

    [Fact]
    public async Task Every_entry_still_opens_after_a_recovery_and_a_change_of_the_password()
    {
        using var client = diary.Server.Client();
        using var device = await E2EDevice.SignUp(client);
        client.Sealing = new E2ESealing(device);
        var entries = Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var id in entries)
        {
            Assert.Equal("", (await client.CreateEntry(id, new { body = $"body of {id}" })).Problems());
        }

        var code = new { verifier = device.Verifier(device.Codes[0]) };
        client.Use((await client.Recover(device.Email, code, device.Next(Next).Credential)).At("session"));
        await AssertAllOpen();
        device.Password = Next;
        Assert.Equal("", (await client.ChangePassword(await device.Current(), device.Next($"{Next} socks").Credential)).Problems());
        await AssertAllOpen();

        async Task AssertAllOpen()
        {
            foreach (var id in entries)
            {
                Assert.Equal($"body of {id}", (await client.Entry(id.ToString())).Text("content.body"));
            }
        }
    }

    [Fact]
    public async Task Repeated_it_signs_in_and_spends_nothing_more()
    {
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        var (next, _) = device.Next(Next);
        var code = new { verifier = device.Verifier(device.Codes[0]) };
        var first = await device.Client.Recover(device.Email, code, next);
        var again = await device.Client.Recover(device.Email, code, next);
        Assert.Equal(("", 9), (again.Problems(), again.Number("account.recoveryCodesLeft")));
        Assert.True(again.IsNull("account.keyBundle")); // none was brought, and the password before wrapped the one that was there
        device.Client.Use(first.At("session"));
        Assert.True(await device.Client.IsSignedIn());
        var other = device.Next(Next).Credential;
        Assert.Equal("WRONG_CREDENTIAL input.code", (await device.Client.Recover(device.Email, code, other)).Problems());
    }

    [Fact]
    public async Task A_bundle_is_told_to_nobody_without_the_code()
    {
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        using var uce = diary.Server.Client();
        var code = RecoverTests.Codes(await uce.SignUp())[0];
        var id = (await uce.Data("{ me { id } }")).At("me.id").GetGuid();
        Assert.True(Cryptography.RecoveryCode.TryParse(code, out var parsed));
        var answers = new[]
        {
            await uce.RecoveryBundle(device.Email, new byte[32]),
            await uce.RecoveryBundle(SignUpTests.Address(), device.Verifier(device.Codes[0])),
            await uce.RecoveryBundle(uce.Email, device.Verifier(device.Codes[0])),
            await uce.RecoveryBundle(uce.Email, parsed.Verifier(id).AsSpan().ToArray()), // right, but of the other tier
        };
        var answer = Assert.Single(answers.Select(a => a.GetRawText()).Distinct(StringComparer.Ordinal));
        Assert.Equal("""{"keyBundle":null,"problems":[{"__typename":"Refusal","code":"WRONG_CREDENTIAL","message":"The address or """
            + """the recovery code is wrong.","field":"input.verifier"}]}""", answer);
        Assert.Equal("INVALID input.email, INVALID input.verifier", (await uce.RecoveryBundle("nobody", new byte[16])).Problems());
    }
}
