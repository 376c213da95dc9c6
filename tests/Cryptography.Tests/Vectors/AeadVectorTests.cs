namespace Diary.Cryptography.Tests.Vectors;

/// <summary>
/// NIST: test cases 13 to 16 of "The Galois/Counter Mode of Operation" (D. McGrew, J. Viega), submitted to NIST for SP 800-38D;
/// RFC 8439, section 2.8.2.
/// </summary>
public sealed class AeadVectorTests
{
    private const string GcmKey = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
    private const string GcmNonce = "cafebabefacedbaddecaf888";
    private const string GcmText =
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";

    private const string GcmCiphertext =
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad";

    private static readonly string Zeros = new('0', 64);

    [Fact]
    public void Gcm_case_13_seals_nothing_under_zeros() =>
        Verify(AeadCipher.Aes256Gcm, Zeros, Zeros[..24], "", "", "530f8afbc74536b9a963b4f1c4cb738b");

    [Fact]
    public void Gcm_case_14_seals_a_block_under_zeros() => Verify(
        AeadCipher.Aes256Gcm, Zeros, Zeros[..24], Zeros[..32], "", "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");

    [Fact]
    public void Gcm_case_15_seals_four_blocks() => Verify(
        AeadCipher.Aes256Gcm, GcmKey, GcmNonce, GcmText, "", GcmCiphertext + "b094dac5d93471bdec1a502270e3cc6c");

    [Fact]
    public void Gcm_case_16_binds_additional_data() => Verify(
        AeadCipher.Aes256Gcm,
        GcmKey,
        GcmNonce,
        GcmText[..120],
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        GcmCiphertext[..120] + "76fc6ece0f4e1768cddf8853bb2d551b");

    [Fact]
    public void ChaCha20_Poly1305_seals_the_sunscreen_speech() => Verify(
        AeadCipher.ChaCha20Poly1305,
        Samples.Hex(Samples.Count(0x80, 32)),
        "070000004041424344454647",
        Samples.Hex(
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."u8),
        "50515253c0c1c2c3c4c5c6c7",
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b6"
        + "7ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116"
        + "1ae10b594f09e26a7e902ecbd0600691");

    private static void Verify(AeadCipher cipher, string key, string nonce, string text, string aad, string expected)
    {
        var plaintext = Samples.Hex(text);
        var sealedBytes = new byte[plaintext.Length + Aead.TagSize];
        Aead.Encrypt(cipher, Samples.Hex(key), Samples.Hex(nonce), plaintext, Samples.Hex(aad), sealedBytes);
        Assert.Equal(expected, Samples.Hex(sealedBytes));

        var opened = new byte[plaintext.Length];
        Assert.True(Aead.TryDecrypt(cipher, Samples.Hex(key), Samples.Hex(nonce), sealedBytes, Samples.Hex(aad), opened));
        Assert.Equal(plaintext, opened);
    }
}
