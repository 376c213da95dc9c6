using System.Text.Json;

namespace Diary.Cryptography.Tests.Vectors;

/// <summary>RFC 9180, appendix A.2.1 (base) and A.2.2 (PSK), every step of the way.</summary>
public sealed class HpkeVectorTests
{
    public static TheoryData<int> Modes => [0, 1];

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_shared_secret_key_and_nonce_are_the_published_ones(int mode)
    {
        var vector = Vector(mode);
        using var recipient = X25519PrivateKey.Import(Bytes(vector, "skRm"));
        Assert.Equal(Bytes(vector, "pkRm"), recipient.PublicKey.AsSpan().ToArray());

        var dh = new byte[32];
        var shared = new byte[32];
        Assert.True(recipient.TryAgree(Bytes(vector, "enc"), dh));
        HpkeSchedule.SharedSecret(dh, Bytes(vector, "enc"), Bytes(vector, "pkRm"), shared);
        Assert.Equal(Bytes(vector, "shared_secret"), shared);

        var (key, nonce) = (new byte[32], new byte[12]);
        HpkeSchedule.KeyAndNonce(shared, Bytes(vector, "info"), Bytes(vector, "psk"), Bytes(vector, "psk_id"), key, nonce);
        Assert.Equal(Bytes(vector, "key"), key);
        Assert.Equal(Bytes(vector, "base_nonce"), nonce);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_first_message_is_the_published_one_and_opens(int mode)
    {
        var vector = Vector(mode);
        using var ephemeral = X25519PrivateKey.Import(Bytes(vector, "skEm"));
        using var recipient = X25519PrivateKey.Import(Bytes(vector, "skRm"));
        using var psk = mode == 0 ? null : SymmetricKey.Import(Bytes(vector, "psk"));
        var (info, pskId) = (Bytes(vector, "info"), Bytes(vector, "psk_id"));
        var message = vector.GetProperty("encryptions")[0];
        var (aad, text) = (Bytes(message, "aad"), Bytes(message, "pt"));

        var sealedBytes = Hpke.Seal(ephemeral, recipient.PublicKey, info, aad, text, psk, pskId);

        Assert.Equal([.. Bytes(vector, "enc"), .. Bytes(message, "ct")], sealedBytes);
        Assert.True(Hpke.TryOpen(recipient, info, aad, sealedBytes, out var opened, psk, pskId));
        Assert.Equal(text, opened);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Later_messages_agree_with_key_and_nonce(int mode)
    {
        var vector = Vector(mode);
        foreach (var message in vector.GetProperty("encryptions").EnumerateArray())
        {
            var text = Bytes(message, "pt");
            var sealedBytes = new byte[text.Length + Aead.TagSize];
            Aead.Encrypt(
                AeadCipher.ChaCha20Poly1305, Bytes(vector, "key"), Bytes(message, "nonce"), text, Bytes(message, "aad"), sealedBytes);
            Assert.Equal(Bytes(message, "ct"), sealedBytes);
        }
    }

    private static JsonElement Vector(int mode) => VectorFile.Embedded("rfc9180-a2.json").GetProperty("vectors")[mode];

    private static byte[] Bytes(JsonElement element, string name) => Samples.Hex(element.GetProperty(name).GetString()!);
}
