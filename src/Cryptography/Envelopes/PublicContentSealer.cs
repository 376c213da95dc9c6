using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Diary.Cryptography;

// Suites 2 and 3: a fresh content key (32) a message; body ChaCha20-Poly1305 (RFC 8439) under keys derived from it;
// capsule = 0x01 | suite | key epoch (2) | HPKE(content key) (80: enc 32, ciphertext 32, tag 16), info "diary.v1.capsule"
// Suite 2: PSK mode, psk = HKDF(private key, "diary.v1.write-psk", 32), psk_id "diary.v1.write". Suite 3: base mode.

/// <summary>Seals and opens contents under an account's X25519 pair: what the account writes itself (2), and what the server seals to it (3).</summary>
public static class PublicContentSealer
{
    /// <summary>Suite 3: for an account that is not signed in. Whoever knows the public key could have made it.</summary>
    /// <param name="context">Where it belongs; version at least 1.</param>
    /// <param name="account">The account's public key.</param>
    /// <param name="keyEpoch">The epoch of the account's pair.</param>
    /// <param name="plaintext">0 to <see cref="ContentSealer.MaxPlaintextLength"/> bytes.</param>
    /// <exception cref="ArgumentException">The plaintext is longer.</exception>
    /// <exception cref="InvalidOperationException">The version is below 1.</exception>
    public static SealedContentParts SealTo(
        EnvelopeContext context, X25519PublicKey account, ushort keyEpoch, ReadOnlySpan<byte> plaintext) =>
        Seal(new EnvelopeHeader(EnvelopeSuite.Server, context), account, psk: null, keyEpoch, plaintext);

    /// <summary>Suite 2: by the account itself, which shows that it holds the private key. As a client does it.</summary>
    /// <inheritdoc cref="SealTo"/>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    public static SealedContentParts SealAs(
        EnvelopeContext context, X25519PrivateKey account, ushort keyEpoch, ReadOnlySpan<byte> plaintext)
    {
        using var psk = account.Derive(Labels.WritePsk);
        return Seal(new EnvelopeHeader(EnvelopeSuite.Client, context), account.PublicKey, psk, keyEpoch, plaintext);
    }

    /// <summary>
    /// Opens either suite, or gives <c>false</c> and never a reason. <paramref name="authenticated"/> is true where the account itself wrote it
    /// (suite 2), false where the server or anyone else could have (suite 3).
    /// </summary>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    public static bool TryOpen(
        EnvelopeContext expected,
        X25519PrivateKey account,
        ReadOnlySpan<byte> capsule,
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out byte[]? plaintext,
        out bool authenticated)
    {
        plaintext = null;
        authenticated = false;
        if (!EnvelopeHeader.TryRead(body, out var header)
            || header.Context != expected
            || header.Suite is not (EnvelopeSuite.Client or EnvelopeSuite.Server)
            || !CapsuleHeader.TryRead(capsule, out var capsuleHeader)
            || capsuleHeader.Suite != header.Suite)
        {
            return false;
        }

        using var psk = header.Suite is EnvelopeSuite.Client ? account.Derive(Labels.WritePsk) : null;
        Span<byte> aad = stackalloc byte[CapsuleHeader.AadLength];
        CapsuleHeader.WriteAad(body, capsule, aad);
        if (Hpke.TryOpen(account, Labels.Capsule, aad, capsule[CapsuleHeader.Length..], out var contentKey, psk, PskIdOf(psk)))
        {
            EnvelopeBody.TryOpen(header.Suite, contentKey, body, out plaintext);
            CryptographicOperations.ZeroMemory(contentKey);
        }

        authenticated = plaintext is not null && header.Suite is EnvelopeSuite.Client;
        return plaintext is not null;
    }

    private static SealedContentParts Seal(
        EnvelopeHeader header, X25519PublicKey account, SymmetricKey? psk, ushort keyEpoch, ReadOnlySpan<byte> plaintext)
    {
        using var contentKey = new Scratch(stackalloc byte[Aead.KeySize]);
        RandomNumberGenerator.Fill(contentKey.Bytes);
        var body = EnvelopeBody.Seal(header, contentKey.Bytes, plaintext);

        var capsule = new byte[CapsuleHeader.HpkeLength];
        new CapsuleHeader(header.Suite, keyEpoch).WriteTo(capsule);
        Span<byte> aad = stackalloc byte[CapsuleHeader.AadLength];
        CapsuleHeader.WriteAad(body, capsule, aad);
        Hpke.Seal(account, Labels.Capsule, aad, contentKey.Bytes, psk, PskIdOf(psk)).CopyTo(capsule, CapsuleHeader.Length);
        return new SealedContentParts(capsule, body);
    }

    private static ReadOnlySpan<byte> PskIdOf(SymmetricKey? psk) => psk is null ? [] : Labels.WritePskId;
}
