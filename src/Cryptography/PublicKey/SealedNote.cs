using System.Diagnostics.CodeAnalysis;

namespace Diary.Cryptography;

// 0x01 | enc (32) | ciphertext | tag (16): HPKE base mode (RFC 9180), info "diary.v1.note", AAD = account id (16)

/// <summary>A short text sealed to an account's public key: a device's name, the details of an audit line. Only the account reads it.</summary>
public static class SealedNote
{
    /// <summary>What sealing adds to a note's length in bytes.</summary>
    public const int Overhead = 1 + Hpke.Overhead;

    private const byte Version = 0x01;

    /// <summary>Seals a note. No key of the account is needed for it, and none of the sender is shown by it.</summary>
    public static byte[] Seal(X25519PublicKey recipient, Guid accountId, ReadOnlySpan<byte> note)
    {
        Span<byte> aad = stackalloc byte[GuidBytes.Size];
        accountId.WriteTo(aad);
        return [Version, .. Hpke.Seal(recipient, Labels.Note, aad, note)];
    }

    /// <summary>Gives the note, or <c>false</c>: another key or account, or bytes that are not as they were sealed.</summary>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    public static bool TryOpen(
        X25519PrivateKey recipient, Guid accountId, ReadOnlySpan<byte> sealedNote, [NotNullWhen(true)] out byte[]? note)
    {
        note = null;
        Span<byte> aad = stackalloc byte[GuidBytes.Size];
        accountId.WriteTo(aad);
        return !sealedNote.IsEmpty
            && sealedNote[0] == Version
            && Hpke.TryOpen(recipient, Labels.Note, aad, sealedNote[1..], out note);
    }
}
