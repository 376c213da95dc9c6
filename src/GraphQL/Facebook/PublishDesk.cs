using System.Globalization;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Facebook;
using Diary.Domain.Jobs;
using Diary.Grains;
using Diary.Grains.Jobs;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Files;
using Diary.GraphQL.Jobs;
using Diary.GraphQL.Media;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using Diary.Integrations.Facebook;
using Diary.Projections.Entries;
using Diary.Projections.Facebook;
using Diary.Projections.Vault;
using Refusal = Diary.GraphQL.Problems.Refusal;

namespace Diary.GraphQL.Facebook;

/// <summary>
/// Takes what is to be published: exactly what the request carries, once for an entry and a page. The same again is the same; another text
/// for what stands there already brings that up to date.
/// </summary>
public sealed class PublishDesk(IGrainFactory grains, FacebookApp app, FacebookVault vault, ConnectionReader connections,
    EntryReader entries, StorageStore store, MediaBox box, OriginTokens tokens, AuditNotes notes, TimeProvider clock)
{
    private const int MostPhotos = 10;
    private const int LongestUrl = 2_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>Takes what is to be published; the job that does it.</summary>
    public async Task<JobPayload> Publish(DiarySession caller, PublishToFacebookInput input, CancellationToken cancellation)
    {
        if (app.Client is null)
        {
            return new JobPayload(null, [FacebookDesk.NotSupported]);
        }

        var problems = new List<IProblem>();
        Check(problems, caller, input);
        if (problems.Count > 0)
        {
            return new JobPayload(null, problems);
        }

        if (!GlobalId.TryParse(input.EntryId, out var id)
            || (await entries.Find(caller.Account, [new EntryId(id)], cancellation)).SingleOrDefault() is not { DeletedAt: null } entry)
        {
            return Refused(ProblemCode.NotFound, "There is no such entry.", "input.entryId");
        }

        var publication = FacebookJobs.Publication(caller.Account, entry.Id, input.PageId);
        var attached = tokens.OfAttachments(caller.Account, input.Link, input.Media ?? []);
        var audit = notes.Of(AuditAction.EntryPublished, caller, GlobalId.Format(id));
        if (input.PageId is not { } pageId)
        {
            var handed = new PublicationSecrets(null, null, input.Link, [], null);
            await Execute(
                caller, publication, new PublicationCommand.HandOff(entry.Id, entry.SealedAt, attached, caller.Id), handed, audit);
            var job = await Begin(caller, publication, entry.Id);
            return new JobPayload(new JobNode(await job.Settle(caller.Account) ?? throw new InvalidOperationException("No job.")), []);
        }

        if (await Refusal(caller.Account, pageId, cancellation) is { } refusal)
        {
            return new JobPayload(null, [refusal]);
        }

        if (await Lend(caller, input.Media ?? [], cancellation) is not { } photos)
        {
            return Refused(ProblemCode.NotFound, "A file is none of the account's photos, or not there yet.", "input.media");
        }

        var before = await vault.OpenPublication(caller.Account, publication, cancellation);
        var secrets = new PublicationSecrets(pageId, input.Message, input.Link, photos, before?.PostId);
        var problem = await Execute(caller, publication, new PublicationCommand.Queue(
            entry.Id, entry.SealedAt, tokens.OfText(caller.Account, input.Message), attached, caller.Id), secrets, audit);
        return problem is not null ? new JobPayload(null, [problem]) : new JobPayload(await Job(caller, publication, entry.Id), []);
    }

    /// <summary>The profile's dialog with the link that was handed over; null for another job.</summary>
    internal async Task<SignedLink?> ShareDialog(DiarySession caller, Guid job, CancellationToken cancellation) =>
        app.Client is { } client && await vault.OpenPublication(caller.Account, job, cancellation) is { PageId: null, Link: { } link }
            ? new SignedLink(client.Login.ShareDialog(link).AbsoluteUri, "GET", [], clock.GetUtcNow() + Lifetime) : null;

    private static void Check(List<IProblem> problems, DiarySession caller, PublishToFacebookInput input)
    {
        Text.Check(problems, "input.message", input.Message, FacebookPages.LongestMessage, input.PageId is null ? 0 : 1);
        Text.Check(problems, "input.link", input.Link, LongestUrl, 1);
        if (input.Link is not null
            && (!Uri.TryCreate(input.Link, UriKind.Absolute, out var link) || link.Scheme is not ("http" or "https")))
        {
            Text.Refuse(problems, "input.link", "must be an address of http or https.");
        }

        if (input is { PageId: null, Link: null })
        {
            Text.Refuse(problems, "input.link", "is missing: to a profile, only a link can be handed over.");
        }

        if (input is { PageId: null, Media.Count: > 0 })
        {
            Text.Refuse(problems, "input.media", "must be empty: to a profile, only a link can be handed over.");
        }
        else if (input.Media is { Count: > MostPhotos })
        {
            Text.Refuse(problems, "input.media", string.Create(CultureInfo.InvariantCulture, $"must have at most {MostPhotos} photos."));
        }
        else if (input.Media is { Count: > 0 } && caller.Keys.Tier == Tier.E2E)
        {
            problems.Add(new Refusal(ProblemCode.TierMismatch, "The server cannot read the photos of an E2E diary.", "input.media"));
        }
    }

    private async Task<Refusal?> Refusal(AccountId account, string pageId, CancellationToken cancellation) =>
        await connections.Find(account, cancellation) is not { State: ConnectionState.Connected }
            || await vault.Open(account, cancellation) is not { } secrets ? FacebookDesk.NotConnected
        : secrets.Pages.FirstOrDefault(p => p.Id == pageId) is not { } page
            ? new Refusal(ProblemCode.NotFound, "There is no such page: connect with publish, and look at facebook.pages.", "input.pageId")
        : page.CanPublish ? null
        : new Refusal(ProblemCode.Invalid, "The user may not publish on that page.", "input.pageId");

    /// <summary>The photos with their keys, which open for this request only; null where one is not there.</summary>
    private async Task<IReadOnlyList<LentPhoto>?> Lend(
        DiarySession caller, IReadOnlyList<string> media, CancellationToken cancellation)
    {
        var ids = media.Select(m => GlobalId.TryParse(m, out var id) ? new MediaId(id) : default).Distinct().ToList();
        if (ids.Count == 0)
        {
            return [];
        }

        var records = await store.Find(caller.Account, ids, cancellation);
        var photos = new List<LentPhoto>(ids.Count);
        foreach (var id in ids)
        {
            if (!records.TryGetValue(id, out var record))
            {
                return null;
            }

            using var key = MediaBox.KeyOf(box.Open(caller.Account, id, record), caller.Keys);
            if (key is null)
            {
                return null;
            }

            photos.Add(new LentPhoto(id.Value, key.Bytes.ToArray()));
        }

        return photos;
    }

    private async Task<Refusal?> Execute(
        DiarySession caller, Guid publication, PublicationCommand command, PublicationSecrets secrets, Grains.Accounts.AuditNote audit)
    {
        var receipt = await grains.Publication(caller.Account, publication).Execute(
            command, vault.Seal(caller.Account, publication, secrets), audit);
        return receipt switch
        {
            { RetryAfter: { } pause } => throw new UnavailableException(pause),
            { Refusal: null } => null,
            { Refusal.Reason: RefusalReason.AttachmentsStay } => new Refusal(ProblemCode.Invalid,
                "Of what stands there, only the text can be changed: give the same link and photos.", "input.media"),
            _ => new Refusal(ProblemCode.Invalid, "Another text is being published there: wait for its job.", "input.message"),
        };
    }

    private async Task<JobNode> Job(DiarySession caller, Guid publication, EntryId entry)
    {
        var isUnderWay = (await grains.Publication(caller.Account, publication).Find()).State
            is PublicationState.Queued or PublicationState.Uncertain;
        var status = isUnderWay ? null : await grains.GetGrain<IJobGrain>(publication).Find(caller.Account);
        status ??= await (await Begin(caller, publication, entry)).Find(caller.Account);
        return new JobNode(status ?? throw new InvalidOperationException("A publication is another account's."));
    }

    private async Task<IJobGrain> Begin(DiarySession caller, Guid publication, EntryId entry)
    {
        var job = grains.GetGrain<IJobGrain>(publication);
        await job.Begin(caller.Account, JobKind.FacebookPublish, new JobOrder(caller.Id, entry.Value), again: true);
        return job;
    }

    private static JobPayload Refused(ProblemCode code, string message, string field) => new(null, [new Refusal(code, message, field)]);
}
