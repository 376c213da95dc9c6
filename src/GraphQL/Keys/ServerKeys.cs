using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Projections.Vault;
using Microsoft.IdentityModel.Tokens;

namespace Diary.GraphQL.Keys;

/// <summary>
/// The server's own secrets, which lie in the vault under the vault key: the key that addresses are looked up by, the key of cursors, and
/// the ring that signs and encrypts tokens. A token key is used for 31 days and understood for 31 more, which outlives every refresh
/// token; it is deleted when another is made after that.
/// </summary>
public sealed class ServerKeys(VaultStore store, VaultKeyRing ring, TimeProvider clock) : IDisposable
{
    private const string EmailPurpose = "email";
    private const string CursorPurpose = "cursors";
    private const string TokenPurpose = "tokens";
    private const int TokenSecretSize = 96;
    private static readonly TimeSpan TokenPeriod = TimeSpan.FromDays(31);
    private const int MostAbsent = 1000;
    private static readonly TimeSpan ReloadPause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private SymmetricKey? _email;
    private SymmetricKey? _cursors;
    private IReadOnlyList<TokenKey> _tokens = [];
    private readonly ConcurrentDictionary<string, byte> _absent = new(StringComparer.Ordinal);
    private DateTimeOffset _loadedAt = DateTimeOffset.MinValue;

    /// <summary>Reads or makes what is needed; called at start, so that a wrong vault key is found at once.</summary>
    /// <exception cref="InvalidOperationException">The database's secrets do not open under this vault key.</exception>
    public async Task Load(CancellationToken cancellation)
    {
        _email = (await Lasting(EmailPurpose, SymmetricKey.Size, (_, secret) => SymmetricKey.Import(secret), cancellation))[0];
        _cursors = (await Lasting(CursorPurpose, SymmetricKey.Size, (_, secret) => SymmetricKey.Import(secret), cancellation))[0];
        await Reload(clock.GetUtcNow(), cancellation);
    }

    /// <summary>What hides event numbers in cursors; another key would make all cursors that clients keep worthless.</summary>
    internal SymmetricKey Cursors => _cursors ?? throw new InvalidOperationException("The server's keys are not loaded.");

    /// <summary>The index of an address: HMAC-SHA-256 of it, trimmed and in lower case, under the server's key; 32 bytes.</summary>
    public Bytes EmailIndex(string address)
    {
        var email = _email ?? throw new InvalidOperationException("The server's keys are not loaded.");
        return new Bytes(HMACSHA256.HashData(email.AsSpan(), Normalized(address)));
    }

    /// <summary>
    /// What an address that nobody has seems to have: drawn from HMAC-SHA-512 of it under a key of its own, so that it never changes and
    /// nobody else can tell it from an account. A bit each for the tier, 16 bytes each for the salt and an id of version 4.
    /// </summary>
    public (AccountId Id, Tier Tier, byte[] Salt) MadeUp(string address)
    {
        var email = _email ?? throw new InvalidOperationException("The server's keys are not loaded.");
        using var key = email.Derive("diary.v1.made-up-account");
        var drawn = HMACSHA512.HashData(key.AsSpan(), Normalized(address));
        drawn[6] = (byte)((drawn[6] & 0x0f) | 0x40);
        drawn[8] = (byte)((drawn[8] & 0x3f) | 0x80);
        return (new AccountId(new Guid(drawn.AsSpan(0, 16), bigEndian: true)), (drawn[32] & 1) == 0 ? Tier.E2E : Tier.Uce, drawn[16..32]);
    }

    /// <summary>Names something that must not be known by its name: 32 hexadecimal digits of HMAC-SHA-256 under the server's key.</summary>
    /// <param name="purpose">What it is named for, in ASCII: names of different purposes cannot be compared.</param>
    /// <param name="value">What is named.</param>
    public string Blind(string purpose, ReadOnlySpan<byte> value)
    {
        var email = _email ?? throw new InvalidOperationException("The server's keys are not loaded.");
        var mac = HMACSHA256.HashData(email.AsSpan(), [.. Encoding.ASCII.GetBytes(purpose), 0, .. value]);
        return Convert.ToHexStringLower(mac.AsSpan(0, 16));
    }

    /// <summary>The key to sign with now: the newest. Another is made where it has served its time.</summary>
    public async ValueTask<TokenKey> Current(CancellationToken cancellation)
    {
        if (_tokens.Count == 0 || clock.GetUtcNow() - _tokens[0].CreatedAt > TokenPeriod)
        {
            await Reload(clock.GetUtcNow(), cancellation);
        }

        return _tokens[0];
    }

    /// <summary>
    /// The key of an id; null where none is valid. An unknown id is looked for in the database, at most once a second for all that ask:
    /// another silo may just have made it, and its tokens must not be refused for want of patience.
    /// </summary>
    public async ValueTask<TokenKey?> Find(string id, CancellationToken cancellation)
    {
        if (Known(id) is { } known || _absent.ContainsKey(id))
        {
            return Known(id);
        }

        var asked = clock.GetUtcNow();
        if (ReloadPause - (asked - _loadedAt) is var pause && pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, clock, cancellation);
        }

        await Reload(asked, cancellation);
        if (Known(id) is { } found)
        {
            return found;
        }

        if (_absent.Count >= MostAbsent)
        {
            _absent.Clear();
        }

        _absent.TryAdd(id, 0); // ids are random: one that is not there now will never be
        return null;
    }

    /// <summary>The keys of a purpose for which none is ever replaced, newest first; the first is made where there is none.</summary>
    /// <typeparam name="T">A key, which copies what it is made of: the bytes are zeroed.</typeparam>
    /// <param name="purpose">What they are for.</param>
    /// <param name="size">The length of a secret in bytes.</param>
    /// <param name="import">Makes a key of the time that its secret was made at, and the secret.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal async Task<IReadOnlyList<T>> Lasting<T>(
        string purpose, int size, Func<DateTimeOffset, byte[], T> import, CancellationToken cancellation)
    {
        var records = await Ensure(purpose, size, period: null, cancellation);
        return [.. records.Select(r => Open(purpose, r, secret => import(r.CreatedAt, secret)))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gate.Dispose();
        _email?.Dispose();
        _cursors?.Dispose();
    }

    private static byte[] Normalized(string address) => Encoding.UTF8.GetBytes(address.Trim().ToLowerInvariant());

    private TokenKey? Known(string id) =>
        _tokens.FirstOrDefault(k => string.Equals(k.Id, id, StringComparison.Ordinal) && clock.GetUtcNow() - k.CreatedAt < 2 * TokenPeriod);

    private async Task Reload(DateTimeOffset asked, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_loadedAt > asked)
            {
                return; // somebody else did, for all who waited
            }

            var keys = await Ensure(TokenPurpose, TokenSecretSize, TokenPeriod, cancellation);
            _tokens = [.. keys.Take(2).Select(k => _tokens.FirstOrDefault(t => t.Is(k.Id))
                ?? Open(TokenPurpose, k, secret => TokenKey.Of(k.Id, k.CreatedAt, secret)))];
            _loadedAt = clock.GetUtcNow();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The records of a purpose, newest first; another is made where the newest has served its period, or there is none.</summary>
    /// <param name="purpose">What they are for.</param>
    /// <param name="size">The length of a secret in bytes.</param>
    /// <param name="period">How long one is used, and how long it is understood after that; null: none is ever replaced.</param>
    /// <param name="cancellation">Ends the wait.</param>
    private async Task<IReadOnlyList<ServerKeyRecord>> Ensure(
        string purpose, int size, TimeSpan? period, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var unlessMadeAfter = now - period ?? DateTimeOffset.UnixEpoch;
        var records = await store.ServerKeys(purpose, cancellation);
        if (records.Count == 0 || records[0].CreatedAt <= unlessMadeAfter)
        {
            var id = Guid.CreateVersion7();
            var secret = RandomNumberGenerator.GetBytes(size);
            var key = new ServerKeyRecord(id, now, ring.Seal(secret, VaultAad.ServerKey(purpose, id)));
            CryptographicOperations.ZeroMemory(secret);
            await store.AddServerKey(purpose, key, unlessMadeAfter, dropUntil: now - (2 * period), cancellation);
            records = await store.ServerKeys(purpose, cancellation);
        }

        return records;
    }

    private T Open<T>(string purpose, ServerKeyRecord record, Func<byte[], T> import)
    {
        if (!ring.TryOpen(record.Record, VaultAad.ServerKey(purpose, record.Id), out var secret))
        {
            throw new InvalidOperationException("The vault key does not open this database.");
        }

        try
        {
            return import(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}

/// <summary>A key of the token ring.</summary>
/// <param name="Id">Named in each token's header.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Signing">32 bytes, for HS256. The library keeps its cipher objects by the key's instance, so that there must be
/// one.</param>
/// <param name="Encrypting">64 bytes, for A256CBC-HS512.</param>
public sealed record TokenKey(string Id, DateTimeOffset CreatedAt, SymmetricSecurityKey Signing, SymmetricSecurityKey Encrypting)
{
    private const int SigningSize = 32;

    internal bool Is(Guid id) => string.Equals(Id, id.ToString("N"), StringComparison.Ordinal);

    internal static TokenKey Of(Guid id, DateTimeOffset createdAt, byte[] secret)
    {
        var name = id.ToString("N");
        return new TokenKey(name, createdAt, new SymmetricSecurityKey(secret[..SigningSize]) { KeyId = name },
            new SymmetricSecurityKey(secret[SigningSize..]) { KeyId = name });
    }

    /// <inheritdoc/>
    public override string ToString() => $"Token key {Id}";
}
