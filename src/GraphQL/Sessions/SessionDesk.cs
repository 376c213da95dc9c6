using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Sessions;
using Diary.Grains.Sessions;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Sessions;

/// <summary>Opens, renews and ends sessions. The unlock keys pass through here and are kept nowhere.</summary>
public sealed class SessionDesk(
    IGrainFactory grains, SealedVault vault, SessionTokens tokens, UnlockedAccounts accounts, TimeProvider clock)
{
    /// <summary>Begins a session for someone who has proved who it is.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="publicKey">What the device's name is sealed to.</param>
    /// <param name="masterKey">UCE: wrapped by the session's own unlock key; stays the caller's to dispose. E2E: null.</param>
    /// <param name="epoch">The master key's epoch; 0 for E2E.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<TokenPair> Open(
        AccountId account, X25519PublicKey publicKey, SymmetricKey? masterKey, int epoch, string device, CancellationToken cancellation)
    {
        var session = new SessionId(Guid.CreateVersion7());
        using var unlockKey = SymmetricKey.Generate();
        var now = clock.GetUtcNow();
        var note = SealedNote.Seal(publicKey, account.Value, System.Text.Encoding.UTF8.GetBytes(device));
        var slot = new SessionSlotContent(epoch, now, now, note, Proof(account, session, unlockKey, masterKey));
        await grains.GetGrain<ISessionGrain>(session.Value).Open(new OpenSession(
            account, new Bytes(note), Seal(account, session, 1, slot), now + SessionTokens.RefreshPeriod));
        return await Pair(account, session, 1, unlockKey, now, now + SessionTokens.RefreshPeriod, cancellation);
    }

    /// <summary>
    /// Trades a refresh token for the next pair; null where the token is worth nothing, and its session perhaps ended by it.
    /// </summary>
    public async Task<(TokenPair Pair, AccountId Account)?> Renew(string refreshToken, CancellationToken cancellation)
    {
        if (await tokens.Read(refreshToken, TokenUse.Refresh, cancellation) is not TokenReading.Valid { Token: { } token })
        {
            return null;
        }

        var account = await accounts.Open(token, cancellation);
        try
        {
            // A spent token has no slot any more: its account stays closed, and only the grain can say what that means.
            var salt = RandomNumberGenerator.GetBytes(SymmetricKey.Size);
            using var proposed = Successor(token, salt);
            var slot = account is null ? Bytes.Empty : await Next(token, account, proposed, cancellation);
            var receipt = await grains.GetGrain<ISessionGrain>(token.Session.Value).Rotate(
                new RotateSession(token.Account, token.Generation, new Bytes(salt), slot, clock.GetUtcNow() + SessionTokens.RefreshPeriod));
            if (receipt.Verdict is not (RotationVerdict.Rotate or RotationVerdict.Repeat))
            {
                accounts.Forget(token.Session.Value);
                return null;
            }

            using var next = Successor(token, receipt.Salt.Span);
            var pair = await Pair(
                token.Account, token.Session, token.Generation + 1, next, receipt.RotatedAt, receipt.ExpiresAt, cancellation);
            return (pair, token.Account);
        }
        finally
        {
            account?.Release();
        }
    }

    /// <summary>Ends a session; its tokens are refused from now on.</summary>
    public async Task End(DiarySession session)
    {
        await grains.GetGrain<ISessionGrain>(session.Id.Value).End(session.Account);
        accounts.Forget(session.Id.Value);
    }

    /// <summary>
    /// The next unlock key: HKDF-SHA-256 of the presented one with a salt of the grain's. Fresh at each rotation, and the same again
    /// where a reply was lost, though neither key is kept.
    /// </summary>
    private static SymmetricKey Successor(SessionToken token, ReadOnlySpan<byte> salt)
    {
        Span<byte> next = stackalloc byte[SymmetricKey.Size];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, token.UnlockKey.Span, next, salt, "diary.v1.session.next"u8);
        var key = SymmetricKey.Import(next);
        CryptographicOperations.ZeroMemory(next);
        return key;
    }

    /// <summary>The slot of the generation after the token's; empty where the session ended meanwhile.</summary>
    private async Task<Bytes> Next(SessionToken token, UnlockedAccount account, SymmetricKey unlockKey, CancellationToken cancellation)
    {
        var slot = new SlotId(SlotKind.Session, token.Session.Value, token.Generation);
        return await vault.Open(token.Account, slot, cancellation) is { } content
            ? Seal(token.Account, token.Session, token.Generation + 1, KeySlots.ReadSession(content) with
            {
                Epoch = account.Epoch,
                RenewedAt = clock.GetUtcNow(),
                Proof = Proof(token.Account, token.Session, unlockKey, account.Tier == Tier.Uce ? account.MasterKey : null),
            })
            : Bytes.Empty;
    }

    private static byte[] Proof(AccountId account, SessionId session, SymmetricKey unlockKey, SymmetricKey? masterKey) => masterKey is null
        ? StoredVerifier.Of(unlockKey)
        : MasterKeyWrap.Wrap(unlockKey, masterKey, WrapAad.For(WrapPurpose.Session, account.Value, session.Value));

    private Bytes Seal(AccountId account, SessionId session, int generation, SessionSlotContent content) =>
        vault.Seal(account, new SlotId(SlotKind.Session, session.Value, generation), KeySlots.Session(content));

    private async Task<TokenPair> Pair(AccountId account, SessionId session, int generation, SymmetricKey unlockKey, DateTimeOffset from,
        DateTimeOffset refreshUntil, CancellationToken cancellation)
    {
        var accessUntil = from + SessionTokens.AccessPeriod;
        var token = new SessionToken(account, session, generation, new Bytes(unlockKey.AsSpan().ToArray()), accessUntil);
        return new TokenPair(
            await tokens.Write(TokenUse.Access, token, cancellation), accessUntil,
            await tokens.Write(TokenUse.Refresh, token with { ExpiresAt = refreshUntil }, cancellation), refreshUntil);
    }
}
