using System.Buffers.Binary;
using System.Security.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Paging;

namespace Diary.GraphQL.Changes;

/// <summary>
/// Places among an account's changes. Events are numbered over all accounts, and a number would tell how busy the server is: so it is
/// encrypted, with AES-256, as one block of the second half of the account's id (8 bytes) and the number (8 bytes, big-endian). The block
/// stands where other cursors have an id. A cursor is good for as long as the database, whatever happens to the event that it names.
/// </summary>
public sealed class ChangeCursors(ServerKeys keys)
{
    internal const byte List = 50;

    private const int Half = 8;
    private const int BlockSize = 16;

    /// <summary>The cursor behind the event of a number.</summary>
    public Cursor At(AccountId account, long number)
    {
        Span<byte> id = stackalloc byte[BlockSize];
        Span<byte> block = stackalloc byte[BlockSize];
        account.Value.TryWriteBytes(id, bigEndian: true, out _);
        id[Half..].CopyTo(block);
        BinaryPrimitives.WriteInt64BigEndian(block[Half..], number);
        using var aes = Cipher();
        aes.EncryptEcb(block, id, PaddingMode.None);
        return new Cursor(List, 0, new Guid(id, bigEndian: true));
    }

    /// <summary>The number that a cursor stands for; 0, the place before all, where there is none.</summary>
    /// <exception cref="DiaryError">INVALID_CURSOR: it was not made by <see cref="At"/> for this account.</exception>
    public long Number(AccountId account, Cursor? cursor)
    {
        if (cursor is null)
        {
            return 0;
        }

        Span<byte> id = stackalloc byte[BlockSize];
        Span<byte> block = stackalloc byte[BlockSize];
        cursor.Tie.TryWriteBytes(id, bigEndian: true, out _);
        using (var aes = Cipher())
        {
            aes.DecryptEcb(id, block, PaddingMode.None);
        }

        account.Value.TryWriteBytes(id, bigEndian: true, out _);
        var number = BinaryPrimitives.ReadInt64BigEndian(block[Half..]);
        return cursor.Key == 0 && number >= 0 && CryptographicOperations.FixedTimeEquals(id[Half..], block[..Half]) ? number
            : throw Cursor.Invalid("after");
    }

    private Aes Cipher()
    {
        var aes = Aes.Create();
        aes.SetKey(keys.Cursors.AsSpan());
        return aes;
    }
}
