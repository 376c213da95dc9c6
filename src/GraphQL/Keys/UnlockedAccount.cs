using Diary.Cryptography;
using Diary.Domain;
using Diary.Projections.Accounts;

namespace Diary.GraphQL.Keys;

/// <summary>
/// An account's open keys, shared by the requests of one session. They are zeroed when the cache has let go and the last request is done.
/// </summary>
public sealed class UnlockedAccount(AccountRow account, SymmetricKey masterKey, SymmetricKey indexRoot)
{
    private readonly AccountKeys _keys = AccountKeys.Of(masterKey);
    private int _holders = 1; // the cache

    /// <summary>The account.</summary>
    public AccountRow Account => account;

    /// <summary>Whose keys these are.</summary>
    public AccountId Id => account.Id;

    /// <summary>The epoch of the master key.</summary>
    public ushort Epoch => (ushort)account.KeyEpoch;

    /// <summary>The master key, for wrapping it to a successor of the session.</summary>
    public SymmetricKey MasterKey => masterKey;

    /// <summary>Wraps the content keys.</summary>
    public SymmetricKey CapsuleWrap => _keys.CapsuleWrap;

    /// <summary>Makes tokens.</summary>
    public BlindIndex Index { get; } = new(indexRoot);

    /// <summary>Takes part; false where the keys are zeroed already.</summary>
    internal bool TryHold()
    {
        for (var holders = Volatile.Read(ref _holders); holders > 0; holders = Volatile.Read(ref _holders))
        {
            if (Interlocked.CompareExchange(ref _holders, holders + 1, holders) == holders)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets go; the last one zeroes the keys.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Index.Dispose();
            _keys.Dispose();
            indexRoot.Dispose();
            masterKey.Dispose();
        }
    }
}
