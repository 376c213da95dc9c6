using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.GraphQL.Search;
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

    /// <summary>The epoch of the open master key; 0 for E2E.</summary>
    public ushort Epoch => _keys?.Epoch ?? 0;

    /// <summary>UCE: the master key, for wrapping it to a successor of the session.</summary>
    public SymmetricKey MasterKey => Keys.MasterKey;

    /// <summary>UCE: what all index keys hang under, for wrapping it by the next master key.</summary>
    public SymmetricKey IndexRoot => Keys.IndexRoot;

    /// <summary>UCE: wraps the content keys.</summary>
    public SymmetricKey CapsuleWrap => Keys.Tree.CapsuleWrap;

    /// <summary>UCE: what wrapped the content keys of an epoch; null where that one is not open.</summary>
    public SymmetricKey? CapsuleWrapOf(ushort epoch) => epoch == Keys.Epoch ? Keys.Tree.CapsuleWrap
        : epoch == Keys.Epoch - 1 ? Keys.RetiringTree?.CapsuleWrap
        : null;

    /// <summary>UCE: makes tokens.</summary>
    public BlindIndex Index => Keys.Index;

    /// <summary>UCE: what is known of the account's words while it is open.</summary>
    public SearchMemory Search { get; } = new();

    /// <summary>UCE: opens what was sealed to the account's public key.</summary>
    public X25519PrivateKey Identity => Keys.Identity.Value;

    private UnlockedKeys Keys => _keys ?? throw new InvalidOperationException("The server has no keys of an E2E account.");

    /// <summary>An account whose keys the client has.</summary>
    public static UnlockedAccount E2E(AccountRow account) => new(account, null);

    /// <summary>An account whose keys are open; they are disposed with it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="masterKey">The master key.</param>
    /// <param name="indexRoot">The index root.</param>
    /// <param name="identity">The private key as the master key wraps it; it is unwrapped where it is first needed.</param>
    /// <param name="epoch">The epoch of the master key.</param>
    /// <param name="retiring">The master key of the epoch before, while a rotation runs.</param>
    public static UnlockedAccount Uce(AccountRow account, SymmetricKey masterKey, SymmetricKey indexRoot, byte[] identity, int epoch,
        SymmetricKey? retiring = null) => new(account, new UnlockedKeys(masterKey, indexRoot, retiring, (ushort)epoch, identity,
            WrapAad.For(WrapPurpose.Identity, account.Id.Value, epoch)));

    /// <summary>
    /// What a <see cref="SealedNote"/> to this account says; null where it does not open, as none of an E2E account does for the server.
    /// </summary>
    public byte[]? OpenNote(ReadOnlySpan<byte> note) =>
        _keys is { Identity.Value: { } identity } && SealedNote.TryOpen(identity, Id.Value, note, out var opened) ? opened : null;

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
            Search.Dispose();
            _keys?.Dispose();
        }
    }

    private sealed class UnlockedKeys : IDisposable
    {
        private readonly SymmetricKey? _retiring;

        public UnlockedKeys(
            SymmetricKey masterKey, SymmetricKey indexRoot, SymmetricKey? retiring, ushort epoch, byte[] identity, byte[] identityAad)
        {
            (MasterKey, IndexRoot, _retiring, Epoch) = (masterKey, indexRoot, retiring, epoch);
            (Tree, Index) = (AccountKeys.Of(masterKey), new BlindIndex(indexRoot));
            RetiringTree = retiring is null ? null : AccountKeys.Of(retiring);
            Identity = new Lazy<X25519PrivateKey>(() => KeyWrap.TryUnwrapPrivateKey(Tree.IdentityWrap, identity, identityAad, out var key)
                ? key : throw new CryptographicException("An account's private key does not open under its master key."));
        }

        public SymmetricKey MasterKey { get; }

        public SymmetricKey IndexRoot { get; }

        public ushort Epoch { get; }

        public AccountKeys Tree { get; }

        public AccountKeys? RetiringTree { get; }

        public BlindIndex Index { get; }

        public Lazy<X25519PrivateKey> Identity { get; }

        public void Dispose()
        {
            if (Identity.IsValueCreated)
            {
                Identity.Value.Dispose();
            }

            Index.Dispose();
            Tree.Dispose();
            RetiringTree?.Dispose();
            _retiring?.Dispose();
            IndexRoot.Dispose();
            MasterKey.Dispose();
        }
    }
}
