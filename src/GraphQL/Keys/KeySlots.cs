using System.Buffers.Binary;
using Diary.Cryptography;

namespace Diary.GraphQL.Keys;

/// <summary>
/// The contents of key slots. Each begins with a version byte (1); integers are big-endian; an epoch has 2 bytes, a wrapped key 61.
/// <code>
/// password: version | epoch | salt (16) | memory KiB (4) | passes (4) | lanes (4) | verifier (32) | wrapped master key
/// recovery: version | epoch | SHA-256 of the verifier (32) | wrapped master key
/// session:  version | epoch | wrapped master key
/// keys:     version | epoch | wrapped private key | wrapped index root
/// </code>
/// </summary>
internal static class KeySlots
{
    private const byte Version = 1;
    private const int Head = 3;
    private const int WrapSize = SymmetricKey.Size + KeyWrap.Overhead;
    private const int CostsSize = Argon2idParameters.SaltSize + 12;

    public static byte[] Password(int epoch, Argon2idParameters costs, ReadOnlySpan<byte> verifier, ReadOnlySpan<byte> wrapped)
    {
        Span<byte> numbers = stackalloc byte[12];
        BinaryPrimitives.WriteInt32BigEndian(numbers, costs.MemoryKiB);
        BinaryPrimitives.WriteInt32BigEndian(numbers[4..], costs.Iterations);
        BinaryPrimitives.WriteInt32BigEndian(numbers[8..], costs.Parallelism);
        return [Version, .. Epoch(epoch), .. costs.Salt, .. numbers, .. verifier, .. wrapped];
    }

    public static byte[] Recovery(int epoch, ReadOnlySpan<byte> verifier, ReadOnlySpan<byte> wrapped) =>
        [Version, .. Epoch(epoch), .. verifier, .. wrapped];

    public static byte[] Session(int epoch, ReadOnlySpan<byte> wrapped) => [Version, .. Epoch(epoch), .. wrapped];

    public static byte[] Keys(int epoch, ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> indexRoot) =>
        [Version, .. Epoch(epoch), .. privateKey, .. indexRoot];

    public static (int Epoch, Argon2idParameters Costs, byte[] Verifier, byte[] Wrapped) ReadPassword(ReadOnlySpan<byte> slot)
    {
        var rest = Rest(slot, CostsSize + StoredVerifier.Size + WrapSize);
        var numbers = rest[Argon2idParameters.SaltSize..];
        var costs = new Argon2idParameters(rest[..Argon2idParameters.SaltSize].ToArray(), BinaryPrimitives.ReadInt32BigEndian(numbers),
            BinaryPrimitives.ReadInt32BigEndian(numbers[4..]), BinaryPrimitives.ReadInt32BigEndian(numbers[8..]));
        var keys = rest[CostsSize..];
        return (EpochOf(slot), costs, keys[..StoredVerifier.Size].ToArray(), keys[StoredVerifier.Size..].ToArray());
    }

    public static (int Epoch, byte[] Wrapped) ReadSession(ReadOnlySpan<byte> slot) => (EpochOf(slot), Rest(slot, WrapSize).ToArray());

    public static (int Epoch, byte[] PrivateKey, byte[] IndexRoot) ReadKeys(ReadOnlySpan<byte> slot)
    {
        var rest = Rest(slot, WrapSize * 2);
        return (EpochOf(slot), rest[..WrapSize].ToArray(), rest[WrapSize..].ToArray());
    }

    private static ReadOnlySpan<byte> Rest(ReadOnlySpan<byte> slot, int length) =>
        slot.Length == Head + length && slot[0] == Version
            ? slot[Head..]
            : throw new InvalidDataException("A key slot is of another form.");

    private static byte[] Epoch(int epoch) => [(byte)(epoch >> 8), (byte)(epoch & 0xff)];

    private static int EpochOf(ReadOnlySpan<byte> slot) => BinaryPrimitives.ReadUInt16BigEndian(slot[1..]);
}
