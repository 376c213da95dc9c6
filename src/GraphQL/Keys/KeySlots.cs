using System.Buffers.Binary;
using Diary.Cryptography;

namespace Diary.GraphQL.Keys;

/// <summary>
/// The contents of key slots. Each begins with a version byte (2) and the epoch of the master key (2; 0 for E2E). Integers are
/// big-endian; times are milliseconds since 1970; a wrap is a <see cref="MasterKeyWrap"/>, a wrapped key a <see cref="KeyWrap"/>.
/// <code>
/// password: head | salt (16) | memory KiB (4) | passes (4) | lanes (4) | verifier (32) | UCE: wrap
/// recovery: head | SHA-256 of the verifier (32) | UCE: wrap; E2E: the private key as the client wrapped it
/// session:  head | begun at (8) | renewed at (8) | length of the note (2) | device, a sealed note | UCE: wrap; E2E: SHA-256 of the key
/// keys:     head | wrapped private key (61) | wrapped index root (61)
/// retiring: head | the master key of the epoch before, wrapped (61)
/// import:   head | keys of tags, of their names, of fingerprints (32 each)
/// </code>
/// </summary>
internal static class KeySlots
{
    private const byte Version = 2;
    private const int Head = 3;
    private const int KeySize = SymmetricKey.Size + KeyWrap.Overhead;
    private const int CostsSize = Argon2idParameters.SaltSize + 12;
    private const int SessionHead = 18;

    public static byte[] Password(PasswordSlot slot)
    {
        Span<byte> numbers = stackalloc byte[12];
        BinaryPrimitives.WriteInt32BigEndian(numbers, slot.Costs.MemoryKiB);
        BinaryPrimitives.WriteInt32BigEndian(numbers[4..], slot.Costs.Iterations);
        BinaryPrimitives.WriteInt32BigEndian(numbers[8..], slot.Costs.Parallelism);
        return [.. HeadOf(slot.Epoch), .. slot.Costs.Salt, .. numbers, .. slot.Verifier, .. slot.Wrap];
    }

    public static PasswordSlot ReadPassword(ReadOnlySpan<byte> slot)
    {
        var rest = Rest(slot, CostsSize + StoredVerifier.Size);
        var numbers = rest[Argon2idParameters.SaltSize..];
        var costs = new Argon2idParameters(rest[..Argon2idParameters.SaltSize].ToArray(), BinaryPrimitives.ReadInt32BigEndian(numbers),
            BinaryPrimitives.ReadInt32BigEndian(numbers[4..]), BinaryPrimitives.ReadInt32BigEndian(numbers[8..]));
        var keys = rest[CostsSize..];
        return new PasswordSlot(EpochOf(slot), costs, keys[..StoredVerifier.Size].ToArray(), keys[StoredVerifier.Size..].ToArray());
    }

    public static byte[] Recovery(RecoverySlotContent slot) => [.. HeadOf(slot.Epoch), .. slot.Verifier, .. slot.Wrap];

    public static RecoverySlotContent ReadRecovery(ReadOnlySpan<byte> slot)
    {
        var rest = Rest(slot, StoredVerifier.Size);
        return new RecoverySlotContent(EpochOf(slot), rest[..StoredVerifier.Size].ToArray(), rest[StoredVerifier.Size..].ToArray());
    }

    public static byte[] Session(SessionSlotContent slot)
    {
        Span<byte> numbers = stackalloc byte[SessionHead];
        BinaryPrimitives.WriteInt64BigEndian(numbers, slot.BegunAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(numbers[8..], slot.RenewedAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt16BigEndian(numbers[16..], checked((ushort)slot.Device.Length));
        return [.. HeadOf(slot.Epoch), .. numbers, .. slot.Device, .. slot.Proof];
    }

    public static SessionSlotContent ReadSession(ReadOnlySpan<byte> slot)
    {
        var rest = Rest(slot, SessionHead);
        var device = BinaryPrimitives.ReadUInt16BigEndian(rest[16..]);
        return new SessionSlotContent(EpochOf(slot), Time(rest), Time(rest[8..]), rest.Slice(SessionHead, device).ToArray(),
            rest[(SessionHead + device)..].ToArray());
    }

    public static byte[] Keys(int epoch, ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> indexRoot) =>
        [.. HeadOf(epoch), .. privateKey, .. indexRoot];

    public static (int Epoch, byte[] PrivateKey, byte[] IndexRoot) ReadKeys(ReadOnlySpan<byte> slot)
    {
        var rest = Rest(slot, KeySize * 2);
        return (EpochOf(slot), rest[..KeySize].ToArray(), rest[KeySize..].ToArray());
    }

    public static byte[] Retiring(int epoch, ReadOnlySpan<byte> masterKey) => [.. HeadOf(epoch), .. masterKey];

    public static (int Epoch, byte[] MasterKey) ReadRetiring(ReadOnlySpan<byte> slot) => (EpochOf(slot), Rest(slot, KeySize).ToArray());

    public static byte[] Import(ReadOnlySpan<byte> keys) => [.. HeadOf(0), .. keys];

    public static byte[] ReadImport(ReadOnlySpan<byte> slot) => Rest(slot, BlindIndex.ImportKeysSize).ToArray();

    private static ReadOnlySpan<byte> Rest(ReadOnlySpan<byte> slot, int least) =>
        slot.Length >= Head + least && slot[0] == Version
            ? slot[Head..]
            : throw new InvalidDataException("A key slot is of another form.");

    private static DateTimeOffset Time(ReadOnlySpan<byte> bytes) =>
        DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes));

    private static byte[] HeadOf(int epoch) => [Version, (byte)(epoch >> 8), (byte)(epoch & 0xff)];

    private static int EpochOf(ReadOnlySpan<byte> slot) => BinaryPrimitives.ReadUInt16BigEndian(slot[1..]);
}

/// <summary>What proves the password (UCE) or the authentication key (E2E).</summary>
/// <param name="Epoch">Of the master key; 0 for E2E.</param>
/// <param name="Costs">Salt and parameters, which for E2E are the client's own.</param>
/// <param name="Verifier">32 bytes: SHA-256 of the authentication half.</param>
/// <param name="Wrap">The master key; empty for E2E.</param>
internal sealed record PasswordSlot(int Epoch, Argon2idParameters Costs, byte[] Verifier, byte[] Wrap);

/// <summary>What proves a recovery code.</summary>
/// <param name="Epoch">Of the master key; 0 for E2E.</param>
/// <param name="Verifier">32 bytes: SHA-256 of the code's verifier.</param>
/// <param name="Wrap">UCE: the master key. E2E: the private key as the client wrapped it.</param>
internal sealed record RecoverySlotContent(int Epoch, byte[] Verifier, byte[] Wrap);

/// <summary>One generation of a session.</summary>
/// <param name="Epoch">Of the master key; 0 for E2E.</param>
/// <param name="BegunAt">When the session began.</param>
/// <param name="RenewedAt">When this generation was made.</param>
/// <param name="Device">The device's name, a <see cref="SealedNote"/>.</param>
/// <param name="Proof">UCE: the master key, wrapped. E2E: SHA-256 of the unlock key (32).</param>
internal sealed record SessionSlotContent(int Epoch, DateTimeOffset BegunAt, DateTimeOffset RenewedAt, byte[] Device, byte[] Proof);
