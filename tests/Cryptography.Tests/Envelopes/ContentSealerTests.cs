using CsCheck;

namespace Diary.Cryptography.Tests.Envelopes;

public sealed class ContentSealerTests
{
    public static TheoryData<EnvelopeContext> OtherContexts =>
    [
        Samples.Context with { AccountId = Samples.Eve },
        Samples.Context with { EntryId = Samples.OtherEntry },
        Samples.Context with { Version = 8 },
        Samples.Context with { Version = 0 },
        new EnvelopeContext(Samples.Entry, Samples.Ada, 7),
        default(EnvelopeContext),
    ];

    [Fact]
    public void Whatever_is_sealed_opens() =>
        Gen.Select(Gen.Byte.Array[0, 4000], Gen.Int[1, int.MaxValue], Gen.UShort).Sample((text, version, epoch) =>
        {
            using var key = SymmetricKey.Generate();
            var context = new EnvelopeContext(Guid.NewGuid(), Guid.NewGuid(), version);
            var parts = ContentSealer.Seal(context, key, epoch, text);
            return ContentSealer.TryOpen(context, key, parts.Capsule, parts.Body, out var opened)
                && opened.SequenceEqual(text)
                && EnvelopeHeader.TryRead(parts.Body, out var header)
                && header == new EnvelopeHeader(EnvelopeSuite.Uce, context)
                && CapsuleHeader.TryRead(parts.Capsule, out var capsule)
                && capsule == new CapsuleHeader(EnvelopeSuite.Uce, epoch);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65_536)]
    [InlineData(ContentSealer.MaxPlaintextLength)]
    public void Every_length_up_to_the_limit_opens(int length)
    {
        using var key = Samples.Key();
        var text = new byte[length];
        new Random(length).NextBytes(text);
        var parts = ContentSealer.Seal(Samples.Context, key, 1, text);
        Assert.True(parts.Body.Length <= EnvelopeHeader.MaxBodyLength);
        Assert.True(ContentSealer.TryOpen(Samples.Context, key, parts.Capsule, parts.Body, out var opened));
        Assert.Equal(text, opened);
    }

    [Theory]
    [InlineData(ContentSealer.MaxPlaintextLength + 1)]
    [InlineData(1 << 20)]
    public void A_body_over_1_MiB_is_refused(int length)
    {
        using var key = Samples.Key();
        Assert.Throws<ArgumentException>(() => ContentSealer.Seal(Samples.Context, key, 1, new byte[length]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void There_is_no_version_before_the_first(int version)
    {
        using var key = Samples.Key();
        Assert.Throws<InvalidOperationException>(
            () => ContentSealer.Seal(Samples.Context with { Version = version }, key, 1, Samples.Text));
    }

    [Fact]
    public void The_same_text_is_never_sealed_alike_twice()
    {
        using var key = Samples.Key();
        var one = ContentSealer.Seal(Samples.Context, key, 1, Samples.Text);
        var two = ContentSealer.Seal(Samples.Context, key, 1, Samples.Text);
        Assert.NotEqual(one.Body[EnvelopeHeader.ContextLength..], two.Body[EnvelopeHeader.ContextLength..]);
        Assert.NotEqual(one.Capsule, two.Capsule);
        Assert.False(ContentSealer.TryOpen(Samples.Context, key, one.Capsule, two.Body, out _));
    }

    [Theory]
    [MemberData(nameof(OtherContexts))]
    public void An_envelope_opens_nowhere_else(EnvelopeContext context)
    {
        using var key = Samples.Key();
        var parts = ContentSealer.Seal(Samples.Context, key, 1, Samples.Text);
        Assert.False(ContentSealer.TryOpen(context, key, parts.Capsule, parts.Body, out var opened));
        Assert.Null(opened);
    }

    [Fact]
    public void An_envelope_opens_under_no_other_key()
    {
        using var key = Samples.Key();
        using var other = Samples.Key(1);
        var parts = ContentSealer.Seal(Samples.Context, key, 1, Samples.Text);
        Assert.False(ContentSealer.TryOpen(Samples.Context, other, parts.Capsule, parts.Body, out _));
    }

    [Fact]
    public void A_new_epoch_wraps_the_capsule_again_and_leaves_the_body()
    {
        using var old = Samples.Key();
        using var next = Samples.Key(1);
        var parts = ContentSealer.Seal(Samples.Context, old, 1, Samples.Text);

        Assert.True(ContentSealer.TryRewrap(Samples.Context, old, next, 2, parts.Capsule, out var capsule));

        Assert.True(CapsuleHeader.TryRead(capsule, out var header));
        Assert.Equal(2, header.KeyEpoch);
        Assert.True(ContentSealer.TryOpen(Samples.Context, next, capsule, parts.Body, out var opened));
        Assert.Equal(Samples.Text, opened);
        Assert.False(ContentSealer.TryOpen(Samples.Context, old, capsule, parts.Body, out _));
        Assert.False(ContentSealer.TryRewrap(Samples.Context, old, next, 3, capsule, out _));
        Assert.False(ContentSealer.TryRewrap(Samples.Context with { Version = 8 }, next, old, 3, capsule, out _));
    }
}
