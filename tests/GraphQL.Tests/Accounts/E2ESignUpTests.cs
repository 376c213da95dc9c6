using System.Text.Json;
using Diary.Cryptography;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class E2ESignUpTests(DiaryFixture diary)
{
    private static readonly byte[] LowOrder = new byte[32];

    [Fact]
    public async Task A_new_account_is_signed_in_and_keeps_what_its_client_made()
    {
        using var device = E2EDevice.Fresh(diary.Server.Client());
        var input = device.SignUpInput();
        var payload = await device.SignUp(input);
        Assert.Equal("", payload.Problems());
        Assert.Equal((device.Id.ToString(), "E2E"), (payload.Text("account.id"), payload.Text("account.tier")));
        Assert.True(payload.IsNull("recoveryCodes"));
        device.Client.Use(payload.At("session"));
        var me = (await device.Client.Data("{ me { id email tier publicKey keyBundle recoveryCodesLeft } }")).At("me");
        Assert.Equal((device.Id.ToString(), device.Email, "E2E", 10),
            (me.Text("id"), me.Text("email"), me.Text("tier"), me.Number("recoveryCodesLeft")));
        Assert.Equal(device.Keys.PublicKey.AsSpan(), me.At("publicKey").GetBytesFromBase64());
        Assert.Equal((byte[])Keys(input)["keyBundle"]!, me.At("keyBundle").GetBytesFromBase64());
    }

    [Fact]
    public async Task Without_a_key_bundle_the_server_has_none()
    {
        using var device = await E2EDevice.SignUp(diary.Server.Client(), withBundle: false);
        Assert.True((await device.Client.Data("{ me { keyBundle } }")).IsNull("me.keyBundle"));
    }

    [Fact]
    public async Task A_repeated_sign_up_signs_in_and_makes_nothing_twice()
    {
        using var device = E2EDevice.Fresh(diary.Server.Client());
        var input = device.SignUpInput();
        await device.SignUp(input);
        var again = await device.SignUp(input);
        Assert.Equal(("", device.Id.ToString()), (again.Problems(), again.Text("account.id")));
        device.Client.Use(again.At("session"));
        Assert.Equal(10, (await device.Client.Data("{ me { recoveryCodesLeft } }")).Number("me.recoveryCodesLeft"));
    }

    [Fact]
    public async Task A_repeat_with_another_key_is_told_that_the_address_is_taken()
    {
        using var device = E2EDevice.Fresh(diary.Server.Client());
        await device.SignUp(device.SignUpInput());
        SignUpTests.AssertRefused("EMAIL_TAKEN input.email", await device.SignUp(device.SignUpInput())); // another salt, another key
    }

    public static TheoryData<string, string[], object?> Wrong => new()
    {
        { "INVALID input.id", ["id"], null },
        { "INVALID input.id", ["id"], "no uuid" },
        { "INVALID input.keys", ["keys"], null },
        { "TIER_MISMATCH input.credential.password", ["credential"], new { password = DiaryClient.Password } },
        { "INVALID input.credential.authKey.key", ["credential", "authKey", "key"], new byte[31] },
        { "INVALID input.credential.authKey.key", ["credential", "authKey", "key"], new byte[33] },
        { "INVALID input.credential.authKey.kdf", ["credential", "authKey", "kdf"], null },
        { "INVALID input.credential.authKey.kdf.salt", ["credential", "authKey", "kdf", "salt"], new byte[15] },
        { "INVALID input.credential.authKey.kdf.salt", ["credential", "authKey", "kdf", "salt"], new byte[17] },
        { "INVALID input.credential.authKey.kdf.memoryKiB", ["credential", "authKey", "kdf", "memoryKiB"], 65_535 },
        { "INVALID input.credential.authKey.kdf.memoryKiB", ["credential", "authKey", "kdf", "memoryKiB"], 1_048_577 },
        { "INVALID input.credential.authKey.kdf.iterations", ["credential", "authKey", "kdf", "iterations"], 2 },
        { "INVALID input.credential.authKey.kdf.iterations", ["credential", "authKey", "kdf", "iterations"], 65 },
        { "INVALID input.credential.authKey.kdf.parallelism", ["credential", "authKey", "kdf", "parallelism"], 0 },
        { "INVALID input.credential.authKey.kdf.parallelism", ["credential", "authKey", "kdf", "parallelism"], 2 },
        { "INVALID input.keys.publicKey", ["keys", "publicKey"], new byte[31] },
        { "INVALID input.keys.publicKey", ["keys", "publicKey"], LowOrder },
        { "INVALID input.keys.keyBundle", ["keys", "keyBundle"], Array.Empty<byte>() },
        { "INVALID input.keys.keyBundle", ["keys", "keyBundle"], new byte[73] }, // version 0
        { "INVALID input.keys.keyBundle", ["keys", "keyBundle"], Bundle(72) },
        { "INVALID input.keys.keyBundle", ["keys", "keyBundle"], Bundle(74) },
        { "INVALID input.keys.recoveryCodes", ["keys", "recoveryCodes"], Codes(9) },
        { "INVALID input.keys.recoveryCodes", ["keys", "recoveryCodes"], Codes(11) },
        { "INVALID input.keys.recoveryCodes", ["keys", "recoveryCodes"], Array.Empty<object>() },
        { "INVALID input.keys.recoveryCodes", ["keys", "recoveryCodes"], Codes(10, i => Verifier(i % 9)) },
        { "INVALID input.keys.recoveryCodes.3.verifier", ["keys", "recoveryCodes"], Codes(10, i => i == 3 ? new byte[31] : Verifier(i)) },
        {
            "INVALID input.keys.recoveryCodes.9.keyBundle", ["keys", "recoveryCodes"],
            Codes(10, bundle: i => i == 9 ? Bundle(72) : Bundle(73))
        },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task What_no_client_should_send_is_refused_with_the_field(string problems, string[] path, object? value)
    {
        using var device = E2EDevice.Fresh(diary.Server.Client());
        var input = device.SignUpInput();
        var owner = path[..^1].Aggregate(input, (o, name) => (Dictionary<string, object?>)o[name]!);
        owner[path[^1]] = value;
        var payload = await device.SignUp(input);
        SignUpTests.AssertRefused(problems, payload);
        Assert.StartsWith(payload.Text("problems.0.field")!, payload.Text("problems.0.message"), StringComparison.Ordinal);
        Assert.Equal("", (await device.SignUp(device.SignUpInput())).Problems()); // nothing of it was kept
    }

    [Fact]
    public async Task The_uce_tier_takes_neither_a_key_nor_keys()
    {
        using var device = E2EDevice.Fresh(diary.Server.Client());
        var input = device.SignUpInput();
        input["tier"] = "UCE";
        SignUpTests.AssertRefused(
            "TIER_MISMATCH input.credential.authKey, TIER_MISMATCH input.keys", await device.SignUp(input));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"password":"correct horse battery staple","authKey":{"key":"AA=="}}""")]
    [InlineData("""{"password":null}""")]
    public async Task A_credential_is_one_of_both(string credential)
    {
        using var device = E2EDevice.Fresh(diary.Server.Client());
        var input = device.SignUpInput();
        input["credential"] = JsonSerializer.Deserialize<JsonElement>(credential);
        var body = await device.Client.Send(
            "mutation ($input: SignUpInput!) { signUp(input: $input) { problems { code } } }", new { input });
        Assert.NotEqual("INTERNAL", body.Codes());
    }

    private static Dictionary<string, object?> Keys(Dictionary<string, object?> input) => (Dictionary<string, object?>)input["keys"]!;

    private static byte[] Bundle(int size) => [1, .. new byte[size - 1]];

    private static byte[] Verifier(int i) => [(byte)i, .. new byte[31]];

    private static object[] Codes(int count, Func<int, byte[]>? verifier = null, Func<int, byte[]>? bundle = null) =>
        [.. Enumerable.Range(0, count).Select(
            i => new { verifier = (verifier ?? Verifier)(i), keyBundle = bundle?.Invoke(i) ?? Bundle(KeyBundle.Size) })];
}
