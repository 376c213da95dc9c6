using CsCheck;

namespace Diary.Cryptography.Tests.Keys;

public sealed class X25519KeyTests
{
    // The points of order 1, 2, 4 and 8, and two encodings of them that are not canonical; RFC 7748, section 6.1.
    public static TheoryData<string> LowOrderPoints =>
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];

    [Theory]
    [MemberData(nameof(LowOrderPoints))]
    public void A_point_of_low_order_is_no_public_key(string point)
    {
        Assert.False(X25519PublicKey.TryImport(Samples.Hex(point), out _));
        using var key = X25519PrivateKey.Generate();
        Assert.False(key.TryAgree(Samples.Hex(point), new byte[32]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Another_length_is_no_key(int length)
    {
        Assert.False(X25519PublicKey.TryImport(new byte[length], out _));
        Assert.Throws<ArgumentException>(() => X25519PrivateKey.Import(new byte[length]));
    }

    [Fact]
    public void Two_sides_agree_and_so_does_another_library() =>
        Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[32]).Sample(
            (one, two) =>
            {
                using var ours = X25519PrivateKey.Import(one);
                using var theirs = X25519PrivateKey.Import(two);
                var (here, there, oracle) = (new byte[32], new byte[32], new byte[32]);
                Assert.True(ours.TryAgree(theirs.PublicKey.AsSpan(), here));
                Assert.True(theirs.TryAgree(ours.PublicKey.AsSpan(), there));
                Org.BouncyCastle.Math.EC.Rfc7748.X25519.ScalarMult(one, 0, theirs.PublicKey.AsSpan().ToArray(), 0, oracle, 0);
                Assert.Equal(here, there);
                Assert.Equal(oracle, here);
            },
            iter: 50);

    [Fact]
    public void Disposing_ends_every_use()
    {
        var key = Samples.PrivateKey();
        var seen = key.AsSpan();
        key.Dispose();
        Assert.Equal(new byte[32], seen.ToArray());
        Assert.Throws<ObjectDisposedException>(() => key.AsSpan().Length);
        Assert.Throws<ObjectDisposedException>(() => key.Derive("diary.v1.index-root"));
        Assert.Throws<ObjectDisposedException>(() => key.TryAgree(new byte[32], new byte[32]));
        Assert.Equal("X25519PrivateKey", $"{key}");
    }

    [Fact]
    public void Public_keys_are_equal_by_their_bytes()
    {
        using var key = Samples.PrivateKey();
        using var other = X25519PrivateKey.Generate();
        Assert.True(X25519PublicKey.TryImport(key.PublicKey.AsSpan(), out var copy));
        Assert.Equal(key.PublicKey, copy);
        Assert.True(key.PublicKey.Equals((object)copy));
        Assert.Equal(key.PublicKey.GetHashCode(), copy.GetHashCode());
        Assert.NotEqual(key.PublicKey, other.PublicKey);
        Assert.False(key.PublicKey.Equals(null));
        Assert.Equal(Samples.Hex(key.PublicKey.AsSpan()), $"{key.PublicKey}");
    }

    [Fact]
    public void A_private_key_derives_as_hkdf_says()
    {
        using var key = Samples.PrivateKey();
        using var bytes = Samples.Key(64);
        using var fromPair = key.Derive("diary.v1.index-root");
        using var fromBytes = bytes.Derive("diary.v1.index-root");
        Assert.Equal(fromBytes.AsSpan().ToArray(), fromPair.AsSpan().ToArray());
    }
}
