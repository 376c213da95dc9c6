using System.Buffers.Text;
using System.Security.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Facebook;
using Diary.Grains.Facebook;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Sessions;
using Diary.Integrations.Facebook;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;
using Microsoft.Extensions.Logging;

namespace Diary.GraphQL.Facebook;

/// <summary>
/// Asks a user for consent, and takes what comes back: once, for the account whose session asked and while that session lasts, within ten
/// minutes. What comes back is refused before Facebook is asked anything.
/// </summary>
public sealed partial class Consents(IGrainFactory grains, FacebookApp app, FacebookVault vault, VaultStore store, SessionSlots sessions,
    AccountReader accounts, AuditNotes notes, TimeProvider clock, ILogger<Consents> log)
{
    private const int StateSize = 32;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Where the caller's browser goes.</summary>
    internal async Task<Uri> Ask(DiarySession caller, FacebookClient client, string returnUrl, bool pulls, bool publishes, bool again,
        CancellationToken cancellation)
    {
        var state = RandomNumberGenerator.GetBytes(StateSize);
        var hash = SHA256.HashData(state);
        var id = IdOf(hash);
        var consent = new AskedConsent(hash, caller.Id.Value, returnUrl, pulls, publishes, clock.GetUtcNow() + Lifetime);
        await store.Write(
            [
                new VaultWrite.DestroySlots(caller.Account, SlotKind.FacebookConsent), // the latest one is meant
                new VaultWrite.PutSlot(
                    caller.Account, FacebookVault.SlotOf(id), vault.Seal(caller.Account, id, consent).ToArrayUnsafe(), consent.Until),
            ], cancellation);
        return client.Login.Dialog(app.RedirectUri, Base64Url.EncodeToString(state), FacebookApp.Scopes(pulls, publishes), again);
    }

    /// <summary>Takes what came back with a browser; where that goes now, or null where it is none that was asked for.</summary>
    internal async Task<Uri?> Take(FacebookClient client, string? state, string? code, CancellationToken cancellation)
    {
        if (await Take(state, cancellation) is not { } taken)
        {
            return null;
        }

        var (account, consent) = taken;
        var result = code is null ? "denied" : await Connect(client, account, consent, code, cancellation);
        return Back(consent.ReturnUrl, result);
    }

    private async Task<(AccountRow Account, AskedConsent Consent)?> Take(string? state, CancellationToken cancellation)
    {
        Span<byte> bytes = stackalloc byte[StateSize];
        if (state is null || !Base64Url.IsValid(state, out var length) || length != StateSize
            || !Base64Url.TryDecodeFromChars(state, bytes, out _))
        {
            return null;
        }

        var hash = SHA256.HashData(bytes);
        return await Take(hash, cancellation);
    }

    private async Task<(AccountRow Account, AskedConsent Consent)?> Take(byte[] hash, CancellationToken cancellation)
    {
        var id = IdOf(hash);
        if (await store.TakeConsent(id, cancellation) is not { } taken)
        {
            return null;
        }

        var (consent, now) = (vault.Open(taken.Owner, id, taken.Record), clock.GetUtcNow());
        return CryptographicOperations.FixedTimeEquals(hash, consent.StateHash) && consent.Until > now
            && (await sessions.Of(taken.Owner, now, cancellation)).Any(s => s.Session == consent.Session)
            && await accounts.Find(taken.Owner, cancellation) is { } account
            ? (account, consent) : null;
    }

    private async Task<string> Connect(
        FacebookClient client, AccountRow account, AskedConsent consent, string code, CancellationToken cancellation)
    {
        try
        {
            var brief = await client.Login.Redeem(code, app.RedirectUri, cancellation);
            var token = await client.Login.Prolong(brief.Value, cancellation);
            var facts = await client.Login.Inspect(token.Value, cancellation);
            var user = await client.Login.Me(token.Value, cancellation);
            if (!facts.IsOurs || facts.UserId != user.Id || user.Id.Length == 0)
            {
                LogForeign();
                return "failed";
            }

            var granted = await client.Login.Granted(token.Value, cancellation);
            var publishes = consent.Publishes && FacebookApp.MayPublish(granted);
            var pulls = consent.Pulls && granted.Contains(FacebookApp.PostsScope);
            var pages = publishes ? await client.Pages.All(token.Value, cancellation) : [];
            var secrets = new FacebookSecrets(user.Id, user.Name, token.Value, facts.DataAccessExpiresAt, pages);
            var by = new SessionId(consent.Session);
            var receipt = await grains.GetGrain<IFacebookGrain>(account.Id.Value).Execute(
                new ConnectionCommand.Connect(app.UserToken(user.Id), pulls, publishes,
                    facts.ExpiresAt ?? (token.Lifetime is { } lifetime ? clock.GetUtcNow() + lifetime : null), by),
                vault.Seal(account.Id, secrets), notes.Of(AuditAction.FacebookConnected, account, by));
            return receipt is not { Refusal: null, RetryAfter: null } ? "failed"
                : (pulls, publishes) == (consent.Pulls, consent.Publishes) ? "connected" : "declined";
        }
        catch (GraphException e)
        {
            LogFailed(e.Fault, e.Code, e.Subcode, e.TraceId);
            return "failed";
        }
    }

    private static Uri Back(string returnUrl, string result)
    {
        var back = new UriBuilder(returnUrl);
        back.Query = back.Query.Length > 1 ? $"{back.Query}&facebook={result}" : $"facebook={result}";
        return back.Uri;
    }

    private static Guid IdOf(byte[] hash) => new(hash.AsSpan(0, 16), bigEndian: true);

    [LoggerMessage(EventId = 3401, Level = LogLevel.Warning,
        Message = "Connecting to Facebook failed: {Fault} (code {Code}, subcode {Subcode}, trace {TraceId})")]
    private partial void LogFailed(GraphFault fault, int? code, int? subcode, string? traceId);

    [LoggerMessage(EventId = 3402, Level = LogLevel.Warning,
        Message = "Connecting to Facebook failed: the token is another app's or user's")]
    private partial void LogForeign();
}
