using System.ComponentModel;
using Diary.Domain.Jobs;
using Diary.Grains.Jobs;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Facebook;
using Diary.GraphQL.Files;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL.Jobs;

/// <summary>Long work.</summary>
[Name("Job"), Implements(typeof(INode))]
[Description("Long work: its progress can be asked for or subscribed to, and it survives restarts.")]
public sealed class JobNode(JobStatus status) : INode
{
    /// <inheritdoc/>
    [Id]
    public string Id => GlobalId.Format(status.Id);

    /// <summary>What it is about.</summary>
    public JobKind Kind => status.Kind;

    /// <summary>How it stands.</summary>
    public JobState State => status.State;

    /// <summary>How much is done.</summary>
    public int Done => status.Done;

    /// <summary>Of how much; null where nobody has looked yet.</summary>
    public int? Total => status.Total;

    /// <summary>What an import added.</summary>
    public int Imported => status.Imported;

    /// <summary>What an import passed over.</summary>
    public int Skipped => status.Skipped;

    /// <summary>What could not be done.</summary>
    public int Failed => status.Failed;

    /// <summary>Why.</summary>
    public IReadOnlyList<string> Problems => status is { Kind: JobKind.KeyRotation, Failed: > 0 }
        ? ["Some entries open under no key that the account has; the key before is kept."] : status.Problems;

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset StartedAt => status.StartedAt;

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt => status.FinishedAt;

    /// <summary>What an export made, for a day.</summary>
    [Description("An export's file.")]
    public async Task<SignedLink?> Result(
        IResolveFieldContext context, [FromServices] FileLinks links, [FromServices] PublishDesk desk, CancellationToken cancellation) =>
        status switch
        {
            { Kind: JobKind.Export, State: JobState.Succeeded } =>
                await links.Of(context.Session<DiarySession>(), status.Id, cancellation),
            { Kind: JobKind.FacebookPublish, State: JobState.Succeeded } =>
                await desk.ShareDialog(context.Session<DiarySession>(), status.Id, cancellation),
            _ => null,
        };
}

/// <summary>How a command that begins long work ended.</summary>
public sealed record JobPayload(JobNode? Job, IReadOnlyList<IProblem> Problems);
