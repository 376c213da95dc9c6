using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Domain.Facebook;
using Diary.Domain.Jobs;
using Diary.Grains;
using Diary.Grains.Facebook;
using Diary.GraphQL.Archives;
using Diary.GraphQL.Execution;
using Diary.Integrations.Facebook;
using Diary.Projections.Facebook;

namespace Diary.GraphQL.Facebook;

/// <summary>
/// Publishes on a page. Before it sends, it notes that it does; whoever finds such a note and no answer looks on the page first, twice and
/// two minutes apart, and sends again only what was not there. So nothing is published twice, whatever is killed when.
/// </summary>
public sealed class PublishRun(IGrainFactory grains, FacebookApp app, FacebookVault vault, ConnectionReader connections,
    PublicPhotos photos, GraphFaults faults, TimeProvider clock)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5); // of clocks

    internal async Task Run(RunningJob running, CancellationToken cancellation)
    {
        var (account, id) = (running.Account, running.Job.Id);
        var publication = grains.Publication(account, id);
        var connection = await connections.Find(account, cancellation);
        var (secrets, given) = (await vault.OpenPublication(account, id, cancellation), await vault.Open(account, cancellation));
        var status = await publication.Find();
        if (status.State is not (PublicationState.Queued or PublicationState.Uncertain))
        {
            await Finish(running, status);
            return;
        }

        if (app.Client is not { } client || secrets is null || connection is not { State: ConnectionState.Connected }
            || given?.Pages.FirstOrDefault(p => p.Id == secrets.PageId) is not { } page)
        {
            await GiveUp(running, secrets, OperationEnd.NeedsOwner, "The account is not connected to that page any more.");
            return;
        }

        if (await faults.PausedUntil(page) is { } until)
        {
            await running.Wait(until);
            return;
        }

        try
        {
            await Go(running, new PublishTarget(client, page, secrets, connection), status, cancellation);
        }
        catch (GraphException e)
        {
            if (await faults.Meet(running, connection, page, e) is var (end, problem))
            {
                await GiveUp(running, secrets, end, problem);
            }
        }
    }

    private async Task Go(RunningJob running, PublishTarget target, PublicationStatus status, CancellationToken cancellation)
    {
        var publication = grains.Publication(running.Account, running.Job.Id);
        for (; status.State is PublicationState.Queued or PublicationState.Uncertain; status = await publication.Find())
        {
            cancellation.ThrowIfCancellationRequested();
            if (status.State == PublicationState.Queued)
            {
                await Send(running, target, status, cancellation);
            }
            else if (status.LookAgainAt > clock.GetUtcNow())
            {
                await running.Wait(status.LookAgainAt.Value);
                return;
            }
            else
            {
                await LookUp(running, target, status, cancellation);
            }
        }

        await Finish(running, status);
    }

    private async Task Send(RunningJob running, PublishTarget target, PublicationStatus status, CancellationToken cancellation)
    {
        var (client, page, secrets) = (target.Client, target.Page, target.Secrets);
        var message = secrets.Message ?? throw new InvalidOperationException("What is to be published is not there.");
        if (status.IsThere && secrets.PostId is { } post)
        {
            await client.Pages.Edit(page, post, message, cancellation); // the same again is the same
            await Note(running, target, new PublicationCommand.NotePublished(), post);
            return;
        }

        var attached = new List<string>();
        foreach (var photo in secrets.Photos)
        {
            attached.Add(await photos.Send(client, page, running.Account, photo, cancellation));
            await running.Tell();
        }

        await Note(running, target, new PublicationCommand.Attempt(), null);
        string id;
        try
        {
            id = await client.Pages.Publish(page, message, secrets.Link, attached, cancellation);
        }
        catch (GraphException e) when (e.MayHaveHappened || e.Fault == GraphFault.SameAgain)
        {
            await LookUp(running, target, status with { SentAt = clock.GetUtcNow() }, cancellation, isRefused: !e.MayHaveHappened);
            return;
        }
        catch (GraphException)
        {
            await Note(running, target, new PublicationCommand.NoteRefusal(), null);
            throw;
        }

        await Note(running, target, new PublicationCommand.NotePublished(), id);
    }

    /// <summary>Looks whether it stands there: with its text, and not older than the attempt.</summary>
    private async Task LookUp(RunningJob running, PublishTarget target, PublicationStatus status, CancellationToken cancellation,
        bool isRefused = false)
    {
        var since = (status.SentAt ?? clock.GetUtcNow()) - Margin;
        var posts = await target.Client.Pages.Published(target.Page, since, cancellation);
        if (posts.FirstOrDefault(p => IsSame(p.Message, target.Secrets.Message) && !(p.CreatedAt < since)) is { } found)
        {
            await Note(running, target, new PublicationCommand.NotePublished(), found.Id);
        }
        else if (isRefused)
        {
            await Note(running, target, new PublicationCommand.NoteRefusal(), null);
            throw new GraphException(GraphFault.SameAgain);
        }
        else
        {
            await Note(running, target, new PublicationCommand.NoteAbsence(), null);
        }
    }

    private async Task Note(RunningJob running, PublishTarget target, PublicationCommand command, string? postId)
    {
        var record = postId is null ? Bytes.Empty : vault.Seal(running.Account, running.Job.Id, target.Secrets.Done(postId));
        var receipt = await grains.Publication(running.Account, running.Job.Id).Execute(command, record, audit: null);
        if (receipt.RetryAfter is { } pause)
        {
            throw new UnavailableException(pause);
        }

        if (receipt.Refusal is not null)
        {
            throw new InvalidOperationException("A publication moved under its only runner.");
        }
    }

    private async Task Finish(RunningJob running, PublicationStatus status)
    {
        if (status is { State: PublicationState.Published, PublishedAt: { } at } && running.Job.Order is { } order)
        {
            await Tell(running.Account, running.Job.Id, new EntryId(order.File), at);
            await grains.GetGrain<IFacebookGrain>(running.Account.Value).Ended(running.Job.StartedAt, OperationEnd.Succeeded);
        }

        (running.Done, running.Total) = (1, 1);
        await running.Tell(status.State == PublicationState.Failed ? JobState.Failed : JobState.Succeeded);
    }

    /// <summary>The entry's own history has it, too; where the entry is gone meanwhile, nothing.</summary>
    private async Task Tell(AccountId account, Guid publication, EntryId entry, DateTimeOffset at)
    {
        if ((await grains.Entry(account, entry).Execute(new EntryCommand.NotePublished(publication, at))).RetryAfter is { } pause)
        {
            throw new UnavailableException(pause);
        }
    }

    private async Task GiveUp(RunningJob running, PublicationSecrets? secrets, OperationEnd end, string problem)
    {
        var publication = grains.Publication(running.Account, running.Job.Id);
        if ((await publication.Find()).State == PublicationState.Queued)
        {
            var record = secrets is null ? Bytes.Empty : vault.Seal(running.Account, running.Job.Id, secrets.Done(null));
            await publication.Execute(new PublicationCommand.Fail(), record, audit: null);
        }

        await grains.GetGrain<IFacebookGrain>(running.Account.Value).Ended(running.Job.StartedAt, end);
        await running.End(problem);
    }

    private static bool IsSame(string? there, string? here) => there is not null && here is not null
        && string.Equals(Plain(there), Plain(here), StringComparison.Ordinal);

    private static string Plain(string text) => text.Normalize().ReplaceLineEndings("\n").Trim();

    private sealed record PublishTarget(FacebookClient Client, GraphPage Page, PublicationSecrets Secrets, Connection Connection);
}
