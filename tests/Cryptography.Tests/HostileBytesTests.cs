using CsCheck;

namespace Diary.Cryptography.Tests;

/// <summary>Bytes from outside give nothing and never an exception, whether they are noise or nearly right.</summary>
public sealed class HostileBytesTests : IDisposable
{
    private static readonly Gen<byte[]> Noise = Gen.OneOf(Gen.Byte.Array[0, 500], Gen.Byte[0, 3].Array[0, 500]);

    private readonly SymmetricKey key = Samples.Key();
    private readonly X25519PrivateKey pair = Samples.PrivateKey();
    private readonly VaultKeyRing ring = new(Samples.Key());

    public void Dispose()
    {
        key.Dispose();
        pair.Dispose();
        ring.Dispose();
    }

    [Fact]
    public void Noise_opens_nothing() =>
        Gen.Select(Noise, Noise).Sample((one, two) =>
            !ContentSealer.TryOpen(Samples.Context, key, one, two, out _)
            && !ContentSealer.TryRewrap(Samples.Context, key, key, 1, one, out _)
            && !PublicContentSealer.TryOpen(Samples.Context, pair, one, two, out _, out _)
            && EnvelopeForm.Inspect(one, Samples.Context) is EnvelopeFlaw.Malformed
            && !KeyWrap.TryUnwrap(key, one, two, out SymmetricKey? _)
            && !KeyWrap.TryUnwrapPrivateKey(key, one, two, out _)
            && !SealedName.TryOpen(key, Samples.Ada, two, one, out _)
            && !ring.TryOpen(one, two, out _)
            && !Envelope.TrySplit(one, out _, out _));

    [Fact]
    public void Noise_is_no_hpke_message() =>
        Gen.Select(Noise, Noise).Sample(
            (one, two) => !Hpke.TryOpen(pair, two, two, one, out _) && !SealedNote.TryOpen(pair, Samples.Ada, one, out _), iter: 60);

    [Fact]
    public void Noise_of_the_right_length_and_header_opens_nothing() =>
        Gen.Select(Gen.Byte.Array[CapsuleHeader.UceLength], Gen.Byte.Array[344], Gen.Int[1, 3]).Sample((capsule, body, suite) =>
        {
            new CapsuleHeader((EnvelopeSuite)suite, 1).WriteTo(capsule);
            new EnvelopeHeader((EnvelopeSuite)suite, Samples.Context).WriteTo(body);
            byte[] longer = [.. capsule, .. new byte[CapsuleHeader.HpkeLength - CapsuleHeader.UceLength]];
            return EnvelopeHeader.TryRead(body, out _)
                && !ContentSealer.TryOpen(Samples.Context, key, capsule, body, out _)
                && !PublicContentSealer.TryOpen(Samples.Context, pair, longer, body, out _, out _);
        });

    // Only the holder of a content key can make such a body; it is refused all the same, and without a throw.
    [Fact]
    public void A_body_whose_commitment_or_padding_is_wrong_opens_nothing()
    {
        var contentKey = Samples.Count(0, 32);
        var header = new EnvelopeHeader(EnvelopeSuite.Uce, Samples.Context);
        var body = EnvelopeBody.Seal(header, contentKey, Samples.Text);
        Assert.True(EnvelopeBody.TryOpen(EnvelopeSuite.Uce, contentKey, body, out _));
        Assert.False(EnvelopeBody.TryOpen(EnvelopeSuite.Uce, Samples.Count(1, 32), body, out _));
        Assert.False(EnvelopeBody.TryOpen(EnvelopeSuite.Uce, contentKey, Samples.Flipped(body, 8 * 50), out _));

        var derived = new byte[76];
        Hkdf.Derive(contentKey, [.. Labels.Body, .. body[..40]], derived);
        var (key32, nonce) = (derived[..32], derived[32..44]);
        Aead.Encrypt(AeadCipher.Aes256Gcm, key32, nonce, new byte[256], body.AsSpan(0, 72), body.AsSpan(72));
        Assert.False(EnvelopeBody.TryOpen(EnvelopeSuite.Uce, contentKey, body, out _));
    }

    // Neither cipher commits to its key: without the comparison, this body would open.
    [Fact]
    public void A_body_that_decrypts_but_commits_to_another_key_opens_nothing()
    {
        var contentKey = Samples.Count(0, 32);
        var body = EnvelopeBody.Seal(new EnvelopeHeader(EnvelopeSuite.Uce, Samples.Context), contentKey, Samples.Text);
        var derived = new byte[76];
        Hkdf.Derive(contentKey, [.. Labels.Body, .. body[..40]], derived);
        var (key32, nonce, text) = (derived[..32], derived[32..44], Padding.Pad(Samples.Text));

        body[40] ^= 1;
        Aead.Encrypt(AeadCipher.Aes256Gcm, key32, nonce, text, body.AsSpan(0, 72), body.AsSpan(72));

        Assert.True(Aead.TryDecrypt(AeadCipher.Aes256Gcm, key32, nonce, body.AsSpan(72), body.AsSpan(0, 72), text));
        Assert.False(EnvelopeBody.TryOpen(EnvelopeSuite.Uce, contentKey, body, out _));
    }

    [Fact]
    public void A_short_destination_for_an_id_is_misuse() => Assert.Throws<ArgumentException>(() => Samples.Ada.WriteTo(new byte[15]));
}
