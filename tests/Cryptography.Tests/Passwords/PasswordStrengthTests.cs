namespace Diary.Cryptography.Tests.Passwords;

public sealed class PasswordStrengthTests
{
    private const string Address = "ada.lovelace@example.org";

    [Theory]
    [InlineData("Password1234", "one of the most used passwords")]
    [InlineData("iloveyou1234", "one of the most used passwords")]
    [InlineData("xxxxxxxxxxxx", "one character many times")]
    [InlineData("qwertyuiopas", "one of the most used passwords")]
    [InlineData("abcdefghijklmnop", "a sequence such as abc or 123")]
    [InlineData("ada.lovelace@example.org", "part of the address")]
    [InlineData("lovelace1234", "part of the address")]
    [InlineData("ｐａｓｓｗｏｒｄ１２３４", "one of the most used passwords")]
    public void A_weak_password_is_refused_with_the_reason(string password, string reason)
    {
        var weakness = PasswordStrength.WeaknessOf(password, Address);
        Assert.StartsWith($"is too easy to guess: it is {reason}.", weakness, StringComparison.Ordinal);
        Assert.DoesNotContain(password, weakness, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("x7!kQ9#mZp2w")]
    [InlineData("Ångström-Ångström")]
    [InlineData("Windmühlenflügelsalat im Herbst")]
    public void A_strong_one_is_not(string password) => Assert.Null(PasswordStrength.WeaknessOf(password, Address));

    [Fact]
    public void The_same_password_may_be_weak_for_one_and_strong_for_another()
    {
        Assert.Null(PasswordStrength.WeaknessOf("krzysztofbrzeczyszczykiewicz", Address));
        Assert.NotNull(PasswordStrength.WeaknessOf("krzysztofbrzeczyszczykiewicz", "krzysztofbrzeczyszczykiewicz@example.org"));
    }

    [Fact]
    public void Of_a_long_one_its_beginning_counts()
    {
        Assert.Null(PasswordStrength.WeaknessOf("correct horse battery staple" + new string('x', 228)));
        Assert.NotNull(PasswordStrength.WeaknessOf(new string('x', 256)));
        var pairs = string.Concat(Enumerable.Repeat("\U0001F600\U0001F418\U0001F335", 80)); // and is cut within one
        Assert.Null(PasswordStrength.WeaknessOf(pairs));
    }

    [Fact]
    public void Many_at_once_are_judged_alike()
    {
        string[] passwords = ["Password1234", "correct horse battery staple", "x7!kQ9#mZp2w", "xxxxxxxxxxxx", "lovelace1234"];
        var alone = passwords.Select(p => PasswordStrength.WeaknessOf(p, Address)).ToList();
        Parallel.For(0, 100, i => Assert.Equal(alone[i % 5], PasswordStrength.WeaknessOf(passwords[i % 5], Address)));
    }
}
