using System.ComponentModel;
using Diary.Domain.Entries;
using Diary.GraphQL.Facebook;
using Diary.GraphQL.Media;
using Diary.GraphQL.Paging;
using Diary.Projections.Entries;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace Diary.GraphQL.Entries;

/// <summary>An entry. Its plain fields are at hand; what must be opened or looked up goes through a loader.</summary>
[Name("Entry"), Implements(typeof(INode))]
public sealed class EntryNode(EntryRow row) : INode
{
    internal EntryRow Row => row;

    /// <inheritdoc/>
    [Id]
    public string Id => row.Id.ToString();

    /// <summary>From 1.</summary>
    [Description("How many times the entry changed, from 1; hand it back as expectedVersion.")]
    public int Version => row.Version;

    /// <summary>The day.</summary>
    [Description("The day that the entry is about, which may differ from the day it was written.")]
    public DateOnly EntryDate => row.EntryDate;

    /// <summary>An IANA zone id.</summary>
    public string TimeZone => row.TimeZone;

    /// <summary>What it holds.</summary>
    [OutputType(typeof(NonNullGraphType<EntryContent>))]
    public IDataLoaderResult<ShownContent> Content([FromServices] ContentLoader contents) => contents.Load((row.Id, row.SealedAt));

    /// <summary>Its tags, in the order in which they were given.</summary>
    public IDataLoaderResult<IEnumerable<TagNode>> Tags([FromServices] EntryTagsLoader tags) => tags.Load((row.Id, row.Version));

    /// <summary>Where it came from.</summary>
    public EntrySource Source => row.Source;

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt => row.CreatedAt;

    /// <summary>When it changed last.</summary>
    public DateTimeOffset UpdatedAt => row.UpdatedAt;

    /// <summary>Since when it lies in the trash.</summary>
    public DateTimeOffset? DeletedAt => row.DeletedAt;

    /// <summary>When it goes.</summary>
    [Description("When a deleted entry leaves the trash for good.")]
    public DateTimeOffset? PurgeAt => row.PurgeAt;

    /// <summary>What is attached, in its order.</summary>
    public IDataLoaderResult<IEnumerable<MediaNode>> Media([FromServices] MediaLoader media) => AttachedMedia.Of(row.Media, media);

    /// <summary>Where it stands elsewhere.</summary>
    public IDataLoaderResult<IEnumerable<ExternalPost>> ExternalPosts([FromServices] ExternalPostLoader posts) => posts.Load(row.Id);

    /// <summary>Its versions.</summary>
    [Description("Every version of the content, newest first.")]
    public IDataLoaderResult<RevisionConnection> Revisions(
        [FromServices] RevisionsLoader revisions, [DefaultAstValue("20")] int? first, string? after) =>
        revisions.Load(new(row.Id, PageRequest.From(first, after, RevisionConnection.List), row.Source));

    /// <summary>One version.</summary>
    [Description("The entry as it stood at that version; null where there is none.")]
    public IDataLoaderResult<RevisionNode?> Revision([FromServices] RevisionLoader revisions, int version) =>
        revisions.Load((row.Id, version, row.Source));

    /// <summary>What happened to it.</summary>
    [Description("What happened to the entry, newest first: written, edited, tagged, deleted, restored, published, imported.")]
    public IDataLoaderResult<EntryEventConnection> History(
        [FromServices] HistoryLoader history, [DefaultAstValue("50")] int? first, string? after) =>
        history.Load(new(row.Id, PageRequest.From(first, after, EntryEventConnection.List, 50), row.Source));

    /// <summary>What changed between two versions.</summary>
    [Description("Line and word changes between two versions; to = the current one where left out. UCE only: "
        + "an E2E client compares what it decrypts.")]
    public Task<IEnumerable<DiffHunk>?> Diff(
        [FromServices] EntryDiff diff, int from, int? to, CancellationToken cancellation) => diff.Between(row, from, to, cancellation);
}

/// <summary>An entry in a list.</summary>
public sealed class EntryEdge(EntryNode node, Cursor cursor) : Edge<EntryNode>(node, cursor);

/// <summary>A page of entries.</summary>
public sealed class EntryConnection(Page<EntryEdge> page, Func<CancellationToken, Task<int>> count)
    : CountedConnection<EntryEdge, EntryNode>(page, count);
