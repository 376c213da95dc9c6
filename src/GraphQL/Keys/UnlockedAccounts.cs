using System.Collections.Concurrent;
using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Keys;

/// <summary>
/// Opens accounts with the unlock key of a session's token, and keeps them open for at most a minute. The session's slot is asked for
/// every three seconds: where it is gone, the session has ended, on whichever silo that was.
/// </summary>
public sealed class UnlockedAccounts : IDisposable
{
    /// <summary>How long keys may stay open.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>How long a session is believed to live without a look.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(3);

    private const int Capacity = 10_000;
    private const int Attempts = 3;

    private readonly ConcurrentDictionary<(Guid Session, int Generation), Opened> _opened = new();
    private readonly SealedVault _vault;
    private readonly AccountReader _accounts;
    private readonly TimeProvider _clock;
    private readonly ITimer _sweep;
    private long _closed;

    /// <summary>How many accounts were closed since the start, and how often else plain text was done with.</summary>
    public long Closed => Interlocked.Read(ref _closed);

    /// <summary>Plain text passed that belongs to no open account: what is left of it in memory is swept as that of a closed one.</summary>
    internal void NoteLeftovers() => Interlocked.Increment(ref _closed);

    /// <summary>An empty cache.</summary>
    public UnlockedAccounts(SealedVault vault, AccountReader accounts, TimeProvider clock)
    {
        (_vault, _accounts, _clock) = (vault, accounts, clock);
        _sweep = clock.CreateTimer(_ => Sweep(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>
    /// Opens the account for one request; null where the session has ended or the token's unlock key is not its own. The caller releases
    /// it.
    /// </summary>
    public async ValueTask<UnlockedAccount?> Open(SessionToken token, CancellationToken cancellation)
    {
        var key = (token.Session.Value, token.Generation);
        var now = _clock.GetTimestamp();
        if (_opened.TryGetValue(key, out var opened) && _clock.GetElapsedTime(opened.CheckedAt, now) < Trust
            && opened.IsFor(token) && opened.Account.TryHold())
        {
            return opened.Account;
        }

        var slot = new SlotId(SlotKind.Session, token.Session.Value, token.Generation);
        if (await _vault.Open(token.Account, slot, cancellation) is not { } content)
        {
            Close(key); // by its key: whoever holds a spent token must not have all be searched; other generations find out by themselves
            return null;
        }

        if (opened is not null && opened.IsFor(token) && opened.IsOf(content) && opened.Account.TryHold())
        {
            opened.CheckedAt = now;
            return opened.Account;
        }

        return await Unlock(token, content, cancellation) is { } unlocked ? Keep(key, token, unlocked, now) : null;
    }

    /// <summary>Closes what this process holds open for a session that ended here.</summary>
    public void Forget(Guid session)
    {
        foreach (var key in _opened.Keys.Where(k => k.Session == session))
        {
            Close(key);
        }
    }

    /// <summary>Closes what this process holds open for an account that changed here: sessions that go on open it anew.</summary>
    public void Forget(AccountId account)
    {
        foreach (var (key, opened) in _opened)
        {
            if (opened.Account.Id == account)
            {
                Close(key);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sweep.Dispose();
        foreach (var key in _opened.Keys)
        {
            Close(key);
        }
    }

    private async Task<Unlocked?> Unlock(SessionToken token, byte[]? content, CancellationToken cancellation)
    {
        using var unlockKey = SymmetricKey.Import(token.UnlockKey.Span);
        for (var attempt = 1; content is not null; attempt++)
        {
            // Read after the slot: a rotation that the slot knows of is known to the account then.
            if (await _accounts.Find(token.Account, cancellation) is not { } account)
            {
                return null;
            }

            var slot = KeySlots.ReadSession(content);
            if (account.Tier == Tier.E2E)
            {
                return StoredVerifier.Matches(unlockKey, slot.Proof) ? new Unlocked(UnlockedAccount.E2E(account), content) : null;
            }

            var keys = await _vault.Open(account.Id, new SlotId(SlotKind.Keys), cancellation);
            if (keys is null || KeySlots.ReadKeys(keys).Epoch == slot.Epoch)
            {
                return keys is not null && await Unlock(account, token.Session, unlockKey, slot, keys, cancellation) is { } unlocked
                    ? new Unlocked(unlocked, content)
                    : null;
            }

            // A rotation began between the two reads; its commit wrapped the session's slot anew.
            content = attempt < Attempts
                ? await _vault.Open(token.Account, new SlotId(SlotKind.Session, token.Session.Value, token.Generation), cancellation)
                : throw new UnavailableException(TimeSpan.FromSeconds(1));
        }

        return null;
    }

    private async Task<UnlockedAccount?> Unlock(AccountRow account, SessionId session, SymmetricKey unlockKey, SessionSlotContent slot,
        byte[] keys, CancellationToken cancellation)
    {
        var id = account.Id.Value;
        if (!MasterKeyWrap.TryUnwrap(unlockKey, slot.Proof, WrapAad.For(WrapPurpose.Session, id, session.Value), out var masterKey))
        {
            return null;
        }

        using var tree = AccountKeys.Of(masterKey);
        var (epoch, identity, indexRoot) = KeySlots.ReadKeys(keys);
        return KeyWrap.TryUnwrap(tree.IndexRootWrap, indexRoot, WrapAad.For(WrapPurpose.IndexRoot, id, epoch), out var root)
            ? UnlockedAccount.Uce(account, masterKey, root, identity, epoch, await Retiring(account, tree, epoch, cancellation))
            : throw new InvalidOperationException("An account's index root does not open under its master key.");
    }

    /// <summary>The master key of the epoch before; null where no rotation runs, or where it ended meanwhile.</summary>
    private async Task<SymmetricKey?> Retiring(AccountRow account, AccountKeys tree, int epoch, CancellationToken cancellation) =>
        account.IsRotating && await _vault.Open(account.Id, new SlotId(SlotKind.Retiring), cancellation) is { } slot
            && KeyWrap.TryUnwrap(tree.RetiringWrap, KeySlots.ReadRetiring(slot).MasterKey,
                WrapAad.For(WrapPurpose.Retiring, account.Id.Value, epoch), out var retiring)
            ? retiring
            : null;

    private UnlockedAccount Keep((Guid, int) key, SessionToken token, Unlocked unlocked, long now)
    {
        var account = unlocked.Account;
        account.TryHold();
        var opened = new Opened(account, SHA256.HashData(token.UnlockKey.Span), SHA256.HashData(unlocked.Slot), now) { CheckedAt = now };
        if (_opened.Count >= Capacity)
        {
            account.Release(); // no room: this request uses it, nobody keeps it
            return account;
        }

        // Not AddOrUpdate, whose delegate may run twice: what is let go of twice would be zeroed under a request that uses it.
        while (!_opened.TryAdd(key, opened))
        {
            if (_opened.TryGetValue(key, out var other) && _opened.TryUpdate(key, opened, other))
            {
                other.Account.Release();
                break;
            }
        }

        return account;
    }

    private void Sweep()
    {
        foreach (var (key, opened) in _opened)
        {
            if (_clock.GetElapsedTime(opened.Since) >= Lifetime - TimeSpan.FromSeconds(1))
            {
                Close(key);
            }
        }
    }

    private void Close((Guid, int) key)
    {
        if (_opened.TryRemove(key, out var opened))
        {
            Interlocked.Increment(ref _closed);
            opened.Account.Release();
        }
    }

    private sealed record Unlocked(UnlockedAccount Account, byte[] Slot);

    private sealed record Opened(UnlockedAccount Account, byte[] UnlockKeyHash, byte[] SlotHash, long Since)
    {
        private long _checkedAt;

        public long CheckedAt
        {
            get => Volatile.Read(ref _checkedAt);
            set => Volatile.Write(ref _checkedAt, value);
        }

        /// <summary>Whether the slot is still what the keys were opened from: a rotation wraps another master key into it.</summary>
        public bool IsOf(byte[] slot) => CryptographicOperations.FixedTimeEquals(SlotHash, SHA256.HashData(slot));

        public bool IsFor(SessionToken token) =>
            Account.Id == token.Account && CryptographicOperations.FixedTimeEquals(UnlockKeyHash, SHA256.HashData(token.UnlockKey.Span));
    }
}
