namespace Diary.Cryptography;

// 0x01 | nonce (24, random) | XChaCha20-Poly1305(wrapping key, private key) (48), AAD "diary.v1.bundle" | account's public key (32)

/// <summary>
/// An E2E account's private key as its client wrapped it: by the password's wrapping half, or by a recovery code's. The server keeps it
/// and cannot open it: only its form can be checked here.
/// </summary>
public static class KeyBundle
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 1 + NonceSize + X25519PrivateKey.Size + Aead.TagSize;

    private const int NonceSize = 24;
    private const byte Version = 0x01;

    /// <summary>Whether bytes have the form of a bundle.</summary>
    public static bool HasForm(ReadOnlySpan<byte> bundle) => bundle.Length == Size && bundle[0] == Version;
}
