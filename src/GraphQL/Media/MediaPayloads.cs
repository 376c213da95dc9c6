using System.ComponentModel;
using Diary.Domain;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Files;
using Diary.GraphQL.Problems;
using GraphQL;
using GraphQL.DataLoader;

namespace Diary.GraphQL.Media;

/// <summary>A part that is to be sent.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="SizeBytes">Its bytes, exactly.</param>
/// <param name="Link">What to send it with.</param>
public sealed record UploadPart(int Number, long Offset, long SizeBytes, SignedLink Link);

/// <summary>How the announcement of a file ended.</summary>
[Description("Send the parts with their links, in any order and again after a failure; then completeUpload.")]
public sealed class UploadPayload(MediaId? media, IReadOnlyList<UploadPart>? parts, IReadOnlyList<IProblem> problems)
{
    /// <summary>The file; null where it was refused.</summary>
    public IDataLoaderResult<MediaNode?> Media([FromServices] MediaLoader loader) =>
        media is { } id ? loader.Load(id) : new Known<MediaNode?>(null);

    /// <summary>What is still to be sent.</summary>
    [Description("The parts that did not arrive yet. Begin the same upload again to learn them, with new links.")]
    public IReadOnlyList<UploadPart>? Parts => parts;

    /// <summary>Why it was refused; empty where it was not.</summary>
    public IReadOnlyList<IProblem> Problems => problems;
}

/// <summary>How a command on a file ended.</summary>
public sealed class MediaPayload(MediaId? media, IReadOnlyList<IProblem> problems)
{
    /// <summary>The file as it stands now; null where the command was refused.</summary>
    public IDataLoaderResult<MediaNode?> Media([FromServices] MediaLoader loader) =>
        media is { } id ? loader.Load(id) : new Known<MediaNode?>(null);

    /// <summary>Why it was refused; empty where it was not.</summary>
    public IReadOnlyList<IProblem> Problems => problems;
}

/// <summary>The account would hold more than it may.</summary>
/// <param name="Message">A sentence for people.</param>
/// <param name="Field">The input field that it is about.</param>
/// <param name="UsedBytes">What it holds.</param>
/// <param name="LimitBytes">What it may hold.</param>
[Implements(typeof(IProblem))]
public sealed record QuotaExceeded(string Message, string? Field, long UsedBytes, long LimitBytes) : IProblem
{
    /// <inheritdoc/>
    public ProblemCode Code => ProblemCode.QuotaExceeded;
}
