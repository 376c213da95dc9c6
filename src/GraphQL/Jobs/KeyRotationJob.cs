using System.Buffers.Binary;
using System.Security.Cryptography;
using Diary.Domain;

namespace Diary.GraphQL.Jobs;

/// <summary>Which job turns an account's master key to an epoch: everybody who looks for it finds the same one.</summary>
internal static class KeyRotationJob
{
    /// <summary>The version of its UUID, by which it is told from what clients make.</summary>
    public const int Version = 8;

    private const int VersionByte = 6;
    private const int VariantByte = 8;

    /// <summary>SHA-256("diary.v1.key-rotation" | account id (16) | epoch (4)) as a UUID of version 8 (RFC 9562, section 5.8).</summary>
    public static Guid IdOf(AccountId account, int epoch)
    {
        var label = "diary.v1.key-rotation"u8;
        Span<byte> name = stackalloc byte[label.Length + 16 + sizeof(int)];
        label.CopyTo(name);
        account.Value.TryWriteBytes(name[label.Length..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(name[(label.Length + 16)..], epoch);
        Span<byte> id = SHA256.HashData(name);
        id[VersionByte] = (byte)((Version << 4) | (id[VersionByte] & 0x0f));
        id[VariantByte] = (byte)(0x80 | (id[VariantByte] & 0x3f));
        return new Guid(id[..16], bigEndian: true);
    }
}
