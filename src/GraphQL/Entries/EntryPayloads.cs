using Diary.Domain;
using Diary.GraphQL.Erasure;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Problems;
using GraphQL;
using GraphQL.DataLoader;

namespace Diary.GraphQL.Entries;

/// <summary>How a command on an entry ended.</summary>
public sealed class EntryPayload(EntryId? entry, IReadOnlyList<IProblem> problems)
{
    /// <summary>The entry as it stands now; null where the command was refused.</summary>
    public IDataLoaderResult<EntryNode?> Entry([FromServices] EntryLoader entries) =>
        entry is { } id ? entries.Load(id) : new Known<EntryNode?>(null);

    /// <summary>Why it was refused; empty where it was not.</summary>
    public IReadOnlyList<IProblem> Problems => problems;
}

/// <summary>How a purge ended.</summary>
public sealed record PurgePayload(ErasureReceipt? Receipt, IReadOnlyList<IProblem> Problems);

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

    /// <summary>The entry as it stands.</summary>
    public IDataLoaderResult<EntryNode?> Current([FromServices] EntryLoader entries) => entries.Load(entry);
}
