using System.Security.Cryptography;
using System.Text;

namespace Diary.Domain.Jobs;

/// <summary>Ids that everybody who looks finds the same: SHA-256 as a UUID of version 8 (RFC 9562, section 5.8).</summary>
public static class DerivedId
{
    /// <summary>The version of such a UUID, by which it is told from what clients make.</summary>
    public const int Version = 8;

    private const int VersionByte = 6;
    private const int VariantByte = 8;

    /// <summary>SHA-256(label | id (16) | rest) as a UUID.</summary>
    /// <param name="label">What it is of, in ASCII.</param>
    /// <param name="id">Whose it is.</param>
    /// <param name="rest">What tells it from others, of a fixed length for each label.</param>
    public static Guid Of(string label, Guid id, ReadOnlySpan<byte> rest)
    {
        Span<byte> hash = SHA256.HashData([.. Encoding.ASCII.GetBytes(label), .. id.ToByteArray(bigEndian: true), .. rest]);
        hash[VersionByte] = (byte)((Version << 4) | (hash[VersionByte] & 0x0f));
        hash[VariantByte] = (byte)(0x80 | (hash[VariantByte] & 0x3f));
        return new Guid(hash[..16], bigEndian: true);
    }
}
