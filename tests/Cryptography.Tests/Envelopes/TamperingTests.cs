using CsCheck;

namespace Diary.Cryptography.Tests.Envelopes;

/// <summary>A flipped bit anywhere opens nothing; neither does a piece cut off or put on, in any suite.</summary>
public sealed class TamperingTests
{
    private delegate bool Opener(byte[] capsule, byte[] body);

    [Fact]
    public void A_flipped_bit_anywhere_opens_nothing()
    {
        using var key = Samples.Key();
        var parts = ContentSealer.Seal(Samples.Context, key, 3, Samples.Text);
        EveryBit(parts, (capsule, body) => ContentSealer.TryOpen(Samples.Context, key, capsule, body, out _));
    }

    [Fact]
    public void A_flipped_bit_opens_nothing_of_what_is_sealed_to_a_public_key()
    {
        using var pair = Samples.PrivateKey();
        Opener open = (capsule, body) => PublicContentSealer.TryOpen(Samples.Context, pair, capsule, body, out _, out _);
        EveryByte(PublicContentSealer.SealTo(Samples.Context, pair.PublicKey, 3, Samples.Text), open);
        EveryByte(PublicContentSealer.SealAs(Samples.Context, pair, 3, Samples.Text), open);
    }

    [Fact]
    public void A_flipped_bit_in_a_long_envelope_opens_nothing()
    {
        using var key = Samples.Key();
        var text = new byte[100_000];
        new Random(1).NextBytes(text);
        var parts = ContentSealer.Seal(Samples.Context, key, 3, text);
        Gen.Int[0, (parts.Body.Length * 8) - 1].Sample(
            bit => !ContentSealer.TryOpen(Samples.Context, key, parts.Capsule, Samples.Flipped(parts.Body, bit), out _), iter: 300);
    }

    [Fact]
    public void A_cut_or_longer_piece_opens_nothing()
    {
        using var key = Samples.Key();
        var parts = ContentSealer.Seal(Samples.Context, key, 3, Samples.Text);
        for (var length = 0; length < parts.Body.Length; length++)
        {
            Assert.False(ContentSealer.TryOpen(Samples.Context, key, parts.Capsule, parts.Body.AsSpan(0, length), out _));
        }

        for (var length = 0; length < parts.Capsule.Length; length++)
        {
            Assert.False(ContentSealer.TryOpen(Samples.Context, key, parts.Capsule.AsSpan(0, length), parts.Body, out _));
        }

        Gen.Byte.Array[1, 300].Sample(more =>
            !ContentSealer.TryOpen(Samples.Context, key, parts.Capsule, [.. parts.Body, .. more], out _)
            && !ContentSealer.TryOpen(Samples.Context, key, [.. parts.Capsule, .. more], parts.Body, out _));
    }

    [Fact]
    public void A_suite_opens_only_as_itself()
    {
        using var key = Samples.Key();
        using var pair = Samples.PrivateKey();
        var edge = ContentSealer.Seal(Samples.Context, key, 3, Samples.Text);
        var client = PublicContentSealer.SealAs(Samples.Context, pair, 3, Samples.Text);
        var server = PublicContentSealer.SealTo(Samples.Context, pair.PublicKey, 3, Samples.Text);
        Assert.False(ContentSealer.TryOpen(Samples.Context, key, client.Capsule, client.Body, out _));
        Assert.False(ContentSealer.TryOpen(Samples.Context, key, client.Capsule, edge.Body, out _));
        Assert.False(PublicContentSealer.TryOpen(Samples.Context, pair, edge.Capsule, edge.Body, out _, out _));
        Assert.False(PublicContentSealer.TryOpen(Samples.Context, pair, server.Capsule, client.Body, out _, out _));

        foreach (var parts in new[] { client, server })
        {
            var (capsule, body) = ((byte[])parts.Capsule.Clone(), (byte[])parts.Body.Clone());
            capsule[1] = body[1] = (byte)(5 - body[1]);    // 2 as 3, and 3 as 2
            Assert.False(PublicContentSealer.TryOpen(Samples.Context, pair, capsule, body, out _, out _));
        }
    }

    private static void EveryBit(SealedContentParts parts, Opener open)
    {
        Assert.True(open(parts.Capsule, parts.Body));
        for (var bit = 0; bit < parts.Body.Length * 8; bit++)
        {
            Assert.False(open(parts.Capsule, Samples.Flipped(parts.Body, bit)), $"body, bit {bit}");
        }

        for (var bit = 0; bit < parts.Capsule.Length * 8; bit++)
        {
            Assert.False(open(Samples.Flipped(parts.Capsule, bit), parts.Body), $"capsule, bit {bit}");
        }
    }

    // X25519 ignores the highest bit of a point, but the encapsulated bytes are hashed into the key: even that flip opens nothing.
    private static void EveryByte(SealedContentParts parts, Opener open)
    {
        Assert.True(open(parts.Capsule, parts.Body));
        for (var bit = 7; bit < parts.Body.Length * 8; bit += 8)
        {
            Assert.False(open(parts.Capsule, Samples.Flipped(parts.Body, bit)), $"body, bit {bit}");
        }

        for (var bit = 7; bit < parts.Capsule.Length * 8; bit += 8)
        {
            Assert.False(open(Samples.Flipped(parts.Capsule, bit), parts.Body), $"capsule, bit {bit}");
        }
    }
}
