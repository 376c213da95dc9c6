using CsCheck;

namespace Diary.Cryptography.Tests.Envelopes;

public sealed class PaddingTests
{
    private static readonly Gen<byte> NearPadding = Gen.OneOf(Gen.Const((byte)0), Gen.Const((byte)0x80), Gen.Const((byte)1));

    [Theory]
    [InlineData(0, 256)]
    [InlineData(255, 256)]
    [InlineData(256, 272)]
    [InlineData(271, 272)]
    [InlineData(999, 1024)]
    [InlineData(1023, 1024)]
    [InlineData(1024, 1088)]
    [InlineData(16384, 17408)]
    [InlineData(ContentSealer.MaxPlaintextLength, (1 << 20) - (1 << 14))]
    public void A_length_is_padded_as_the_paper_says(int length, int padded) => Assert.Equal(padded, Padding.PaddedLength(length));

    [Fact]
    public void Whatever_is_padded_comes_back() =>
        Gen.Byte.Array[0, 5000].Sample(plaintext =>
        {
            var padded = Padding.Pad(plaintext);
            return Padding.IsPaddedLength(padded.Length)
                && Padding.TryUnpad(padded, out var length)
                && padded.AsSpan(0, length).SequenceEqual(plaintext);
        });

    [Fact]
    public void From_256_bytes_on_padding_adds_at_most_12_percent_and_a_mark() =>
        Gen.Int[256, 1 << 20].Sample(length =>
            Padding.PaddedLength(length) is var padded && padded > length && padded <= (length + 1) * 1.12);

    [Fact]
    public void A_length_is_a_padded_length_exactly_if_some_plaintext_has_it()
    {
        var reachable = Enumerable.Range(0, 6000).Select(Padding.PaddedLength).ToHashSet();
        Assert.All(Enumerable.Range(-10, 5900), length => Assert.Equal(reachable.Contains(length), Padding.IsPaddedLength(length)));
        Assert.False(Padding.IsPaddedLength(int.MaxValue));
    }

    [Fact]
    public void Unpadding_takes_only_what_padding_makes_and_never_throws() =>
        Gen.OneOf(Gen.Byte.Array[0, 700], NearPadding.Array[0, 700]).Sample(bytes =>
            !Padding.TryUnpad(bytes, out var length) ? length == 0 : Padding.Pad(bytes.AsSpan(0, length)).SequenceEqual(bytes));

    [Fact]
    public void More_zeros_than_needed_are_refused()
    {
        var padded = new byte[272];
        padded[10] = 0x80;
        Assert.False(Padding.TryUnpad(padded, out _));
        Assert.True(Padding.TryUnpad(padded.AsSpan(0, 256), out var length));
        Assert.Equal(10, length);
    }

    [Fact]
    public void A_length_out_of_bounds_is_misuse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Padding.PaddedLength(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Padding.PaddedLength(int.MaxValue));
    }
}
