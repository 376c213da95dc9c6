using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class RecoverTests(DiaryFixture diary)
{
    private const string Next = "seven purple elephants knit";

    [Fact]
    public async Task A_code_gives_a_session_and_a_new_password_and_every_entry_still_opens()
    {
        using var client = diary.Server.Client();
        var codes = Codes(await client.SignUp());
        var entries = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var id in entries)
        {
            await client.CreateEntry(id, new { title = "secret", body = $"body of {id}", tags = new[] { "tag" } });
        }

        using var recovered = diary.Server.Client();
        var payload = await recovered.Recover($" {client.Email.ToUpperInvariant()}", codes[4], Next);
        Assert.Equal(("", 9), (payload.Problems(), payload.Number("account.recoveryCodesLeft")));
        recovered.Use(payload.At("session"));
        foreach (var id in entries)
        {
            Assert.Equal($"body of {id}", (await recovered.Entry(id.ToString())).Text("content.body"));
        }

        Assert.Equal("", (await recovered.EditEntry(entries[0], 1, new { body = "after" })).Problems());
        Assert.Equal("WRONG_CREDENTIAL input.credential", (await recovered.SignIn(client.Email)).Problems());
        Assert.Equal("", (await recovered.SignIn(client.Email, Next)).Problems());
    }

    [Fact]
    public async Task Every_session_ends_at_once()
    {
        using var client = diary.Server.Client();
        var codes = Codes(await client.SignUp());
        using var other = diary.Server.Client();
        other.Use((await other.SignIn(client.Email)).At("session"));
        Assert.True(await client.IsSignedIn() && await other.IsSignedIn());

        using var recovered = diary.Server.Client();
        recovered.Use((await recovered.Recover(client.Email, codes[0], Next)).At("session"));
        Assert.Equal((false, false, true), (await client.IsSignedIn(), await other.IsSignedIn(), await recovered.IsSignedIn()));
        Assert.Equal("WRONG_CREDENTIAL refreshToken", (await ChangePasswordTests.Refresh(client)).Problems());
    }

    [Fact]
    public async Task A_code_is_spent_once_and_the_others_are_not()
    {
        using var client = diary.Server.Client();
        var codes = Codes(await client.SignUp());
        foreach (var (code, i) in codes.Select((c, i) => (c, i)))
        {
            var typed = i % 2 == 0 ? code : code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal);
            var payload = await client.Recover(client.Email, typed, $"{Next} {i}");
            Assert.Equal(("", 9 - i), (payload.Problems(), payload.Number("account.recoveryCodesLeft")));
            Assert.Equal("WRONG_CREDENTIAL input.code", (await client.Recover(client.Email, code, $"{Next} again")).Problems());
        }

        Assert.Equal("", (await client.SignIn(client.Email, $"{Next} 9")).Problems());
    }

    [Fact]
    public async Task Repeated_it_signs_in_and_spends_nothing_more()
    {
        using var client = diary.Server.Client();
        var codes = Codes(await client.SignUp());
        var first = await client.Recover(client.Email, codes[0], Next);
        var again = await client.Recover(client.Email, codes[0], Next);
        Assert.Equal(("", 9), (again.Problems(), again.Number("account.recoveryCodesLeft")));
        client.Use(first.At("session"));
        Assert.True(await client.IsSignedIn()); // a second recovery would have ended it
        client.Use(again.At("session"));
        Assert.True(await client.IsSignedIn());
    }

    [Fact]
    public async Task Of_many_at_once_with_one_code_the_code_is_spent_once()
    {
        using var client = diary.Server.Client();
        var codes = Codes(await client.SignUp());
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => client.Recover(client.Email, codes[0], $"{Next} {i}")));
        var won = Assert.Single(answers.Select((a, i) => (Problems: a.Problems(), Index: i)), a => a.Problems.Length == 0);
        Assert.All(answers.Where((_, i) => i != won.Index), a => Assert.Equal("WRONG_CREDENTIAL input.code", a.Problems()));
        var signedIn = await client.SignIn(client.Email, $"{Next} {won.Index}");
        Assert.Equal(("", 9), (signedIn.Problems(), signedIn.Number("account.recoveryCodesLeft")));
    }

    [Fact]
    public async Task With_many_codes_at_once_each_that_is_spent_gave_a_session()
    {
        using var client = diary.Server.Client();
        var codes = Codes(await client.SignUp());
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => client.Recover(client.Email, codes[i], $"{Next} {i}")));
        Assert.All(answers, a => Assert.Equal("", a.Problems()));
        var signIns = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => client.SignIn(client.Email, $"{Next} {i}")));
        Assert.Equal(6, Assert.Single(signIns, s => s.Problems().Length == 0).Number("account.recoveryCodesLeft"));
    }

    [Fact]
    public async Task Whatever_is_wrong_is_answered_alike()
    {
        using var client = diary.Server.Client();
        var codes = Codes(await client.SignUp());
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        var key = device.Next(Next).Credential;
        var answers = new[]
        {
            await client.Recover(client.Email, Codes(await diary.Server.Client().SignUp())[0], Next),
            await client.Recover(client.Email, "no code", Next),
            await client.Recover(client.Email, codes[0][..^1] + (codes[0][^1] == 'X' ? 'Y' : 'X'), Next),
            await client.Recover(SignUpTests.Address(), codes[0], Next),
            await client.Recover(device.Email, codes[0], Next),
            await client.Recover(device.Email, device.Codes[0].Print(), Next),
            await client.Recover(device.Email, new { verifier = new byte[32] }, key),
            await client.Recover(client.Email, new { verifier = device.Verifier(device.Codes[0]) }, key),
            await client.Recover(SignUpTests.Address(), new { verifier = device.Verifier(device.Codes[0]) }, key),
        };
        var answer = Assert.Single(answers.Select(a => a.GetRawText()).Distinct(StringComparer.Ordinal));
        Assert.Equal(
            """{"session":null,"account":null,"problems":[{"__typename":"Refusal","code":"WRONG_CREDENTIAL","message":"The address or """
            + """the recovery code is wrong.","field":"input.code"}]}""",
            answer);
        Assert.Equal(10, (await client.SignIn(client.Email)).Number("account.recoveryCodesLeft"));
    }

    [Fact]
    public async Task What_no_client_should_send_is_refused_with_the_field()
    {
        using var client = diary.Server.Client();
        var codes = Codes(await client.SignUp());
        using var device = E2EDevice.Fresh(diary.Server.Client());
        var (key, bundle) = device.Next(Next);
        var code = new { code = codes[0] };
        Assert.Equal("TIER_MISMATCH input.next.authKey, TIER_MISMATCH input.keyBundle",
            (await client.Recover(client.Email, code, key, bundle)).Problems());
        Assert.Equal("INVALID input.code.verifier, TIER_MISMATCH input.next.password",
            (await client.Recover(client.Email, new { verifier = new byte[31] }, new { password = Next })).Problems());
        Assert.Equal("INVALID input.email", (await client.Recover("nobody", code, new { password = Next })).Problems());
        Assert.Equal("INVALID input.keyBundle", (await client.Recover(client.Email, new { verifier = new byte[32] }, key, [1])).Problems());
        Assert.Equal(10, (await client.SignIn(client.Email)).Number("account.recoveryCodesLeft"));
    }

    internal static List<string> Codes(System.Text.Json.JsonElement payload) =>
        [.. payload.At("recoveryCodes").EnumerateArray().Select(c => c.GetString()!)];
}
