using CsCheck;

namespace Diary.Cryptography.Tests.Keys;

public sealed class KeyWrapTests
{
    private static readonly byte[] Aad = WrapAad.For(WrapPurpose.Session, Samples.Ada, Samples.Entry);

    [Fact]
    public void A_wrapped_key_comes_back()
    {
        using var key = SymmetricKey.Generate();
        using var secret = Samples.Key();
        var wrapped = KeyWrap.Wrap(key, secret, Aad);
        Assert.Equal(61, wrapped.Length);
        Assert.Equal(1, wrapped[0]);
        Assert.True(KeyWrap.TryUnwrap(key, wrapped, Aad, out SymmetricKey? unwrapped));
        Assert.Equal(secret.AsSpan().ToArray(), unwrapped.AsSpan().ToArray());
        unwrapped.Dispose();
    }

    [Fact]
    public void A_wrapped_private_key_comes_back()
    {
        using var key = SymmetricKey.Generate();
        using var pair = Samples.PrivateKey();
        var wrapped = KeyWrap.Wrap(key, pair.AsSpan(), Aad);
        Assert.True(KeyWrap.TryUnwrapPrivateKey(key, wrapped, Aad, out var unwrapped));
        Assert.Equal(pair.PublicKey, unwrapped.PublicKey);
        unwrapped.Dispose();
        Assert.False(KeyWrap.TryUnwrapPrivateKey(key, wrapped, default, out _));
    }

    [Fact]
    public void Secrets_of_any_length_come_back() =>
        Gen.Byte.Array[1, KeyWrap.MaxSecretSize].Sample(secret =>
        {
            using var key = Samples.Key();
            var unwrapped = new byte[secret.Length];
            return KeyWrap.TryUnwrap(key, KeyWrap.Wrap(key, secret, Aad), Aad, unwrapped) && unwrapped.SequenceEqual(secret);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(KeyWrap.MaxSecretSize + 1)]
    public void A_secret_of_another_length_is_refused(int length)
    {
        using var key = Samples.Key();
        Assert.Throws<ArgumentException>(() => KeyWrap.Wrap(key, new byte[length], Aad));
    }

    [Fact]
    public void The_same_key_is_never_wrapped_alike_twice()
    {
        using var key = Samples.Key();
        Assert.NotEqual(KeyWrap.Wrap(key, key, Aad), KeyWrap.Wrap(key, key, Aad));
    }

    [Fact]
    public void A_flipped_bit_anywhere_unwraps_nothing()
    {
        using var key = Samples.Key();
        var wrapped = KeyWrap.Wrap(key, Samples.Count(0, 32), Aad);
        for (var bit = 0; bit < wrapped.Length * 8; bit++)
        {
            Assert.False(KeyWrap.TryUnwrap(key, Samples.Flipped(wrapped, bit), Aad, out SymmetricKey? _), $"bit {bit}");
        }
    }

    [Fact]
    public void Another_length_another_key_and_other_data_unwrap_nothing()
    {
        using var key = Samples.Key();
        using var other = Samples.Key(1);
        var wrapped = KeyWrap.Wrap(key, Samples.Count(0, 32), Aad);
        for (var length = 0; length < wrapped.Length; length++)
        {
            Assert.False(KeyWrap.TryUnwrap(key, wrapped.AsSpan(0, length), Aad, out SymmetricKey? _));
        }

        Assert.False(KeyWrap.TryUnwrap(key, [.. wrapped, 0], Aad, out SymmetricKey? _));
        Assert.False(KeyWrap.TryUnwrap(other, wrapped, Aad, out SymmetricKey? _));
        foreach (var aad in OtherAads())
        {
            Assert.False(KeyWrap.TryUnwrap(key, wrapped, aad, out SymmetricKey? _));
        }
    }

    [Fact]
    public void Additional_data_is_purpose_account_and_session_or_epoch()
    {
        var ada = Samples.Hex(Samples.Ada.ToByteArray(bigEndian: true));
        Assert.Equal(
            Samples.Hex("diary.v1.wrap.recovery"u8) + ada + Samples.Hex(Samples.Entry.ToByteArray(bigEndian: true)),
            Samples.Hex(WrapAad.For(WrapPurpose.Recovery, Samples.Ada, Samples.Entry)));
        Assert.Equal(
            Samples.Hex("diary.v1.wrap.password"u8) + ada + "00000102", Samples.Hex(WrapAad.For(WrapPurpose.Password, Samples.Ada, 258)));
    }

    [Fact]
    public void A_purpose_is_ascii_and_an_epoch_not_negative()
    {
        Assert.Throws<ArgumentException>(() => WrapAad.For("", Samples.Ada, 1));
        Assert.Throws<ArgumentException>(() => WrapAad.For("schlüssel", Samples.Ada, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WrapAad.For(WrapPurpose.Password, Samples.Ada, -1));
    }

    private static IEnumerable<byte[]> OtherAads() =>
    [
        [],
        WrapAad.For(WrapPurpose.Recovery, Samples.Ada, Samples.Entry),
        WrapAad.For(WrapPurpose.Session, Samples.Eve, Samples.Entry),
        WrapAad.For(WrapPurpose.Session, Samples.Ada, Samples.OtherEntry),
        WrapAad.For(WrapPurpose.Session, Samples.Ada, 1),
    ];
}
