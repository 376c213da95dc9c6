using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Grains;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Erasure;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Media;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Search;
using Diary.GraphQL.Sessions;
using Diary.Projections.Entries;

namespace Diary.GraphQL.Entries;

/// <summary>Turns inputs into commands: checks their shape, seals what is plain, and words the refusals.</summary>
public sealed class EntryDesk(IGrainFactory grains, ContentBox box, TextIndex index, UnindexedTexts unindexed, EntryReader entries,
    PurgeReader purges, ReceiptSigner receipts, AuditNotes notes, MediaRemoval removal)
{
    private delegate Task<SealedDraft> Draft(EntryId entry, DateOnly date, EntrySource source);

    /// <summary>Begins an entry.</summary>
    public async Task<EntryPayload> Create(DiarySession caller, CreateEntryInput input, CancellationToken cancellation)
    {
        var problems = new List<IProblem>();
        Text.CheckTimeZone(problems, "input.timeZone", input.TimeZone);
        var media = AttachedMedia.Check(problems, input.Media) ?? default;
        var isId = GlobalId.TryParse(input.Id, out var id);
        var draft = Read(caller.Keys, input.Content, isId ? new EntryId(id) : null, 1, problems, cancellation);
        if (!isId)
        {
            Text.Refuse(problems, "input.id", "must be a UUID.");
        }

        return problems.Count > 0 ? new EntryPayload(null, problems)
            : await Payload(caller, new EntryId(id), new EntryCommand.Write(new EntryId(id), caller.Account,
                new EntryDay(input.EntryDate, input.TimeZone ?? caller.Keys.Account.TimeZone), EntrySource.Diary,
                await draft!(new EntryId(id), input.EntryDate, EntrySource.Diary), caller.Id, media));
    }

    /// <summary>Changes an entry.</summary>
    public async Task<EntryPayload> Edit(DiarySession caller, EditEntryInput input, CancellationToken cancellation)
    {
        var problems = new List<IProblem>();
        CheckVersion(problems, "input.expectedVersion", input.ExpectedVersion);
        Text.CheckTimeZone(problems, "input.timeZone", input.TimeZone);
        var media = AttachedMedia.Check(problems, input.Media);
        var isId = GlobalId.TryParse(input.Id, out var id);
        var isVersion = input.ExpectedVersion is >= 1 and < int.MaxValue;
        var draft = Read(caller.Keys, input.Content, isId && isVersion ? new EntryId(id) : null,
            isVersion ? input.ExpectedVersion + 1 : 1, problems, cancellation);
        if (problems.Count > 0 || !isId)
        {
            return problems.Count > 0 ? new EntryPayload(null, problems) : NoSuchEntry;
        }

        var entry = new EntryId(id);
        var content = draft is null ? null : await Write(draft, caller, entry, input.EntryDate, cancellation);
        var payload = await Payload(
            caller, entry, new EntryCommand.Edit(input.ExpectedVersion, input.EntryDate, input.TimeZone, content, caller.Id, media));
        if (payload.Problems.Count == 0 && content is null && input.EntryDate is not null)
        {
            await unindexed.Index(caller.Keys, entry, cancellation); // in another quarter its words have other terms
        }

        return payload;
    }

    /// <summary>Brings a version back.</summary>
    public async Task<EntryPayload> Restore(DiarySession caller, RestoreRevisionInput input)
    {
        var problems = new List<IProblem>();
        CheckVersion(problems, "input.expectedVersion", input.ExpectedVersion);
        CheckVersion(problems, "input.version", input.Version);
        return problems.Count > 0 ? new EntryPayload(null, problems)
            : !GlobalId.TryParse(input.Id, out var id) ? NoSuchEntry
            : await Payload(caller, new EntryId(id), new EntryCommand.Restore(input.ExpectedVersion, input.Version, caller.Id));
    }

    /// <summary>Moves an entry to the trash.</summary>
    public Task<EntryPayload> Delete(DiarySession caller, EntryCommandInput input) =>
        Move(caller, input, new EntryCommand.Delete(input.ExpectedVersion, caller.Id));

    /// <summary>Takes an entry from the trash.</summary>
    public Task<EntryPayload> Undelete(DiarySession caller, EntryCommandInput input) =>
        Move(caller, input, new EntryCommand.Undelete(input.ExpectedVersion, caller.Id));

    /// <summary>Destroys an entry's keys; repeated, it answers with the same receipt.</summary>
    public async Task<PurgePayload> Purge(DiarySession caller, EntryCommandInput input, CancellationToken cancellation)
    {
        var isId = GlobalId.TryParse(input.Id, out var id);
        var note = notes.Of(AuditAction.EntryPurged, caller, isId ? GlobalId.Format(id) : null).Note;
        var problems = (await Move(caller, input, new EntryCommand.Purge(input.ExpectedVersion, caller.Id, note))).Problems;
        if (problems.Count > 0)
        {
            return new PurgePayload(null, problems);
        }

        await removal.RemoveLoose(caller.Account, cancellation);
        var purged = await purges.Find(caller.Account, new EntryId(id), cancellation)
            ?? throw new InvalidOperationException("An entry that was just purged is not.");
        return new PurgePayload(await receipts.Sign(caller.Account.Value, id, purged.KeysDestroyed, purged.At, cancellation), []);
    }

    private static EntryPayload NoSuchEntry =>
        new(null, [new Problems.Refusal(ProblemCode.NotFound, "There is no such entry.", "input.id")]);

    private static void CheckVersion(List<IProblem> problems, string field, int? version)
    {
        if (version is < 1 or int.MaxValue)
        {
            Text.Refuse(problems, field, "must be at least 1.");
        }
    }

    /// <summary>
    /// Checks a content against its tier's form; what comes back makes the draft once all else is sound too. Null where there is none.
    /// </summary>
    private Draft? Read(UnlockedAccount account, EntryContentInput? content, EntryId? entry, int version, List<IProblem> problems,
        CancellationToken cancellation)
    {
        switch (account.Tier, content)
        {
            case (_, null):
                return null;
            case (Tier.Uce, { Plain: { } plain }):
                return EntryChecks.Read(plain, problems) is not { } text ? null : async (id, date, source) => box.Seal(account, id, version,
                    text, await index.Of(account, new TextPlace(id, version, date, source), text, cancellation));
            case (Tier.E2E, { Sealed: { } given }):
                SealedChecks.Check(given, account.Id, entry, version, problems);
                return (id, _, _) => Task.FromResult(box.Keep(account.Id, id, version, given));
            default:
                problems.Add(new Problems.Refusal(ProblemCode.TierMismatch, account.Tier == Tier.Uce
                    ? "The account is UCE: the server seals its contents, and takes them plain."
                    : "The account is E2E: its contents are sealed by the client.", "input.content"));
                return null;
        }
    }

    /// <summary>
    /// Makes the draft of an edit, for the entry's own day where it is given no other. Where there is no entry, the command will be
    /// refused, whatever the day.
    /// </summary>
    private async Task<SealedDraft> Write(
        Draft draft, DiarySession caller, EntryId entry, DateOnly? date, CancellationToken cancellation)
    {
        var row = caller.Keys.Tier == Tier.Uce ? (await entries.Find(caller.Account, [entry], cancellation)).SingleOrDefault() : null;
        return await draft(entry, date ?? row?.EntryDate ?? DateOnly.MinValue, row?.Source ?? EntrySource.Diary);
    }

    private async Task<EntryPayload> Move(DiarySession caller, EntryCommandInput input, EntryCommand command)
    {
        var problems = new List<IProblem>();
        CheckVersion(problems, "input.expectedVersion", input.ExpectedVersion);
        return problems.Count > 0 ? new EntryPayload(null, problems)
            : !GlobalId.TryParse(input.Id, out var id) ? NoSuchEntry
            : await Payload(caller, new EntryId(id), command);
    }

    private async Task<EntryPayload> Payload(DiarySession caller, EntryId id, EntryCommand command)
    {
        var receipt = await grains.Entry(caller.Account, id).Execute(command);
        return receipt.RetryAfter is { } retryAfter ? throw new UnavailableException(retryAfter)
            : receipt.Refusal is { } refusal ? new EntryPayload(null, [Word(id, refusal.Reason, receipt.Version)])
            : new EntryPayload(id, []);
    }

    private static IProblem Word(EntryId id, RefusalReason reason, int version) => reason switch
    {
        RefusalReason.StaleVersion =>
            new VersionConflict(id, "The entry has another version than expected.", "input.expectedVersion", version),
        RefusalReason.IdInUse => new VersionConflict(id, "The id is that of an entry with another content.", "input.id", version),
        RefusalReason.IdPurged => Invalid("The id was that of an entry that is purged: make another.", "input.id"),
        RefusalReason.InTrash => Invalid("The entry lies in the trash: undelete it first.", "input.id"),
        RefusalReason.MediaGone => new Problems.Refusal(ProblemCode.NotFound,
            "One of the files cannot be attached: there is none of this id, or it is deleted, or it did not arrive yet.", "input.media"),
        RefusalReason.NoSuchRevision => new Problems.Refusal(ProblemCode.NotFound, "The entry has no such version.", "input.version"),
        RefusalReason.TooManyVersions => new Problems.Refusal(ProblemCode.LimitReached,
            $"The entry has {EntryDecider.MaxVersions} versions, which is as many as one may have.", "input.id"),
        _ => new Problems.Refusal(ProblemCode.NotFound, "There is no such entry.", "input.id"),
    };

    private static Problems.Refusal Invalid(string message, string field) => new(ProblemCode.Invalid, message, field);
}
