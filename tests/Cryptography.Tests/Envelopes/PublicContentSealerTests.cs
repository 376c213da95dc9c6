using CsCheck;

namespace Diary.Cryptography.Tests.Envelopes;

public sealed class PublicContentSealerTests : IDisposable
{
    private readonly X25519PrivateKey pair = Samples.PrivateKey();

    public void Dispose() => pair.Dispose();

    [Fact]
    public void What_the_account_writes_opens_as_authenticated_and_what_the_server_seals_does_not() =>
        Gen.Byte.Array[0, 3000].Sample(
            text =>
            {
                var client = PublicContentSealer.SealAs(Samples.Context, pair, 9, text);
                var server = PublicContentSealer.SealTo(Samples.Context, pair.PublicKey, 9, text);
                Assert.True(PublicContentSealer.TryOpen(Samples.Context, pair, client.Capsule, client.Body, out var one, out var isClient));
                Assert.True(PublicContentSealer.TryOpen(Samples.Context, pair, server.Capsule, server.Body, out var two, out var isServer));
                Assert.True(isClient);
                Assert.False(isServer);
                Assert.Equal(text, one);
                Assert.Equal(text, two);
            },
            iter: 30);

    [Theory]
    [MemberData(nameof(ContentSealerTests.OtherContexts), MemberType = typeof(ContentSealerTests))]
    public void An_envelope_opens_nowhere_else(EnvelopeContext context)
    {
        var parts = PublicContentSealer.SealAs(Samples.Context, pair, 1, Samples.Text);
        Assert.False(PublicContentSealer.TryOpen(context, pair, parts.Capsule, parts.Body, out _, out _));
    }

    [Fact]
    public void The_server_cannot_plant_an_entry_of_the_account()
    {
        using var guess = SymmetricKey.Generate();
        var parts = PublicContentSealer.SealTo(Samples.Context, pair.PublicKey, 1, Samples.Text);
        var (capsule, body) = (parts.Capsule, parts.Body);
        capsule[1] = body[1] = (byte)EnvelopeSuite.Client;
        Span<byte> aad = stackalloc byte[CapsuleHeader.AadLength];
        CapsuleHeader.WriteAad(body, capsule, aad);
        Hpke.Seal(pair.PublicKey, Labels.Capsule, aad, Samples.Count(0, 32), guess, Labels.WritePskId).CopyTo(capsule, 4);
        Assert.False(PublicContentSealer.TryOpen(Samples.Context, pair, capsule, body, out _, out var authenticated));
        Assert.False(authenticated);
    }

    [Fact]
    public void Another_pair_opens_nothing()
    {
        using var other = X25519PrivateKey.Generate();
        var parts = PublicContentSealer.SealTo(Samples.Context, pair.PublicKey, 1, Samples.Text);
        Assert.False(PublicContentSealer.TryOpen(Samples.Context, other, parts.Capsule, parts.Body, out _, out _));
    }
}
