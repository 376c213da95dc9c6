using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class PasswordStrengthTests(DiaryFixture diary)
{
    private const string Weak = "Password1234";

    [Fact]
    public async Task A_weak_password_cannot_be_set_and_the_reason_is_told()
    {
        using var client = diary.Server.Client();
        var codes = (await client.SignUp()).At("recoveryCodes").EnumerateArray().Select(c => c.GetString()!).ToList();
        var refused = await SignUpTests.SignUp(client, SignUpTests.Address(), Weak);
        SignUpTests.AssertRefused("INVALID input.credential.password", refused);
        Assert.Equal("input.credential.password is too easy to guess: it is one of the most used passwords. "
            + "Four or five words that have nothing to do with each other are better.", refused.Text("problems.0.message"));
        Assert.Equal("INVALID input.next.password", (await client.ChangePassword(DiaryClient.Password, Weak)).Problems());
        Assert.Equal("INVALID input.next.password", (await client.Recover(client.Email, codes[0], Weak)).Problems());
        Assert.Equal(10, (await client.Data("{ me { recoveryCodesLeft } }")).Number("me.recoveryCodesLeft"));
    }

    [Fact]
    public async Task The_address_makes_no_password()
    {
        using var client = diary.Server.Client();
        var name = $"brzeczyszczykiewicz{Guid.NewGuid():N}"[..30];
        await client.SignUp($"{name}@example.org");
        Assert.Equal("INVALID input.credential.password",
            (await SignUpTests.SignUp(client, $"{name}@example.net", name)).Problems());
        Assert.Equal("INVALID input.next.password", (await client.ChangePassword(DiaryClient.Password, name)).Problems());
    }

    [Fact]
    public async Task Signing_in_asks_for_no_strength()
    {
        using var client = await diary.SignUp();
        Assert.Equal("WRONG_CREDENTIAL input.credential", (await client.SignIn(client.Email, Weak)).Problems());
    }
}
