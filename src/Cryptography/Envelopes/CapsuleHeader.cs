using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Diary.Cryptography;

// capsule: 0x01 | suite (1) | key epoch (2) | wrapped content key
// wrapped content key: suite 1: nonce (12) | AES-256-GCM (48); suites 2 and 3: enc (32) | HPKE ciphertext (48)
// AAD of every wrap: "diary.v1.capsule" | the body's first 40 bytes | the capsule's first 4

/// <summary>What a capsule says of itself in plain; true only once it has opened.</summary>
/// <param name="Suite">The same as the body's.</param>
/// <param name="KeyEpoch">The epoch of the key that opens it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CapsuleHeader(EnvelopeSuite Suite, ushort KeyEpoch)
{
    /// <summary>The length in bytes of a capsule of suite 1.</summary>
    public const int UceLength = Length + Aead.NonceSize + Aead.KeySize + Aead.TagSize;

    /// <summary>The length in bytes of a capsule of suites 2 and 3.</summary>
    public const int HpkeLength = Length + X25519PublicKey.Size + Aead.KeySize + Aead.TagSize;

    internal const int Length = 4;
    internal const int AadLength = 16 + EnvelopeHeader.ContextLength + Length;

    /// <summary>Reads the header of a capsule. <c>false</c> for what is no capsule: version, suite, or a length that is not the suite's.</summary>
    public static bool TryRead(ReadOnlySpan<byte> capsule, out CapsuleHeader header)
    {
        header = default;
        if (capsule.Length is not (UceLength or HpkeLength)
            || capsule[0] != EnvelopeHeader.FormatVersion
            || capsule[1] is < (byte)EnvelopeSuite.Uce or > (byte)EnvelopeSuite.Server)
        {
            return false;
        }

        var suite = (EnvelopeSuite)capsule[1];
        if (capsule.Length != LengthOf(suite))
        {
            return false;
        }

        header = new CapsuleHeader(suite, BinaryPrimitives.ReadUInt16BigEndian(capsule[2..]));
        return true;
    }

    internal static int LengthOf(EnvelopeSuite suite) => suite is EnvelopeSuite.Uce ? UceLength : HpkeLength;

    internal static void WriteAad(ReadOnlySpan<byte> body, ReadOnlySpan<byte> capsule, Span<byte> aad)
    {
        Labels.Capsule.CopyTo(aad);
        body[..EnvelopeHeader.ContextLength].CopyTo(aad[16..]);
        capsule[..Length].CopyTo(aad[(16 + EnvelopeHeader.ContextLength)..]);
    }

    internal void WriteTo(Span<byte> capsule)
    {
        capsule[0] = EnvelopeHeader.FormatVersion;
        capsule[1] = (byte)Suite;
        BinaryPrimitives.WriteUInt16BigEndian(capsule[2..], KeyEpoch);
    }
}
