using System.Security.Cryptography;

namespace Diary.Cryptography;

// RFC 9180: sections 4 (labeled extract and expand), 4.1 (DHKEM) and 5.1 (key schedule), for DHKEM(X25519, HKDF-SHA256)
// 0x0020, HKDF-SHA256 0x0001 and ChaCha20Poly1305 0x0003

/// <summary>The derivations of HPKE: from a Diffie-Hellman value to the key and nonce of the first message.</summary>
internal static class HpkeSchedule
{
    private const int HashSize = SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> KemSuite => "KEM\x00\x20"u8;

    private static ReadOnlySpan<byte> Suite => "HPKE\x00\x20\x00\x01\x00\x03"u8;

    private static ReadOnlySpan<byte> Version => "HPKE-v1"u8;

    /// <summary>ExtractAndExpand of the KEM: shared secret (32) of the Diffie-Hellman value and both public keys.</summary>
    public static void SharedSecret(ReadOnlySpan<byte> dh, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipient, Span<byte> sharedSecret)
    {
        using var prk = new Scratch(stackalloc byte[HashSize]);
        LabeledExtract(KemSuite, default, "eae_prk"u8, dh, prk.Bytes);
        LabeledExpand(KemSuite, prk.Bytes, "shared_secret"u8, [.. enc, .. recipient], sharedSecret);
    }

    /// <summary>KeySchedule: key (32) and base nonce (12). Without a PSK the mode is base (0), with one it is PSK (1).</summary>
    public static void KeyAndNonce(
        ReadOnlySpan<byte> sharedSecret,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> psk,
        ReadOnlySpan<byte> pskId,
        Span<byte> key,
        Span<byte> nonce)
    {
        Span<byte> context = stackalloc byte[1 + (2 * HashSize)];
        context[0] = psk.IsEmpty ? (byte)0 : (byte)1;
        LabeledExtract(Suite, default, "psk_id_hash"u8, pskId, context.Slice(1, HashSize));
        LabeledExtract(Suite, default, "info_hash"u8, info, context[(1 + HashSize)..]);

        using var secret = new Scratch(stackalloc byte[HashSize]);
        LabeledExtract(Suite, sharedSecret, "secret"u8, psk, secret.Bytes);
        LabeledExpand(Suite, secret.Bytes, "key"u8, context, key);
        LabeledExpand(Suite, secret.Bytes, "base_nonce"u8, context, nonce);
    }

    private static void LabeledExtract(
        ReadOnlySpan<byte> suite, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm, Span<byte> prk)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, salt);
        hmac.AppendData(Version);
        hmac.AppendData(suite);
        hmac.AppendData(label);
        hmac.AppendData(ikm);
        hmac.GetHashAndReset(prk);
    }

    private static void LabeledExpand(
        ReadOnlySpan<byte> suite, ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output) =>
        HKDF.Expand(HashAlgorithmName.SHA256, prk, output, [0, (byte)output.Length, .. Version, .. suite, .. label, .. info]);
}
