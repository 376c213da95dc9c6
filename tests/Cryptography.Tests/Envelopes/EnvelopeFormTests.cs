using CsCheck;

namespace Diary.Cryptography.Tests.Envelopes;

public sealed class EnvelopeFormTests : IDisposable
{
    private readonly X25519PrivateKey pair = Samples.PrivateKey();

    public void Dispose() => pair.Dispose();

    [Fact]
    public void What_a_client_sealed_is_in_form() =>
        Gen.Byte.Array[0, 3000].Sample(
            text =>
            {
                var envelope = Join(PublicContentSealer.SealAs(Samples.Context, pair, 1, text));
                return EnvelopeForm.Inspect(envelope, Samples.Context) is EnvelopeFlaw.None;
            },
            iter: 40);

    [Fact]
    public void An_envelope_splits_into_what_it_was_joined_from()
    {
        var parts = Client();
        Assert.True(Envelope.TrySplit(Join(parts), out var capsule, out var body));
        Assert.Equal(parts.Capsule, capsule.ToArray());
        Assert.Equal(parts.Body, body.ToArray());
    }

    [Fact]
    public void What_is_cut_or_of_two_suites_is_malformed()
    {
        var envelope = Join(Client());
        for (var length = 0; length < envelope.Length; length++)
        {
            Assert.Equal(EnvelopeFlaw.Malformed, EnvelopeForm.Inspect(envelope.AsSpan(0, length), Samples.Context));
        }

        var server = PublicContentSealer.SealTo(Samples.Context, pair.PublicKey, 1, Samples.Text);
        Assert.Equal(EnvelopeFlaw.Malformed, EnvelopeForm.Inspect(Envelope.Join(Client().Capsule, server.Body), Samples.Context));
    }

    [Fact]
    public void Clients_send_their_own_suite_only()
    {
        using var key = Samples.Key();
        var edge = Join(ContentSealer.Seal(Samples.Context, key, 1, Samples.Text));
        var server = Join(PublicContentSealer.SealTo(Samples.Context, pair.PublicKey, 1, Samples.Text));
        Assert.Equal(EnvelopeFlaw.Suite, EnvelopeForm.Inspect(edge, Samples.Context));
        Assert.Equal(EnvelopeFlaw.Suite, EnvelopeForm.Inspect(server, Samples.Context));
    }

    [Fact]
    public void A_context_is_the_expected_one()
    {
        var envelope = Join(Client());
        Assert.Equal(EnvelopeFlaw.Context, EnvelopeForm.Inspect(envelope, Samples.Context with { AccountId = Samples.Eve }));
        Assert.Equal(EnvelopeFlaw.Context, EnvelopeForm.Inspect(envelope, Samples.Context with { Version = 8 }));
    }

    [Fact]
    public void A_point_of_low_order_is_told()
    {
        var envelope = Join(Client());
        envelope.AsSpan(6, 32).Clear();
        Assert.Equal(EnvelopeFlaw.LowOrderPoint, EnvelopeForm.Inspect(envelope, Samples.Context));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Today I forgot to encrypt, and wrote on and on.")]
    public void A_client_that_forgot_to_encrypt_is_told(string text)
    {
        var parts = Client();
        var padded = Padding.Pad(System.Text.Encoding.UTF8.GetBytes(text));
        padded.CopyTo(parts.Body, EnvelopeHeader.Length);
        Assert.Equal(EnvelopeFlaw.NotEncrypted, EnvelopeForm.Inspect(Join(parts), Samples.Context));
    }

    [Fact]
    public void Text_and_what_is_not_spread_evenly_do_not_look_sealed()
    {
        Assert.False(EnvelopeForm.LooksSealed("short"u8));
        Assert.False(EnvelopeForm.LooksSealed([.. Enumerable.Range(0, 1024).Select(i => (byte)(i % 128 | 0x80))]));
        Assert.True(EnvelopeForm.LooksSealed([0xff, 0xfe]));
        Gen.Byte.Array[300, 4000].Sample(bytes => EnvelopeForm.LooksSealed(bytes));
    }

    [Fact]
    public void Headers_are_strict()
    {
        var parts = Client();
        foreach (var at in new[] { 0, 1, 2, 3 })
        {
            var body = (byte[])parts.Body.Clone();
            body[at] = 9;
            Assert.False(EnvelopeHeader.TryRead(body, out _), $"byte {at}");
        }

        var negative = (byte[])parts.Body.Clone();
        negative[36] = 0x80;
        Assert.False(EnvelopeHeader.TryRead(negative, out _));
        Assert.False(EnvelopeHeader.TryRead(new byte[(1 << 20) + 1], out _));
        Assert.False(CapsuleHeader.TryRead(parts.Capsule.AsSpan(0, CapsuleHeader.UceLength), out _));
    }

    private static byte[] Join(SealedContentParts parts) => Envelope.Join(parts.Capsule, parts.Body);

    private SealedContentParts Client() => PublicContentSealer.SealAs(Samples.Context, pair, 1, Samples.Text);
}
