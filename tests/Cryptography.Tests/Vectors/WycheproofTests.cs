using System.Security.Cryptography;
using System.Text.Json;

namespace Diary.Cryptography.Tests.Vectors;

/// <summary>Project Wycheproof (C2SP, testvectors_v1): edge cases that have broken other libraries.</summary>
public sealed class WycheproofTests
{
    [Fact]
    public void Aes_256_gcm_opens_the_valid_and_nothing_else() => Aeads("aes_gcm_test.json", AeadCipher.Aes256Gcm, least: 60);

    [Fact]
    public void ChaCha20_Poly1305_opens_the_valid_and_nothing_else() =>
        Aeads("chacha20_poly1305_test.json", AeadCipher.ChaCha20Poly1305, least: 200);

    [Fact]
    public void Hkdf_gives_the_published_output_and_refuses_more_than_255_blocks() =>
        Each("hkdf_sha256_test.json", least: 80, _ => true, (group, test) =>
        {
            var output = new byte[test.GetProperty("size").GetInt32()];
            if (IsValid(test))
            {
                Hkdf.Derive(Bytes(test, "ikm"), Bytes(test, "info"), output, Bytes(test, "salt"));
                Assert.Equal(Bytes(test, "okm"), output);
            }
            else
            {
                Assert.ThrowsAny<ArgumentException>(
                    () => Hkdf.Derive(Bytes(test, "ikm"), Bytes(test, "info"), output, Bytes(test, "salt")));
            }
        });

    [Fact]
    public void Hmac_gives_the_published_tag() =>
        Each("hmac_sha256_test.json", least: 170, _ => true, (group, test) =>
        {
            var length = group.GetProperty("tagSize").GetInt32() / 8;
            var tag = HMACSHA256.HashData(Bytes(test, "key"), Bytes(test, "msg")).AsSpan(0, length);
            Assert.Equal(IsValid(test), tag.SequenceEqual(Bytes(test, "tag")));
        });

    [Fact]
    public void X25519_gives_the_published_secret_and_refuses_a_secret_of_zeros() =>
        Each("x25519_test.json", least: 500, _ => true, (group, test) =>
        {
            var expected = Bytes(test, "shared");
            var shared = new byte[32];
            using var key = X25519PrivateKey.Import(Bytes(test, "private"));
            var isZero = expected.All(b => b == 0);
            Assert.Equal(!isZero, key.TryAgree(Bytes(test, "public"), shared));
            Assert.Equal(expected, shared);
            Assert.Equal(!isZero, X25519PublicKey.TryImport(Bytes(test, "public"), out _));
        });

    private static void Aeads(string file, AeadCipher cipher, int least) => Each(file, least, IsOurs, (_, test) =>
    {
        var (key, nonce, aad, text) = (Bytes(test, "key"), Bytes(test, "iv"), Bytes(test, "aad"), Bytes(test, "msg"));
        byte[] published = [.. Bytes(test, "ct"), .. Bytes(test, "tag")];
        var opened = new byte[published.Length - Aead.TagSize];
        Assert.Equal(IsValid(test), Aead.TryDecrypt(cipher, key, nonce, published, aad, opened));
        if (IsValid(test))
        {
            var sealedBytes = new byte[text.Length + Aead.TagSize];
            Aead.Encrypt(cipher, key, nonce, text, aad, sealedBytes);
            Assert.Equal(published, sealedBytes);
            Assert.Equal(text, opened);
        }
    });

    private static bool IsOurs(JsonElement group) =>
        group.GetProperty("keySize").GetInt32() == 256
        && group.GetProperty("ivSize").GetInt32() == 96
        && group.GetProperty("tagSize").GetInt32() == 128;

    // Too few cases would mean that the file is not what this test takes it for.
    private static void Each(string file, int least, Func<JsonElement, bool> takes, Action<JsonElement, JsonElement> verify)
    {
        var cases = VectorFile.Shared(file).GetProperty("testGroups").EnumerateArray()
            .Where(takes)
            .SelectMany(group => group.GetProperty("tests").EnumerateArray().Select(test => (group, test)))
            .ToList();
        Assert.True(cases.Count >= least, $"{file} holds only {cases.Count} cases for us.");
        foreach (var (group, test) in cases)
        {
            verify(group, test);
        }
    }

    private static bool IsValid(JsonElement test) => test.GetProperty("result").GetString() == "valid";

    private static byte[] Bytes(JsonElement test, string name) => Samples.Hex(test.GetProperty(name).GetString()!);
}
