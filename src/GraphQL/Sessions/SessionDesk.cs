using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Sessions;
using Diary.Grains.Sessions;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Scalars;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Sessions;

/// <summary>Opens, renews and ends sessions. The unlock keys pass through here and are kept nowhere.</summary>
public sealed class SessionDesk(IGrainFactory grains, SealedVault vault, SessionSlots slots, SessionTokens tokens,
    UnlockedAccounts accounts, AccountReader rows, AuditNotes notes, TimeProvider clock)
{
    // A successor is proposed anew where its slot was sealed or wrapped anew meanwhile, which happens seldom and never twice in a row.
    private const int Proposals = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Begins a session for someone who has proved who it is, and tells the audit log.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="publicKey">What the device's name is sealed to.</param>
    /// <param name="masterKey">UCE: wrapped by the session's own unlock key; stays the caller's to dispose. E2E: null.</param>
    /// <param name="epoch">The master key's epoch; 0 for E2E.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="credential">The vault record of the password slot that was proved, so that no session begins with a credential that was
    /// replaced meanwhile; empty where another thing was proved.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null where the credential was replaced or sealed anew, or the account is gone: proving it again tells which.</returns>
    public async Task<TokenPair?> Open(AccountId account, X25519PublicKey publicKey, SymmetricKey? masterKey, int epoch, string device,
        Bytes credential, CancellationToken cancellation)
    {
        var session = new SessionId(Guid.CreateVersion7());
        using var unlockKey = SymmetricKey.Generate();
        var now = clock.GetUtcNow();
        var until = now + SessionTokens.RefreshPeriod;
        var name = SealedNote.Seal(publicKey, account.Value, System.Text.Encoding.UTF8.GetBytes(device));
        var slot = Seal(
            account, session, 1, new SessionSlotContent(epoch, now, now, name, Proof(account, session, unlockKey, masterKey)));
        var audit = notes.Of(AuditAction.SignedIn, account, publicKey, session, device);
        return await grains.GetGrain<ISessionGrain>(session.Value).Open(new OpenSession(account, slot, until, credential, audit))
            ? await Pair(account, session, 1, unlockKey, now, until, cancellation)
            : null;
    }

    /// <summary>
    /// Trades a refresh token for the next pair; null where the token is worth nothing, and its session perhaps ended by it.
    /// </summary>
    public async Task<(TokenPair Pair, AccountRow Account)?> Renew(string refreshToken, CancellationToken cancellation)
    {
        if (await tokens.Read(refreshToken, TokenUse.Refresh, cancellation) is not TokenReading.Valid { Token: { } token })
        {
            return null;
        }

        // A spent token has no slot any more: its account stays closed, and only the grain can say what that means.
        var open = await accounts.Open(token, cancellation);
        try
        {
            return (open?.Account ?? await rows.Find(token.Account, cancellation)) is { } account
                && await Renew(token, open, account, cancellation) is { } pair
                    ? (pair, account)
                    : null;
        }
        finally
        {
            open?.Release();
        }
    }

    /// <summary>The tokens of a session that goes on: of the same generation, so that those that its client has stay good.</summary>
    /// <exception cref="DiaryError">UNAUTHENTICATED: the session has ended meanwhile.</exception>
    public async Task<TokenPair> Continue(DiarySession session, CancellationToken cancellation)
    {
        var token = session.Token;
        var slot = new SlotId(SlotKind.Session, token.Session.Value, token.Generation);
        var content = await vault.Open(token.Account, slot, cancellation)
            ?? throw new DiaryError(ErrorCodes.Unauthenticated, "The session has ended. Sign in again.");
        using var unlockKey = SymmetricKey.Import(token.UnlockKey.Span);
        return await Pair(token.Account, token.Session, token.Generation, unlockKey, clock.GetUtcNow(),
            KeySlots.ReadSession(content).RenewedAt + SessionTokens.RefreshPeriod, cancellation);
    }

    /// <summary>Ends the session of the request; its tokens are refused from now on.</summary>
    public Task<bool> End(DiarySession session) => End(session, session.Id.Value, AuditAction.SignedOut);

    /// <summary>Ends a session of the caller's account; false where it has none of this id.</summary>
    public Task<bool> Revoke(DiarySession by, Guid session) => End(by, session, AuditAction.SessionRevoked);

    /// <summary>Ends every session of the caller's account but the caller's own; how many those were.</summary>
    public async Task<int> RevokeOthers(DiarySession by)
    {
        var ended = await slots.EndOthers(by.Account, by.Id.Value, Line(by, AuditAction.SessionRevoked, detail: null));
        foreach (var session in ended)
        {
            accounts.Forget(session);
        }

        return ended.Count;
    }

    private async Task<bool> End(DiarySession by, Guid session, AuditAction action)
    {
        var ended = await slots.End(
            by.Account, session, Line(by, action, session == by.Id.Value ? null : GlobalId.Format(session)));
        if (ended)
        {
            accounts.Forget(session);
        }

        return ended;
    }

    private VaultWrite.AddAuditRecord Line(DiarySession by, AuditAction action, string? detail) => new(
        by.Account, Guid.CreateVersion7(), clock.GetUtcNow(), action, by.Id, notes.Of(action, by, detail).Note.ToArrayUnsafe());

    private async Task<TokenPair?> Renew(SessionToken token, UnlockedAccount? open, AccountRow account, CancellationToken cancellation)
    {
        var salt = RandomNumberGenerator.GetBytes(SymmetricKey.Size);
        using var proposed = Successor(token, salt);
        var reuse = notes.Of(AuditAction.RefreshTokenReused, account, token.Session);
        var grain = grains.GetGrain<ISessionGrain>(token.Session.Value);
        for (var proposal = 1; ; proposal++)
        {
            var (from, slot) = open is null ? default : await Next(token, open, proposed, cancellation);
            var receipt = await grain.Rotate(new RotateSession(
                token.Account, token.Generation, new Bytes(salt), from, slot, clock.GetUtcNow() + SessionTokens.RefreshPeriod, reuse));
            switch (receipt.Verdict)
            {
                case RotationVerdict.Rotate or RotationVerdict.Repeat:
                    using (var next = Successor(token, receipt.Salt.Span))
                    {
                        return await Pair(token.Account, token.Session, token.Generation + 1, next, receipt.RotatedAt,
                            receipt.ExpiresAt, cancellation);
                    }

                case RotationVerdict.Outdated when proposal < Proposals:
                    break;
                case RotationVerdict.Outdated:
                    throw new UnavailableException(Pause);
                default:
                    accounts.Forget(token.Session.Value);
                    return null;
            }
        }
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

    /// <summary>The slot of the token's generation and that of the next; empty where the session ended meanwhile.</summary>
    private async Task<(Bytes From, Bytes Slot)> Next(
        SessionToken token, UnlockedAccount account, SymmetricKey unlockKey, CancellationToken cancellation)
    {
        var slot = new SlotId(SlotKind.Session, token.Session.Value, token.Generation);
        if (await vault.Read(token.Account, slot, cancellation) is not { } current)
        {
            return default;
        }

        // Out of this very slot: what the account was opened with may be the master key before the one that the slot holds by now.
        var content = KeySlots.ReadSession(current.Content);
        using var presented = SymmetricKey.Import(token.UnlockKey.Span);
        SymmetricKey? masterKey = null;
        if (account.Tier == Tier.Uce && !MasterKeyWrap.TryUnwrap(
            presented, content.Proof, WrapAad.For(WrapPurpose.Session, token.Account.Value, token.Session.Value), out masterKey))
        {
            return default;
        }

        using (masterKey)
        {
            return (current.Record, Seal(token.Account, token.Session, token.Generation + 1, content with
            {
                RenewedAt = clock.GetUtcNow(),
                Proof = Proof(token.Account, token.Session, unlockKey, masterKey),
            }));
        }
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
