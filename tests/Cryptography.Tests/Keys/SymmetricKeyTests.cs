using CsCheck;

namespace Diary.Cryptography.Tests.Keys;

public sealed class SymmetricKeyTests
{
    [Fact]
    public void Two_fresh_keys_differ()
    {
        using var one = SymmetricKey.Generate();
        using var two = SymmetricKey.Generate();
        Assert.NotEqual(one.AsSpan().ToArray(), two.AsSpan().ToArray());
    }

    [Fact]
    public void An_imported_key_is_a_copy()
    {
        var source = Samples.Count(0, 32);
        using var key = SymmetricKey.Import(source);
        source[0] = 99;
        Assert.Equal(Samples.Count(0, 32), key.AsSpan().ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Another_length_is_refused(int length) =>
        Assert.Throws<ArgumentException>(() => SymmetricKey.Import(new byte[length]));

    [Fact]
    public void Disposing_zeroes_the_bytes_and_ends_every_use()
    {
        var key = Samples.Key(1);
        var seen = key.AsSpan();
        key.Dispose();
        key.Dispose();
        Assert.Equal(new byte[32], seen.ToArray());
        Assert.Throws<ObjectDisposedException>(() => key.AsSpan().Length);
        Assert.Throws<ObjectDisposedException>(() => key.Derive("diary.v1.wrap"));
        Assert.Throws<ObjectDisposedException>(() => ContentSealer.Seal(Samples.Context, key, 1, Samples.Text));
        Assert.Throws<ObjectDisposedException>(() => KeyWrap.Wrap(key, new byte[32], default));
    }

    [Fact]
    public void A_key_disposed_by_another_thread_never_seals_with_zeros()
    {
        using var zeros = SymmetricKey.Import(new byte[32]);
        for (var round = 0; round < 50; round++)
        {
            var key = SymmetricKey.Generate();
            Parallel.For(0, 8, i =>
            {
                if (i == 4)
                {
                    key.Dispose();
                    return;
                }

                try
                {
                    var parts = ContentSealer.Seal(Samples.Context, key, 1, Samples.Text);
                    Assert.False(ContentSealer.TryOpen(Samples.Context, zeros, parts.Capsule, parts.Body, out _));
                }
                catch (ObjectDisposedException)
                {
                    // The other outcome: the key was gone first.
                }
            });
        }
    }

    [Fact]
    public void A_label_is_ascii_and_never_empty()
    {
        using var key = Samples.Key();
        Assert.Throws<ArgumentException>(() => key.Derive(""));
        Assert.Throws<ArgumentException>(() => key.Derive("tägebuch"));
    }

    [Fact]
    public void Different_labels_give_different_keys() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 20], Gen.String[Gen.Char['a', 'z'], 1, 20]).Sample((one, two) =>
        {
            using var key = Samples.Key();
            using var first = key.Derive(one);
            using var second = key.Derive(two);
            return string.Equals(one, two, StringComparison.Ordinal) == first.AsSpan().SequenceEqual(second.AsSpan());
        });

    [Fact]
    public void Nothing_of_a_key_is_printed()
    {
        using var key = Samples.Key();
        Assert.Equal("SymmetricKey", $"{key}");
    }
}
