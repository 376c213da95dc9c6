using System.Buffers.Binary;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Jobs;
using Diary.Grains.Jobs;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Files;
using Diary.GraphQL.Jobs;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using Diary.Projections.Changes;

namespace Diary.GraphQL.Archives;

/// <summary>Begins exports. The work is done by <see cref="Exports"/>.</summary>
public sealed class ExportDesk(IGrainFactory grains, ChangeReader changes, SealedFiles files, Exports exports, AuditNotes notes)
{
    /// <summary>Begins an export; while the diary stays as it is, the same one is the same job.</summary>
    public async Task<JobPayload> Export(DiarySession caller, ExportInput input, CancellationToken cancellation)
    {
        if (caller.Keys.Tier == Tier.E2E && input.Format == ExportFormat.Markdown)
        {
            return ArchiveDesk.Refused(
                ProblemCode.TierMismatch, "Only the client can read an E2E diary: export it as JSON, and open that there.", "input.format");
        }

        var order = new JobOrder(caller.Id, Format: input.Format, History: input.IncludeHistory ?? true,
            Media: input.IncludeMedia ?? true);
        var id = IdOf(caller.Account, await changes.Latest(caller.Account, cancellation), order);
        var job = grains.GetGrain<IJobGrain>(id);
        var known = await job.Find(caller.Account);
        if (known is null or { IsOver: true }
            && !(known is { State: JobState.Succeeded } && await files.Find(caller.Account, id, cancellation) is not null))
        {
            await notes.Write(AuditAction.DiaryExported, caller, GlobalId.Format(id), cancellation);
            known = await job.Begin(caller.Account, JobKind.Export, order, again: true)
                ?? throw new InvalidOperationException("An export is another account's.");
        }

        exports.Continue(caller.Keys, known);
        return new JobPayload(new JobNode(known), []);
    }

    private static Guid IdOf(AccountId account, long lastChange, JobOrder order)
    {
        Span<byte> place = stackalloc byte[sizeof(long) + 2];
        BinaryPrimitives.WriteInt64BigEndian(place, lastChange);
        (place[^2], place[^1]) = ((byte)order.Format, (byte)((order.History ? 1 : 0) | (order.Media ? 2 : 0)));
        return DerivedId.Of("diary.v1.export", account.Value, place);
    }
}
