using System.Text;
using CsCheck;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Diary.Cryptography.Tests.Envelopes;

/// <summary>Opens and seals suite 1 as the contract says, on BouncyCastle alone: what one makes, the other opens.</summary>
public sealed class SecondImplementationTests
{
    [Fact]
    public void BouncyCastle_opens_what_we_seal() =>
        Gen.Byte.Array[0, 2000].Sample(
            text =>
            {
                using var key = Samples.Key();
                var (capsule, body) = ContentSealer.Seal(Samples.Context, key, 3, text);
                var contentKey = Gcm(false, Samples.Count(0, 32), capsule[4..16], WrapAad(body, capsule), capsule[16..]);
                var derived = Hkdf(contentKey, [.. Encoding.ASCII.GetBytes("diary.v1.body"), .. body[..40]], 76);
                Assert.Equal(body[40..72], derived[44..]);
                var padded = Gcm(false, derived[..32], derived[32..44], body[..72], body[72..]);
                Assert.Equal(text, padded[..Array.FindLastIndex(padded, b => b != 0)]);
            },
            iter: 50);

    [Fact]
    public void We_open_what_BouncyCastle_seals() =>
        Gen.Select(Gen.Byte.Array[0, 255], Gen.Byte.Array[32], Gen.Byte.Array[12]).Sample(
            (text, contentKey, nonce) =>
            {
                byte[] start = [1, 1, 0, 0, .. Bytes(Samples.Ada), .. Bytes(Samples.Entry), 0, 0, 0, 7];
                var derived = Hkdf(contentKey, [.. Encoding.ASCII.GetBytes("diary.v1.body"), .. start], 76);
                byte[] header = [.. start, .. derived[44..]];
                byte[] padded = [.. text, 0x80, .. new byte[255 - text.Length]];
                byte[] body = [.. header, .. Gcm(true, derived[..32], derived[32..44], header, padded)];
                byte[] capsule = [1, 1, 0, 3];
                capsule = [.. capsule, .. nonce, .. Gcm(true, Samples.Count(0, 32), nonce, WrapAad(body, capsule), contentKey)];

                using var key = Samples.Key();
                Assert.True(ContentSealer.TryOpen(Samples.Context, key, capsule, body, out var opened));
                Assert.Equal(text, opened);
            },
            iter: 50);

    private static byte[] WrapAad(byte[] body, byte[] capsule) =>
        [.. Encoding.ASCII.GetBytes("diary.v1.capsule"), .. body[..40], .. capsule[..4]];

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    private static byte[] Hkdf(byte[] key, byte[] info, int length)
    {
        var generator = new HkdfBytesGenerator(new Sha256Digest());
        generator.Init(new HkdfParameters(key, null, info));
        var output = new byte[length];
        generator.GenerateBytes(output, 0, length);
        return output;
    }

    private static byte[] Gcm(bool seal, byte[] key, byte[] nonce, byte[] aad, byte[] input)
    {
        var cipher = new GcmBlockCipher(new AesEngine());
        cipher.Init(seal, new AeadParameters(new KeyParameter(key), 128, nonce, aad));
        var output = new byte[cipher.GetOutputSize(input.Length)];
        var length = cipher.ProcessBytes(input, 0, input.Length, output, 0);
        cipher.DoFinal(output, length);
        return output;
    }
}
