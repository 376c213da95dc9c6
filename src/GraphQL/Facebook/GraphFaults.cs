using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Diary.Domain;
using Diary.Domain.Facebook;
using Diary.Grains.Facebook;
using Diary.GraphQL.Archives;
using Diary.Integrations.Facebook;
using Microsoft.Extensions.Logging;

namespace Diary.GraphQL.Facebook;

/// <summary>What becomes of a job that Facebook did not serve: it waits, for as long as that takes, or it is given up.</summary>
public sealed partial class GraphFaults(IGrainFactory grains, TimeProvider clock, ILogger<GraphFaults> log)
{
    private static readonly TimeSpan FirstBlock = TimeSpan.FromHours(24);
    private static readonly TimeSpan LaterBlock = TimeSpan.FromHours(72);

    /// <summary>Until when nobody may call, or nobody on that page; null where everybody may.</summary>
    internal async Task<DateTimeOffset?> PausedUntil(GraphPage? page = null)
    {
        var (app, own) = (await App.PausedUntil(), page is null ? null : await Of(page).PausedUntil());
        return app > own || own is null ? app : own;
    }

    /// <summary>Has the job wait; or says how it ends, and why, where that is of no use.</summary>
    internal async Task<(OperationEnd End, string Problem)?> Meet(
        RunningJob running, Connection connection, GraphPage? page, GraphException e)
    {
        LogMet(running.Job.Kind, e.Fault, e.Code, e.Subcode, e.TraceId);
        var grain = grains.GetGrain<IFacebookGrain>(running.Account.Value);
        switch (e.Fault)
        {
            case GraphFault.AppLimit:
                await running.Wait(await App.Pause(e.RetryAfter));
                return null;
            case GraphFault.PageLimit when page is not null:
                await running.Wait(await Of(page).Pause(e.RetryAfter));
                return null;
            case GraphFault.Blocked when page is not null:
                var isFirst = PullPlace.Read(running.Place).Attempts == 0;
                running.Place = new PullPlace(Attempts: 1).ToString();
                await running.Wait(await Of(page).Pause(isFirst ? FirstBlock : LaterBlock));
                return null;
            case GraphFault.AppRemoved:
                await grain.Execute(
                    new ConnectionCommand.Disconnect(DisconnectReason.AppRemoved, null, connection.ConnectedAt), Bytes.Empty, audit: null);
                return (OperationEnd.NeedsOwner, "The app was removed at Facebook: connect again.");
            case GraphFault.TokenDead or GraphFault.PermissionMissing:
                await grain.Execute(new ConnectionCommand.NeedReconnect(connection.ConnectedAt), Bytes.Empty, audit: null);
                return (OperationEnd.NeedsOwner, e.Fault == GraphFault.TokenDead
                    ? "The consent is worth nothing any more: connect again." : "A permission is missing: connect again.");
            case GraphFault.RoleGone:
                return (OperationEnd.NeedsOwner, "The user has no role at that page any more.");
            case GraphFault.Checkpoint:
                return (OperationEnd.NeedsOwner, "Facebook wants something of the user first: look at facebook.com.");
            case GraphFault.SameAgain:
                return (OperationEnd.NeedsOwner, "Facebook says that the same stands there already: change the text.");
            case GraphFault.Missing or GraphFault.Refused:
                return (OperationEnd.Failed, "Facebook did not take it.");
            default:
                return await TryAgain(running, e);
        }
    }

    private IFacebookLimitGrain App => grains.GetGrain<IFacebookLimitGrain>(0);

    private IFacebookLimitGrain Of(GraphPage page) => grains.GetGrain<IFacebookLimitGrain>(
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(page.Id))));

    private async Task<(OperationEnd, string)?> TryAgain(RunningJob running, GraphException e)
    {
        var place = PullPlace.Read(running.Place);
        var attempt = place.Attempts + 1;
        if (attempt >= RetrySchedule.MostAttempts)
        {
            return (OperationEnd.Failed, string.Create(
                CultureInfo.InvariantCulture, $"Facebook could not be reached or would not serve, {attempt} times: try again later."));
        }

        var pause = RetrySchedule.After(attempt, Random.Shared.NextDouble());
        pause = e.RetryAfter > pause ? e.RetryAfter.Value : pause;
        pause = e.Fault == GraphFault.UserLimit && pause < RetrySchedule.LeastPause ? RetrySchedule.LeastPause : pause;
        running.Place = (place with { Attempts = attempt }).ToString();
        await running.Wait(clock.GetUtcNow() + pause);
        return null;
    }

    [LoggerMessage(EventId = 3404, Level = LogLevel.Warning,
        Message = "A job ({Kind}) met {Fault} at Facebook (code {Code}, subcode {Subcode}, trace {TraceId})")]
    private partial void LogMet(Domain.Jobs.JobKind kind, GraphFault fault, int? code, int? subcode, string? traceId);
}
