namespace Diary.Cryptography.Tests.Passwords;

public sealed class PasswordHashingTests
{
    private static readonly Argon2idParameters Small = new(Samples.Count(0, 16), MemoryKiB: 8, Iterations: 3, Parallelism: 1);

    public static TheoryData<Argon2idParameters> UnfitParameters =>
    [
        Small with { Salt = new byte[15] },
        Small with { Salt = null! },
        Small with { MemoryKiB = 7 },
        Small with { MemoryKiB = (1024 * 1024) + 1 },
        Small with { Iterations = 2 },
        Small with { Iterations = 65 },
        Small with { Parallelism = 2 },
    ];

    [Fact]
    public void The_same_password_matches_and_another_does_not()
    {
        using var keys = PasswordHashing.DeriveKeys("a long enough password", Small);
        using var again = PasswordHashing.DeriveKeys("a long enough password", Small);
        using var other = PasswordHashing.DeriveKeys("a long enough Password", Small);
        var stored = keys.Verifier();
        Assert.True(again.Matches(stored));
        Assert.False(other.Matches(stored));
        Assert.False(again.Matches(stored.AsSpan(1)));
        Assert.False(again.Matches([]));
        Assert.Equal(keys.Wrapping.AsSpan().ToArray(), again.Wrapping.AsSpan().ToArray());
    }

    [Fact]
    public void Salt_cost_and_tier_change_both_halves()
    {
        using var keys = PasswordHashing.DeriveKeys("a long enough password", Small);
        using var salted = PasswordHashing.DeriveKeys("a long enough password", Small with { Salt = Samples.Count(1, 16) });
        using var costlier = PasswordHashing.DeriveKeys("a long enough password", Small with { MemoryKiB = 16 });
        using var client = PasswordHashing.DeriveKeys("a long enough password", Small, PasswordHashing.E2eLabelPrefix);
        var halves = new[] { keys, salted, costlier, client }
            .SelectMany(k => new[] { Samples.Hex(k.Authentication.AsSpan()), Samples.Hex(k.Wrapping.AsSpan()) });
        Assert.Equal(8, halves.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_password_is_the_same_however_it_is_typed()
    {
        using var composed = PasswordHashing.DeriveKeys("caf\u00e9 au lait \u2460", Small);
        using var decomposed = PasswordHashing.DeriveKeys("cafe\u0301 au lait 1", Small);
        Assert.True(decomposed.Matches(composed.Verifier()));
    }

    [Theory]
    [InlineData("elevenchars", false)]
    [InlineData("twelve chars", true)]
    [InlineData("\uFB03elevenchars", true)]
    [InlineData("😀😀😀😀😀😀😀😀😀😀😀", false)]
    [InlineData("😀😀😀😀😀😀😀😀😀😀😀😀", true)]
    [InlineData("", false)]
    public void Twelve_characters_are_the_least(string password, bool isAcceptable) =>
        Assert.Equal(isAcceptable, PasswordHashing.IsAcceptable(password));

    [Fact]
    public void Two_hundred_and_fifty_six_characters_are_the_most()
    {
        Assert.True(PasswordHashing.IsAcceptable(new string('x', 256)));
        Assert.False(PasswordHashing.IsAcceptable(new string('x', 257)));
        Assert.False(PasswordHashing.IsAcceptable(new string('\uFDFA', 256)));
        Assert.False(PasswordHashing.IsAcceptable(new string('x', 10_000)));
    }

    [Fact]
    public void Ill_formed_text_is_not_acceptable_and_hashing_it_is_misuse()
    {
        Assert.False(PasswordHashing.IsAcceptable("half of a pair: \ud83d"));
        Assert.Throws<ArgumentException>(() => PasswordHashing.DeriveKeys("half of a pair: \ud83d", Small));
        Assert.Throws<ArgumentException>(() => PasswordHashing.DeriveKeys(new string('x', 4097), Small));
    }

    [Theory]
    [MemberData(nameof(UnfitParameters), DisableDiscoveryEnumeration = true)]
    public void Parameters_that_cannot_be_run_are_refused(Argon2idParameters parameters)
    {
        Assert.False(parameters.IsAcceptable);
        Assert.Throws<ArgumentException>(() => PasswordHashing.DeriveKeys("a long enough password", parameters));
    }

    [Fact]
    public void Fresh_parameters_are_acceptable_and_salted_anew()
    {
        var fresh = Argon2idParameters.WithFreshSalt();
        Assert.True(fresh.IsAcceptable);
        Assert.NotEqual(fresh.Salt, Argon2idParameters.WithFreshSalt().Salt);
        Assert.False(Small.IsAcceptable);
        Assert.False(fresh.IsWeakerThan(65_536, 3));
        Assert.True(fresh.IsWeakerThan(131_072, 3));
        Assert.True(fresh.IsWeakerThan(65_536, 4));
        Assert.Equal("Argon2id, 65536 KiB, 3 passes, 1 lane, salt of 16 bytes", fresh.ToString());
    }

    [Fact]
    public void Disposing_ends_both_halves()
    {
        var keys = PasswordHashing.DeriveKeys("a long enough password", Small);
        keys.Dispose();
        Assert.Throws<ObjectDisposedException>(keys.Verifier);
        Assert.Throws<ObjectDisposedException>(() => keys.Wrapping.AsSpan().Length);
    }
}
