using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Diary.Cryptography;

// body: 0x01 | suite (1) | 0x00 0x00 | account id (16) | entry id (16) | version (4) | commitment (32) | ciphertext | tag (16)

/// <summary>What a body says of itself in plain; true only once it has opened.</summary>
/// <param name="Suite">Who sealed it.</param>
/// <param name="Context">Account, entry and version.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EnvelopeHeader(EnvelopeSuite Suite, EnvelopeContext Context)
{
    /// <summary>The most bytes a body may have: 1 MiB.</summary>
    public const int MaxBodyLength = 1 << 20;

    internal const int ContextLength = 40;
    internal const int CommitmentLength = 32;
    internal const int Length = ContextLength + CommitmentLength;
    internal const byte FormatVersion = 0x01;

    /// <summary>Reads the header of a body. <c>false</c> for what is no body: version, suite, reserved bytes, entry version below 1, a length that is no padded length.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out EnvelopeHeader header)
    {
        header = default;
        if (body.Length > MaxBodyLength
            || !Padding.IsPaddedLength(body.Length - Length - Aead.TagSize)
            || body[0] != FormatVersion
            || body[1] is < (byte)EnvelopeSuite.Uce or > (byte)EnvelopeSuite.Server
            || body[2] != 0
            || body[3] != 0)
        {
            return false;
        }

        var version = BinaryPrimitives.ReadInt32BigEndian(body[36..]);
        if (version < 1)
        {
            return false;
        }

        header = new EnvelopeHeader(
            (EnvelopeSuite)body[1], new EnvelopeContext(GuidBytes.Read(body[4..]), GuidBytes.Read(body[20..]), version));
        return true;
    }

    internal void WriteTo(Span<byte> body)
    {
        if (Context.Version < 1)
        {
            throw new InvalidOperationException("The first version is 1.");
        }

        body[0] = FormatVersion;
        body[1] = (byte)Suite;
        body[2] = 0;
        body[3] = 0;
        Context.AccountId.WriteTo(body[4..]);
        Context.EntryId.WriteTo(body[20..]);
        BinaryPrimitives.WriteInt32BigEndian(body[36..], Context.Version);
    }
}
