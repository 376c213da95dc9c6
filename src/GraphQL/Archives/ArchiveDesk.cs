using Diary.Domain.Accounts;
using Diary.Domain.Jobs;
using Diary.Grains.Jobs;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Files;
using Diary.GraphQL.Jobs;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using Refusal = Diary.GraphQL.Problems.Refusal;

namespace Diary.GraphQL.Archives;

/// <summary>Begins imports, ends and undoes them. The work is done by <see cref="JobRuns"/>.</summary>
public sealed class ArchiveDesk(IGrainFactory grains, SealedFiles files, ImportKeys keys, AuditNotes notes, TimeProvider clock)
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(7);

    /// <summary>Begins an import; the same file, asked for again, is the same job.</summary>
    public async Task<JobPayload> Import(DiarySession caller, ImportArchiveInput input, CancellationToken cancellation)
    {
        var isDryRun = input.DryRun ?? false;
        var isId = GlobalId.TryParse(input.MediaId, out var file);
        var id = DerivedId.Of("diary.v1.import", caller.Account.Value,
            [.. file.ToByteArray(bigEndian: true), (byte)input.Kind, isDryRun ? (byte)1 : (byte)0]);
        var job = grains.GetGrain<IJobGrain>(id);
        var known = await job.Find(caller.Account);
        if (known is { State: not (JobState.Failed or JobState.Cancelled) })
        {
            return new JobPayload(new JobNode(known), []);
        }

        if (!isId || await files.Find(caller.Account, file, cancellation) is not { Purpose: FilePurpose.Upload })
        {
            return Refused(ProblemCode.NotFound, "There is no such upload, or no longer.", "input.mediaId");
        }

        await files.Prolong(caller.Account, file, clock.GetUtcNow() + Keep, cancellation);
        await keys.Lend(caller.Keys, id, cancellation);
        if (known is null && !isDryRun)
        {
            await notes.Write(AuditAction.ArchiveImported, caller, GlobalId.Format(id), cancellation);
        }

        var begun = await job.Begin(caller.Account, JobKind.ArchiveImport,
            new JobOrder(caller.Id, file, input.Kind, isDryRun), again: known is not null);
        return new JobPayload(new JobNode(begun ?? throw new InvalidOperationException("An import is another account's.")), []);
    }

    /// <summary>Has removed what an import added.</summary>
    public async Task<JobPayload> Undo(DiarySession caller, string jobId, CancellationToken cancellation)
    {
        if (await Find(caller, jobId) is not { Job: { Kind: JobKind.ArchiveImport } known, Grain: { } grain })
        {
            return NoSuchJob;
        }

        if (known.Order is { DryRun: true })
        {
            return Refused(ProblemCode.Invalid, "That was a dry run: it added nothing.", "jobId");
        }

        if (!known.IsOver && !known.IsUndo)
        {
            return Refused(ProblemCode.Invalid, "The import is not over: wait, or cancel it first.", "jobId");
        }

        if (!known.IsUndo)
        {
            await notes.Write(AuditAction.ImportUndone, caller, GlobalId.Format(known.Id), cancellation);
        }

        return new JobPayload(await grain.Undo(caller.Account, caller.Id) is { } status ? new JobNode(status) : null, []);
    }

    /// <summary>Ends a job that is not over; what it did stays.</summary>
    public async Task<JobPayload> Cancel(DiarySession caller, string jobId, CancellationToken cancellation)
    {
        if (await Find(caller, jobId) is not { Job: { } known, Grain: { } grain })
        {
            return NoSuchJob;
        }

        if (known.Kind is not (JobKind.ArchiveImport or JobKind.Export or JobKind.FacebookPull))
        {
            return Refused(ProblemCode.NotSupported, "A job of this kind cannot be cancelled.", "jobId");
        }

        var ended = await grain.Cancel(caller.Account);
        if (known.Kind == JobKind.ArchiveImport)
        {
            await keys.TakeBack(caller.Account, known.Id, cancellation);
        }

        return new JobPayload(ended is null ? null : new JobNode(ended), []);
    }

    internal static JobPayload Refused(ProblemCode code, string message, string field) => new(null, [new Refusal(code, message, field)]);

    private static JobPayload NoSuchJob => Refused(ProblemCode.NotFound, "There is no such job.", "jobId");

    private async Task<(JobStatus Job, IJobGrain Grain)?> Find(DiarySession caller, string jobId) =>
        GlobalId.TryParse(jobId, out var id) && grains.GetGrain<IJobGrain>(id) is var grain && await grain.Find(caller.Account) is { } job
            ? (job, grain) : null;
}
