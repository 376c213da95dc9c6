using System.Buffers.Binary;
using Diary.Domain.Jobs;
using Diary.Domain;

namespace Diary.GraphQL.Jobs;

/// <summary>Which job turns an account's master key to an epoch: everybody who looks for it finds the same one.</summary>
internal static class KeyRotationJob
{
    /// <summary>SHA-256("diary.v1.key-rotation" | account id (16) | epoch (4)) as a UUID.</summary>
    public static Guid IdOf(AccountId account, int epoch)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, epoch);
        return DerivedId.Of("diary.v1.key-rotation", account.Value, number);
    }
}
