using Diary.Domain;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Sessions;
using Diary.Projections.Entries;
using GraphQL;

namespace Diary.GraphQL.Entries;

/// <summary>How a command on an entry ended.</summary>
public sealed class EntryPayload(EntryId? entry, IReadOnlyList<IProblem> problems)
{
    /// <summary>
    /// The entry as it stands now; null where the command was refused. Read at once and not through a loader: of several mutations in one
    /// document, each shows what it did itself.
    /// </summary>
    public async Task<EntryNode?> Entry(IResolveFieldContext context, [FromServices] EntryReader entries, CancellationToken cancellation) =>
        entry is { } id && await entries.Find(context.Session<DiarySession>().Account, [id], cancellation) is [var row]
            ? new EntryNode(row)
            : null;

    /// <summary>Why it was refused; empty where it was not.</summary>
    public IReadOnlyList<IProblem> Problems => problems;
}

/// <summary>How a purge ended.</summary>
public sealed record PurgePayload(IReadOnlyList<IProblem> Problems);

/// <summary>The entry changed since the version that the client expected.</summary>
[Implements(typeof(IProblem))]
public sealed class VersionConflict(EntryId entry, string message, string? inputField, int currentVersion) : IProblem
{
    /// <inheritdoc/>
    public ProblemCode Code => ProblemCode.VersionConflict;

    /// <inheritdoc/>
    public string Message => message;

    /// <inheritdoc/>
    public string? Field => inputField;

    /// <summary>The version that stands.</summary>
    public int CurrentVersion => currentVersion;

    /// <summary>The entry as it stands; read at once, as a payload's.</summary>
    public async Task<EntryNode?> Current(
        IResolveFieldContext context, [FromServices] EntryReader entries, CancellationToken cancellation) =>
        await entries.Find(context.Session<DiarySession>().Account, [entry], cancellation) is [var row] ? new EntryNode(row) : null;
}
