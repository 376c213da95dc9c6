namespace Diary.Cryptography.Tests.Keys;

public sealed class MasterKeyWrapTests : IDisposable
{
    private static readonly byte[] Aad = WrapAad.For(WrapPurpose.Password, new Guid("0195a1b0-0000-7000-8000-000000000001"), 1);

    private readonly SymmetricKey _secret = SymmetricKey.Generate();
    private readonly SymmetricKey _master = SymmetricKey.Generate();
    private readonly SymmetricKey _next = SymmetricKey.Generate();

    [Fact]
    public void The_slots_secret_opens_it()
    {
        var wrap = MasterKeyWrap.Wrap(_secret, _master, Aad);
        Assert.Equal(MasterKeyWrap.WrappedLength, wrap.Length);
        Assert.Equal(_master.AsSpan(), Opened(_secret, wrap, Aad)!.AsSpan());
    }

    [Fact]
    public void The_next_key_reaches_a_slot_whose_secret_is_elsewhere_again_and_again()
    {
        Assert.True(MasterKeyWrap.TryRenew(MasterKeyWrap.Wrap(_secret, _master, Aad), _next, Aad, out var renewed));
        Assert.Equal(MasterKeyWrap.SealedLength, renewed.Length);
        Assert.Equal(_next.AsSpan(), Opened(_secret, renewed, Aad)!.AsSpan());
        Assert.True(MasterKeyWrap.TryRenew(renewed, _master, Aad, out var again));
        Assert.Equal(_master.AsSpan(), Opened(_secret, again, Aad)!.AsSpan());
    }

    [Fact]
    public void Who_knew_the_key_before_does_not_open_the_next_one()
    {
        Assert.True(MasterKeyWrap.TryRenew(MasterKeyWrap.Wrap(_secret, _master, Aad), _next, Aad, out var renewed));
        Assert.Null(Opened(_master, renewed, Aad));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_flipped_bit_anywhere_or_another_place_opens_nothing(bool renew)
    {
        var wrap = MasterKeyWrap.Wrap(_secret, _master, Aad);
        if (renew)
        {
            Assert.True(MasterKeyWrap.TryRenew(wrap, _next, Aad, out wrap));
        }

        Assert.Null(Opened(_secret, wrap, WrapAad.For(WrapPurpose.Password, new Guid("0195a1b0-0000-7000-8000-000000000001"), 2)));
        for (var i = X25519PublicKey.Size; i < wrap.Length; i++)
        {
            wrap[i] ^= 0x10;
            Assert.Null(Opened(_secret, wrap, Aad));
            wrap[i] ^= 0x10;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(MasterKeyWrap.WrappedLength - 1)]
    [InlineData(MasterKeyWrap.SealedLength)]
    public void Bytes_that_were_never_a_wrap_are_neither_opened_nor_renewed(int length)
    {
        var zeros = new byte[length]; // a slot of zeros is a point of low order
        Assert.Null(Opened(_secret, zeros, Aad));
        Assert.False(MasterKeyWrap.TryRenew(zeros, _next, Aad, out _));
    }

    public void Dispose()
    {
        _secret.Dispose();
        _master.Dispose();
        _next.Dispose();
    }

    private static SymmetricKey? Opened(SymmetricKey secret, byte[] wrap, byte[] aad) =>
        MasterKeyWrap.TryUnwrap(secret, wrap, aad, out var master) ? master : null;
}
