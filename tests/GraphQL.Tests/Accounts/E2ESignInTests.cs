using Diary.Cryptography;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class E2ESignInTests(DiaryFixture diary)
{
    [Fact]
    public async Task The_key_opens_a_session_and_the_bundle_gives_the_private_key_to_another_device()
    {
        using var device = E2EDevice.Fresh(diary.Server.Client());
        await device.SignUp(device.SignUpInput());
        var payload = await device.SignIn();
        Assert.Equal("", payload.Problems());
        device.Client.Use(payload.At("session"));
        Assert.Equal(device.Id.ToString(), (await device.Client.Data("{ me { id } }")).Text("me.id"));
        var kdf = await SignInParametersTests.Parameters(device.Client, device.Email);
        var opened = device.OpenBundle(device.Password, kdf.Kdf!, payload.At("account.keyBundle").GetBytesFromBase64());
        Assert.Equal(device.Keys.AsSpan().ToArray(), opened);
    }

    [Fact]
    public async Task Its_session_is_refreshed_and_ends_like_any_other()
    {
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        var refreshed = (await device.Client.Data(
            "mutation ($token: String!) { refreshSession(refreshToken: $token) { session { accessToken refreshToken } account { id } "
            + "problems { code field } } }",
            new { token = device.Client.RefreshToken })).At("refreshSession");
        Assert.Equal(("", device.Id.ToString()), (refreshed.Problems(), refreshed.Text("account.id")));
        device.Client.Use(refreshed.At("session"));
        Assert.Equal(1, (await device.Client.Data("mutation { signOut { ended } }")).Number("signOut.ended"));
        Assert.Equal("UNAUTHENTICATED", (await device.Client.Send("{ me { id } }")).Codes());
    }

    [Fact]
    public async Task Wrong_credentials_of_either_tier_are_answered_alike()
    {
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        using var other = await diary.SignUp();
        var key = new { authKey = new { key = new byte[32] } };
        var password = new { password = DiaryClient.Password };
        var answers = new List<string>();
        foreach (var (email, credential) in new (string, object)[]
        {
            (device.Email, key), (device.Email, password), (other.Email, key), (SignUpTests.Address(), key),
            (other.Email, new { password = "not that horse but another" }),
        })
        {
            answers.Add((await Send(device.Client, email, credential)).GetRawText());
        }

        var answer = Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Equal(
            """{"session":null,"account":null,"problems":[{"__typename":"Refusal","code":"WRONG_CREDENTIAL","message":"The address or """
            + """the password is wrong.","field":"input.credential"}]}""",
            answer);
    }

    [Fact]
    public async Task A_key_that_none_can_be_is_refused_with_its_field()
    {
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        var shorter = new { authKey = new { key = new byte[16] } };
        var weaker = new
        {
            authKey = new { key = new byte[32], kdf = new { salt = new byte[16], memoryKiB = 1024, iterations = 3, parallelism = 1 } },
        };
        Assert.Equal("INVALID input.credential.authKey.key", (await Send(device.Client, device.Email, shorter)).Problems());
        Assert.Equal("INVALID input.credential.authKey.kdf.memoryKiB", (await Send(device.Client, device.Email, weaker)).Problems());
    }

    [Fact]
    public async Task The_vault_keeps_neither_the_key_nor_a_private_key_that_the_server_could_open()
    {
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        var kdf = (await SignInParametersTests.Parameters(device.Client, device.Email)).Kdf!;
        using var password = PasswordHashing.DeriveKeys(device.Password, kdf, PasswordHashing.E2eLabelPrefix);
        var opened = await VaultView.Open(diary.Server, device.Id);
        Assert.Equal(14, opened.Count); // password, bundle, e-mail, session, ten codes
        byte[][] secrets =
        [
            device.Keys.AsSpan().ToArray(), password.Authentication.AsSpan().ToArray(), password.Wrapping.AsSpan().ToArray(),
            .. device.Codes.Select(device.Verifier),
        ];
        Assert.All(opened, content => Assert.All(secrets, secret => Assert.Equal(-1, content.AsSpan().IndexOf(secret))));
    }

    private static async Task<System.Text.Json.JsonElement> Send(DiaryClient client, string email, object credential) =>
        (await client.Data(
            "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } account { id } "
            + "problems { __typename code message field } } }",
            new { input = new { email, credential, device = "test" } })).At("signIn");
}
