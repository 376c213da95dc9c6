namespace Diary.Cryptography;

/// <summary>Who sealed an envelope, and with what. The second byte of body and capsule.</summary>
public enum EnvelopeSuite
{
    /// <summary>No suite; never on the wire.</summary>
    None = 0,

    /// <summary>The edge on the user's behalf: AES-256-GCM, the content key under the account's wrap key.</summary>
    Uce = 1,

    /// <summary>An E2E client: ChaCha20-Poly1305, the content key under HPKE in PSK mode, which shows that the writer held the account's key.</summary>
    Client = 2,

    /// <summary>The server to the account's public key: ChaCha20-Poly1305, the content key under HPKE in base mode. Not authenticated.</summary>
    Server = 3,
}
