using System.ComponentModel;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.GraphQL.Media;
using Diary.GraphQL.Paging;
using Diary.Projections.Entries;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace Diary.GraphQL.Entries;

/// <summary>An entry as it stood at one version.</summary>
[Name("Revision")]
public sealed class RevisionNode(EntryEventRow row, EntrySource source)
{
    internal int SealedAt => row.SealedAt;

    /// <summary>The version.</summary>
    public int Version => row.Version;

    /// <summary>What it held.</summary>
    [OutputType(typeof(NonNullGraphType<EntryContent>))]
    public IDataLoaderResult<ShownContent> Content([FromServices] ContentLoader contents) => contents.Load((row.Entry, row.SealedAt));

    /// <summary>The tags that it had.</summary>
    public IDataLoaderResult<IEnumerable<TagNode>> Tags([FromServices] RevisionTagsLoader tags) =>
        tags.Load(new(row.Entry, row.SealedAt, row.TaggedAt, source));

    /// <summary>What was attached to it; what was deleted since is there still, and can be fetched no more.</summary>
    public IDataLoaderResult<IEnumerable<MediaNode>> Media([FromServices] MediaLoader media) => AttachedMedia.Of(row.Media, media);

    /// <summary>The day that it was about.</summary>
    public DateOnly EntryDate => row.EntryDate;

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt => row.RecordedAt;

    /// <summary>Who wrote it.</summary>
    [Id, Description("The session that wrote it; null for imports.")]
    public string? Session => row.Session?.ToString();
}

/// <summary>A version in a list.</summary>
public sealed class RevisionEdge(RevisionNode node, Cursor cursor) : Edge<RevisionNode>(node, cursor);

/// <summary>A page of versions.</summary>
public sealed class RevisionConnection(EntryId entry, Page<RevisionEdge> page) : NodeConnection<RevisionEdge, RevisionNode>(page)
{
    internal const byte List = 10;

    /// <summary>How many versions there are.</summary>
    public IDataLoaderResult<int> TotalCount([FromServices] RevisionCountLoader counts) => counts.Load(entry);
}

/// <summary>One thing that happened to an entry.</summary>
[Name("EntryEvent")]
public sealed class EntryEventNode(EntryEventRow row)
{
    /// <summary>The version that it made.</summary>
    public int Version => row.Version;

    /// <summary>What it was.</summary>
    public EntryEventKind Kind => row.Kind;

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt => row.RecordedAt;

    /// <summary>The session that did it; null where no user did.</summary>
    [Id]
    public string? Session => row.Session?.ToString();
}

/// <summary>An event in a list.</summary>
public sealed class EntryEventEdge(EntryEventNode node, Cursor cursor) : Edge<EntryEventNode>(node, cursor);

/// <summary>A page of events.</summary>
public sealed class EntryEventConnection(Page<EntryEventEdge> page) : NodeConnection<EntryEventEdge, EntryEventNode>(page)
{
    internal const byte List = 11;
}
