using CsCheck;

namespace Diary.Cryptography.Tests.PublicKey;

public sealed class HpkeTests : IDisposable
{
    private readonly X25519PrivateKey pair = Samples.PrivateKey();
    private readonly SymmetricKey psk = Samples.Key();

    public void Dispose()
    {
        pair.Dispose();
        psk.Dispose();
    }

    [Fact]
    public void Whatever_is_sealed_opens_in_its_own_mode_only() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 40], Gen.Byte.Array[0, 200]).Sample(
            (info, aad, text) =>
            {
                var plain = Hpke.Seal(pair.PublicKey, info, aad, text);
                var shared = Hpke.Seal(pair.PublicKey, info, aad, text, psk, "id"u8);
                Assert.Equal(text.Length + Hpke.Overhead, plain.Length);
                Assert.True(Hpke.TryOpen(pair, info, aad, plain, out var one));
                Assert.True(Hpke.TryOpen(pair, info, aad, shared, out var two, psk, "id"u8));
                Assert.Equal(text, one);
                Assert.Equal(text, two);
                Assert.False(Hpke.TryOpen(pair, info, aad, plain, out _, psk, "id"u8));
                Assert.False(Hpke.TryOpen(pair, info, aad, shared, out _));
            },
            iter: 30);

    [Fact]
    public void Another_key_label_binding_or_psk_opens_nothing()
    {
        using var otherPair = X25519PrivateKey.Generate();
        using var otherPsk = Samples.Key(1);
        var sealedBytes = Hpke.Seal(pair.PublicKey, "info"u8, "aad"u8, "text"u8, psk, "id"u8);
        Assert.False(Hpke.TryOpen(otherPair, "info"u8, "aad"u8, sealedBytes, out _, psk, "id"u8));
        Assert.False(Hpke.TryOpen(pair, "other"u8, "aad"u8, sealedBytes, out _, psk, "id"u8));
        Assert.False(Hpke.TryOpen(pair, "info"u8, "other"u8, sealedBytes, out _, psk, "id"u8));
        Assert.False(Hpke.TryOpen(pair, "info"u8, "aad"u8, sealedBytes, out _, otherPsk, "id"u8));
        Assert.False(Hpke.TryOpen(pair, "info"u8, "aad"u8, sealedBytes, out _, psk, "other"u8));
    }

    [Fact]
    public void A_flipped_bit_anywhere_opens_nothing()
    {
        var sealedBytes = Hpke.Seal(pair.PublicKey, "info"u8, "aad"u8, "text"u8);
        for (var bit = 0; bit < sealedBytes.Length * 8; bit++)
        {
            Assert.False(Hpke.TryOpen(pair, "info"u8, "aad"u8, Samples.Flipped(sealedBytes, bit), out _), $"bit {bit}");
        }
    }

    [Fact]
    public void A_point_of_low_order_opens_nothing_and_cannot_be_sealed_to()
    {
        var zero = new byte[32];
        Assert.False(Hpke.TryOpen(pair, "info"u8, "aad"u8, [.. zero, .. new byte[16]], out _));
        Assert.Throws<System.Security.Cryptography.CryptographicException>(
            () => Hpke.Seal(new X25519PublicKey(zero), "info"u8, "aad"u8, "text"u8));
    }

    [Fact]
    public void A_psk_and_its_id_come_together()
    {
        Assert.Throws<ArgumentException>(() => Hpke.Seal(pair.PublicKey, "info"u8, default, "text"u8, psk));
        Assert.Throws<ArgumentException>(() => Hpke.Seal(pair.PublicKey, "info"u8, default, "text"u8, pskId: "id"u8));
        Assert.Throws<ArgumentException>(() => Hpke.TryOpen(pair, "info"u8, default, new byte[64], out _, psk));
    }

    [Fact]
    public void A_note_opens_for_its_account_only()
    {
        var note = SealedNote.Seal(pair.PublicKey, Samples.Ada, Samples.Text);
        Assert.Equal(Samples.Text.Length + SealedNote.Overhead, note.Length);
        Assert.True(SealedNote.TryOpen(pair, Samples.Ada, note, out var opened));
        Assert.Equal(Samples.Text, opened);

        using var other = X25519PrivateKey.Generate();
        Assert.False(SealedNote.TryOpen(pair, Samples.Eve, note, out _));
        Assert.False(SealedNote.TryOpen(other, Samples.Ada, note, out _));
        Assert.False(SealedNote.TryOpen(pair, Samples.Ada, [2, .. note[1..]], out _));
        for (var length = 0; length < note.Length; length++)
        {
            Assert.False(SealedNote.TryOpen(pair, Samples.Ada, note.AsSpan(0, length), out _));
        }
    }
}
