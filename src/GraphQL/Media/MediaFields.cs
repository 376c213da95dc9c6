using System.ComponentModel;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Media;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Mutation
{
    /// <summary>Announces a file.</summary>
    [Authorize]
    public static Task<UploadPayload> BeginUpload(
        IResolveFieldContext context, BeginUploadInput input, [FromServices] MediaDesk desk, CancellationToken cancellation) =>
        desk.Begin(context.Session<DiarySession>(), input, cancellation);

    /// <summary>Takes what arrived.</summary>
    [Authorize]
    [Description("Checks what arrived against what was announced (size, SHA-256, type), then makes it READY.")]
    public static Task<MediaPayload> CompleteUpload(
        IResolveFieldContext context, [Id] string mediaId, [FromServices] MediaArrival arrival, CancellationToken cancellation) =>
        arrival.Complete(context.Session<DiarySession>(), mediaId, cancellation);

    /// <summary>Deletes a file.</summary>
    [Authorize]
    public static Task<MediaPayload> DeleteMedia(
        IResolveFieldContext context, [Id] string mediaId, [FromServices] MediaDesk desk, CancellationToken cancellation) =>
        desk.Delete(context.Session<DiarySession>(), mediaId, cancellation);
}
