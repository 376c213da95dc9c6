using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Projections.Accounts;

namespace Diary.GraphQL.Keys;

/// <summary>
/// A signed-in account, shared by the requests of one session: with its open keys where it is UCE. They are zeroed when the cache has let
/// go and the last request is done. Of an E2E account the server has no keys, and asking for one is a bug.
/// </summary>
public sealed class UnlockedAccount
{
    private readonly UnlockedKeys? _keys;
    private int _holders = 1; // the cache

    private UnlockedAccount(AccountRow account, UnlockedKeys? keys) => (Account, _keys) = (account, keys);

    /// <summary>The account.</summary>
    public AccountRow Account { get; }

    /// <summary>Whose it is.</summary>
    public AccountId Id => Account.Id;

    /// <summary>Who can read it.</summary>
    public Tier Tier => Account.Tier;

    /// <summary>The epoch of the master key; 0 for E2E.</summary>
    public ushort Epoch => (ushort)Account.KeyEpoch;

    /// <summary>UCE: the master key, for wrapping it to a successor of the session.</summary>
    public SymmetricKey MasterKey => Keys.MasterKey;

    /// <summary>UCE: wraps the content keys.</summary>
    public SymmetricKey CapsuleWrap => Keys.Tree.CapsuleWrap;

    /// <summary>UCE: makes tokens.</summary>
    public BlindIndex Index => Keys.Index;

    private UnlockedKeys Keys => _keys ?? throw new InvalidOperationException("The server has no keys of an E2E account.");

    /// <summary>An account whose keys the client has.</summary>
    public static UnlockedAccount E2E(AccountRow account) => new(account, null);

    /// <summary>An account whose keys are open; they are disposed with it.</summary>
    public static UnlockedAccount Uce(AccountRow account, SymmetricKey masterKey, SymmetricKey indexRoot) =>
        new(account, new UnlockedKeys(masterKey, indexRoot));

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
            _keys?.Dispose();
        }
    }

    private sealed class UnlockedKeys(SymmetricKey masterKey, SymmetricKey indexRoot) : IDisposable
    {
        public SymmetricKey MasterKey => masterKey;

        public AccountKeys Tree { get; } = AccountKeys.Of(masterKey);

        public BlindIndex Index { get; } = new(indexRoot);

        public void Dispose()
        {
            Index.Dispose();
            Tree.Dispose();
            indexRoot.Dispose();
            masterKey.Dispose();
        }
    }
}
