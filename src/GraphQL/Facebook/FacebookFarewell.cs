using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Facebook;
using Diary.Grains.Facebook;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Execution;
using Diary.Integrations.Facebook;
using Diary.Projections.Accounts;
using Diary.Projections.Facebook;

namespace Diary.GraphQL.Facebook;

/// <summary>Forgets users of whom Facebook itself says that they left.</summary>
public sealed class FacebookFarewell(
    IGrainFactory grains, FacebookApp app, ConnectionReader connections, AccountReader accounts, AuditNotes notes)
{
    /// <summary>Ends each connection of a user that began before the request was made: what is sent again ends no later one.</summary>
    /// <exception cref="UnavailableException">The database is away: it may be sent again.</exception>
    internal async Task Forget(SignedRequest request, DisconnectReason why, CancellationToken cancellation)
    {
        foreach (var account in await connections.ConnectedTo(app.UserToken(request.UserId), cancellation))
        {
            var owner = await accounts.Find(account, cancellation);
            var receipt = await grains.GetGrain<IFacebookGrain>(account.Value).Execute(
                new ConnectionCommand.Disconnect(why, null, request.IssuedAt.AddSeconds(1)), Bytes.Empty,
                owner is null ? null : notes.Of(AuditAction.FacebookDisconnected, owner));
            if (receipt.RetryAfter is { } pause)
            {
                throw new UnavailableException(pause);
            }
        }
    }
}
