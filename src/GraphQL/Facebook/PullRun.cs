using Diary.Domain;
using Diary.Domain.Facebook;
using Diary.Domain.Jobs;
using Diary.Grains.Facebook;
using Diary.GraphQL.Archives;
using Diary.Integrations.Facebook;
using Diary.Projections.Accounts;
using Diary.Projections.Facebook;

namespace Diary.GraphQL.Facebook;

/// <summary>
/// Brings an account's posts, newest first, from where the job stands to where the one before began. What fails for now is tried again when
/// the job's reminder comes; the watermark is raised only when all is done.
/// </summary>
public sealed class PullRun(IGrainFactory grains, FacebookApp app, FacebookVault vault, ConnectionReader connections,
    AccountReader accounts, PostWalk walk, GraphFaults faults, TimeProvider clock)
{
    /// <summary>How far behind the watermark it is looked for changes and for what came late.</summary>
    internal static readonly TimeSpan Overlap = TimeSpan.FromHours(48);

    private const int Patience = 3; // tries, before photos that cannot be fetched are left out

    internal async Task Run(RunningJob running, CancellationToken cancellation)
    {
        var (account, order) = (running.Account, running.Job.Order ?? new JobOrder(default));
        var connection = await connections.Find(account, cancellation);
        var (secrets, owner) = (await vault.Open(account, cancellation), await accounts.Find(account, cancellation));
        if (app.Client is not { } client || owner is null || secrets is null || connection is not { State: ConnectionState.Connected })
        {
            await running.End("The account is not connected to Facebook any more.");
            return;
        }

        if (await faults.PausedUntil() is { } until)
        {
            await running.Wait(until);
            return;
        }

        var place = PullPlace.Read(running.Job.Place);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(owner.TimeZone);
        var since = order.Since is { } day ? StartOf(day, zone) : connection.Watermark - Overlap;
        var into = new PullTarget(ImportTarget.Of(FacebookJobs.Pull(account), owner, null), zone, client, secrets.Token,
            order.By == default ? null : order.By, clock.GetUtcNow(), place.Attempts < Patience);
        try
        {
            if (await walk.Run(running, into, since, place, cancellation) is { } newest)
            {
                await Finish(running, connection, since, newest);
            }
        }
        catch (GraphException e)
        {
            if (await faults.Meet(running, connection, null, e) is var (end, problem))
            {
                await End(running, end, problem);
            }
        }
    }

    private IFacebookGrain Grain(AccountId account) => grains.GetGrain<IFacebookGrain>(account.Value);

    private async Task Finish(RunningJob running, Connection connection, DateTimeOffset? since, PullPlace place)
    {
        // What was asked for from a later day on says nothing of the days before it.
        var isWhole = since is null || connection.Watermark - Overlap >= since;
        if (isWhole && place.Newest is { } newest)
        {
            await Grain(running.Account).Execute(
                new ConnectionCommand.RaiseWatermark(connection.UserToken, newest), Bytes.Empty, audit: null);
        }

        await Grain(running.Account).Ended(running.Job.StartedAt, OperationEnd.Succeeded);
        running.Total = running.Done;
        await running.Tell(JobState.Succeeded);
    }

    private async Task End(RunningJob running, OperationEnd end, string problem)
    {
        await Grain(running.Account).Ended(running.Job.StartedAt, end);
        await running.End(problem);
    }

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
