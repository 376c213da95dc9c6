using System.Buffers.Binary;

namespace Diary.Cryptography;

/// <summary>An envelope as E2E clients send and get it: length of capsule (2, big-endian) | capsule | body.</summary>
public static class Envelope
{
    /// <summary>Joins the two parts.</summary>
    public static byte[] Join(ReadOnlySpan<byte> capsule, ReadOnlySpan<byte> body)
    {
        var envelope = new byte[sizeof(ushort) + capsule.Length + body.Length];
        BinaryPrimitives.WriteUInt16BigEndian(envelope, checked((ushort)capsule.Length));
        capsule.CopyTo(envelope.AsSpan(sizeof(ushort)));
        body.CopyTo(envelope.AsSpan(sizeof(ushort) + capsule.Length));
        return envelope;
    }

    /// <summary>Splits an envelope into parts that are of the right form and of one suite; <c>false</c> for anything else.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> envelope, out ReadOnlySpan<byte> capsule, out ReadOnlySpan<byte> body)
    {
        capsule = body = default;
        if (envelope.Length < sizeof(ushort))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(envelope);
        var rest = envelope[sizeof(ushort)..];
        if (length > rest.Length
            || !CapsuleHeader.TryRead(rest[..length], out var capsuleHeader)
            || !EnvelopeHeader.TryRead(rest[length..], out var header)
            || capsuleHeader.Suite != header.Suite)
        {
            return false;
        }

        capsule = rest[..length];
        body = rest[length..];
        return true;
    }
}
