using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class SignUpShapeTests(DiaryFixture diary)
{
    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("elevenchars")]
    [InlineData("no character \uFFFE is that")]
    public async Task A_password_that_none_may_be_is_refused(string password)
    {
        using var client = diary.Server.Client();
        SignUpTests.AssertRefused("INVALID input.credential.password", await SignUpTests.SignUp(client, SignUpTests.Address(), password));
    }

    [Theory]
    [InlineData(12, "x7!kQ9#mZp2w", "")]
    [InlineData(256, "x7!kQ9#mZp2w", "")]
    [InlineData(257, "x7!kQ9#mZp2w", "INVALID input.credential.password")]
    [InlineData(300, "x7!kQ9#mZp2w", "INVALID input.credential.password")]
    [InlineData(5000, "x7!kQ9#mZp2w", "INVALID input.credential.password")]
    [InlineData(11, "😀", "INVALID input.credential.password")]
    [InlineData(12, "😀", "")]
    [InlineData(256, "😀", "")]
    [InlineData(257, "😀", "INVALID input.credential.password")]
    [InlineData(22, "e\u0301", "INVALID input.credential.password")] // NFKC makes one character of each pair
    [InlineData(4, "\uFB03", "")] // and three of this ligature
    public async Task A_password_has_12_to_256_characters_after_nfkc(int count, string characters, string problems)
    {
        using var client = diary.Server.Client();
        var email = SignUpTests.Address();
        var password = string.Concat(Enumerable.Repeat(characters, count).SelectMany(c => c.EnumerateRunes()).Take(count));
        Assert.Equal(problems, (await SignUpTests.SignUp(client, email, password)).Problems());
        Assert.Equal(problems.Length == 0 ? "" : "WRONG_CREDENTIAL input.credential",
            (await SignInTests.SignIn(client, email, password)).Problems());
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("nobody")]
    [InlineData("@example.org")]
    [InlineData("nobody@")]
    [InlineData("no body@example.org")]
    [InlineData("nobody@exam\tple.org")]
    [InlineData("nobody@example.org\0")]
    [InlineData("nobody@example.\u007forg")]
    public async Task What_is_no_address_is_refused(string email)
    {
        using var client = diary.Server.Client();
        SignUpTests.AssertRefused("INVALID input.email", await SignUpTests.SignUp(client, email));
        Assert.Equal("INVALID input.email", (await SignInTests.SignIn(client, email)).Problems());
    }

    [Fact]
    public async Task An_address_has_at_most_254_characters()
    {
        using var client = diary.Server.Client();
        var longest = $"{new string('a', 254 - 33)}@{Guid.NewGuid():N}";
        Assert.Equal(254, longest.Length);
        Assert.Equal("", (await SignUpTests.SignUp(client, longest)).Problems());
        SignUpTests.AssertRefused("INVALID input.email", await SignUpTests.SignUp(client, $"a{longest}"));
    }

    [Theory]
    [InlineData(0, "INVALID input.device")]
    [InlineData(1, "")]
    [InlineData(100, "")]
    [InlineData(101, "INVALID input.device")]
    public async Task A_device_has_a_name_of_1_to_100_characters(int length, string problems)
    {
        using var client = diary.Server.Client();
        var email = SignUpTests.Address();
        Assert.Equal(problems, (await SignUpTests.SignUp(client, email, device: new string('d', length))).Problems());
        Assert.Equal(
            problems.Length == 0 ? "" : problems, (await SignInTests.SignIn(client, email, device: new string('d', length))).Problems());
    }

    [Theory]
    [InlineData(" \t ")]
    [InlineData("a\0b")]
    public async Task A_device_has_a_name_that_can_be_shown(string device)
    {
        using var client = diary.Server.Client();
        SignUpTests.AssertRefused("INVALID input.device", await SignUpTests.SignUp(client, SignUpTests.Address(), device: device));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mars/Olympus")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("Europe")]
    [InlineData("../../etc/localtime")]
    [InlineData("UTC\0")]
    [InlineData("+02:00")]
    public async Task What_is_no_time_zone_is_refused(string zone)
    {
        using var client = diary.Server.Client();
        SignUpTests.AssertRefused("INVALID input.timeZone", await SignUpTests.SignUp(client, SignUpTests.Address(), timeZone: zone));
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Etc/GMT+12")]
    public async Task An_iana_zone_is_kept_as_it_was_given(string zone)
    {
        using var client = diary.Server.Client();
        Assert.Equal(zone, (await SignUpTests.SignUp(client, SignUpTests.Address(), timeZone: zone)).Text("account.timeZone"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("{0190b6f0-7c00-7000-8000-000000000001}")]
    [InlineData("0190b6f07c0070008000000000000001")]
    public async Task What_is_no_uuid_is_refused(string id)
    {
        using var client = diary.Server.Client();
        SignUpTests.AssertRefused("INVALID input.id", await SignUpTests.SignUp(client, SignUpTests.Address(), id: id));
    }

    [Theory]
    [InlineData("0190b6f0-7c00-7000-8000-000000000001")] // version 7
    [InlineData("c232ab00-9414-11ec-b3c8-9f6bdeced846")] // version 1
    [InlineData("8f14e45f-ceea-567a-9b1c-3d2e4f5a6b7c")] // version 5
    [InlineData("8f14e45f-ceea-467a-7b1c-3d2e4f5a6b7c")] // version 4 by its digit, of a variant that has no versions
    [InlineData("8f14e45f-ceea-467a-cb1c-3d2e4f5a6b7c")]
    public async Task An_id_that_would_tell_an_account_from_none_is_refused_in_both_tiers(string id)
    {
        using var device = E2EDevice.Fresh(diary.Server.Client());
        var payload = await SignUpTests.SignUp(device.Client, SignUpTests.Address(), id: id);
        SignUpTests.AssertRefused("INVALID input.id", payload);
        Assert.StartsWith("input.id must be a random UUID, of version 4", payload.Text("problems.0.message"), StringComparison.Ordinal);
        var input = device.SignUpInput();
        input["id"] = id;
        SignUpTests.AssertRefused("INVALID input.id", await device.SignUp(input));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        using var client = diary.Server.Client();
        SignUpTests.AssertRefused(
            "INVALID input.id, INVALID input.email, INVALID input.device, INVALID input.timeZone, INVALID input.credential.password",
            await SignUpTests.SignUp(client, "x", "x", "x", "", "x"));
    }
}
