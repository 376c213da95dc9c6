using CsCheck;

namespace Diary.Cryptography.Tests.Passwords;

public sealed class RecoveryCodeTests
{
    private const string Code = "Y3RZ-5WZM-YQVF-FY7S-ZBXZ-SZFY-ZYB0";

    [Fact]
    public void A_fresh_code_prints_in_seven_groups_and_reads_back()
    {
        using var code = RecoveryCode.Generate();
        var printed = code.Print();
        Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$", printed);
        Assert.Equal(RecoveryCode.PrintedLength, printed.Length);
        Assert.True(RecoveryCode.TryParse(printed, out var parsed));
        using (parsed)
        {
            using var verifier = code.Verifier(Samples.Ada);
            Assert.True(parsed.Matches(Samples.Ada, StoredVerifier.Of(verifier)));
            Assert.False(parsed.Matches(Samples.Eve, StoredVerifier.Of(verifier)));
            Assert.False(parsed.Matches(Samples.Ada, []));
        }
    }

    [Theory]
    [InlineData("y3rz-5wzm-yqvf-fy7s-zbxz-szfy-zyb0")]
    [InlineData("Y3RZ5WZMYQVFFY7SZBXZSZFYZYB0")]
    [InlineData("  Y3RZ 5WZM\tYQVF FY7S-ZBXZ--SZFY ZYBO \n")]
    [InlineData("Y3RZ-5WZM-YQVF-FY7S-ZBXZ-SZFY-ZYBo")]
    public void A_code_is_read_as_people_type_it(string typed)
    {
        Assert.True(RecoveryCode.TryParse(typed, out var code));
        Assert.Equal(Code, code.Print());
        code.Dispose();
    }

    [Fact]
    public void I_and_L_are_read_as_1()
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            using var code = RecoveryCode.Generate();
            var printed = code.Print();
            if (printed.Contains('1', StringComparison.Ordinal))
            {
                foreach (var c in "iIlL")
                {
                    Assert.True(RecoveryCode.TryParse(printed.Replace('1', c), out var parsed));
                    Assert.Equal(printed, parsed.Print());
                    parsed.Dispose();
                }

                return;
            }
        }

        Assert.Fail("No code held a 1.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Y3RZ-5WZM-YQVF-FY7S-ZBXZ-SZFY-ZYB")]
    [InlineData("Y3RZ-5WZM-YQVF-FY7S-ZBXZ-SZFY-ZYB00")]
    [InlineData("Y3RZ-5WZM-YQVF-FY7S-ZBXZ-SZFY-ZYBU")]
    [InlineData("Y3RZ-5WZM-YQVF-FY7S-ZBXZ-SZFY-ZYB1")]
    [InlineData("3YRZ-5WZM-YQVF-FY7S-ZBXZ-SZFY-ZYB0")]
    [InlineData("Y3RZ-5WZM-YQVF-FY7S-ZBXZ-SZFY-ZYBſ")]
    public void A_slip_of_the_pen_is_refused(string typed) => Assert.False(RecoveryCode.TryParse(typed, out _));

    [Fact]
    public void Nothing_typed_ever_throws() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char.AlphaNumeric, 28, 28]).Sample(text =>
        {
            if (RecoveryCode.TryParse(text, out var code))
            {
                code.Dispose();
            }
        });

    [Fact]
    public void Disposing_ends_every_use()
    {
        var code = RecoveryCode.Generate();
        code.Dispose();
        Assert.Throws<ObjectDisposedException>(code.Print);
        Assert.Throws<ObjectDisposedException>(() => code.Verifier(Samples.Ada));
        Assert.Throws<ObjectDisposedException>(() => code.WrappingKey(Samples.Ada));
        Assert.Equal("RecoveryCode", $"{code}");
    }
}
