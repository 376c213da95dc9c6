using System.ComponentModel;
using Diary.GraphQL.Archives;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Jobs;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Mutation
{
    /// <summary>Brings an archive in.</summary>
    [Authorize]
    [Description("Imports a ZIP or JSON that was uploaded before: a Facebook download, a Day One export, or this diary's own export.")]
    public static Task<JobPayload> ImportArchive(
        IResolveFieldContext context, ImportArchiveInput input, [FromServices] ArchiveDesk desk, CancellationToken cancellation) =>
        desk.Import(context.Session<DiarySession>(), input, cancellation);

    /// <summary>Takes an import back.</summary>
    [Authorize]
    [Description("Removes what that import added and nothing else.")]
    public static Task<JobPayload> UndoImport(
        IResolveFieldContext context, [Id] string jobId, [FromServices] ArchiveDesk desk, CancellationToken cancellation) =>
        desk.Undo(context.Session<DiarySession>(), jobId, cancellation);

    /// <summary>Writes the diary to a file.</summary>
    [Authorize]
    [Description("Writes the whole diary to a ZIP, the trash included. It works while the owner's keys are open: ask for the job, or "
        + "follow it, until it has SUCCEEDED; its result can be downloaded for a day.")]
    public static Task<JobPayload> ExportDiary(
        IResolveFieldContext context, ExportInput input, [FromServices] ExportDesk desk, CancellationToken cancellation) =>
        desk.Export(context.Session<DiarySession>(), input, cancellation);

    /// <summary>Ends a job.</summary>
    [Authorize]
    [Description("An import, export or pull that is not over; what it has added stays, and an import can be undone.")]
    public static Task<JobPayload> CancelJob(
        IResolveFieldContext context, [Id] string jobId, [FromServices] ArchiveDesk desk, CancellationToken cancellation) =>
        desk.Cancel(context.Session<DiarySession>(), jobId, cancellation);
}
