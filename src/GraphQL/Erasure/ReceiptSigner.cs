using Diary.Cryptography;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Erasure;

/// <summary>
/// Signs receipts. The same erasure has the same receipt whenever it is asked for: all that it says is derived from what was stored then.
/// Signing keys lie in the vault; none is ever taken away, so that old receipts can be verified.
/// </summary>
public sealed class ReceiptSigner(ServerKeys serverKeys, VaultTurns turns) : IDisposable
{
    private const string Purpose = "receipts";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private IReadOnlyList<(DateTimeOffset Since, Ed25519PrivateKey Key)> _keys = []; // newest first

    /// <summary>The receipt of an erasure.</summary>
    /// <param name="account">Whose keys were destroyed.</param>
    /// <param name="entry">The entry that was purged; null where the account was deleted.</param>
    /// <param name="keysDestroyed">How many keys.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<ErasureReceipt> Sign(
        Guid account, Guid? entry, int keysDestroyed, DateTimeOffset at, CancellationToken cancellation)
    {
        var keys = await Keys(cancellation);
        var (_, key) = keys.FirstOrDefault(k => k.Since <= at, keys[^1]);
        var statement = new ErasureStatement(account, entry, keysDestroyed, Whole(at), Whole(await turns.NextAfter(at, cancellation)));
        return new ErasureReceipt(statement, ReceiptKeys.IdOf(key.PublicKey), key.Sign(statement.ToBytes()));
    }

    /// <summary>The public keys.</summary>
    public async Task<ReceiptKeys> PublicKeys(CancellationToken cancellation) =>
        new((await Keys(cancellation)).Select(k => k.Key.PublicKey));

    /// <inheritdoc/>
    public void Dispose()
    {
        _gate.Dispose();
        foreach (var (_, key) in _keys)
        {
            key.Dispose();
        }
    }

    private async ValueTask<IReadOnlyList<(DateTimeOffset Since, Ed25519PrivateKey Key)>> Keys(CancellationToken cancellation)
    {
        if (_keys.Count > 0)
        {
            return _keys;
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            return _keys = _keys.Count > 0 ? _keys
                : await serverKeys.Lasting(
                    Purpose, Ed25519PrivateKey.Size, (since, seed) => (since, Ed25519PrivateKey.Import(seed)), cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
