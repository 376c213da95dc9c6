using System.ComponentModel;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Paging;
using Diary.Projections.Changes;
using Diary.Projections.Entries;
using GraphQL;
using GraphQL.DataLoader;

namespace Diary.GraphQL.Changes;

/// <summary>One thing that happened to an entry.</summary>
[Name("Change")]
public sealed class ChangeNode(ChangeRow row)
{
    /// <summary>To which.</summary>
    [Id]
    public string EntryId => row.Entry.ToString();

    /// <summary>The version that it made.</summary>
    public int Version => row.Version;

    /// <summary>What it was.</summary>
    public EntryEventKind Kind => row.Kind;

    /// <summary>The entry as it stands now, also in the trash.</summary>
    [Description("Null once the entry is purged.")]
    public IDataLoaderResult<EntryNode?> Entry([FromServices] EntryLoader entries) => entries.Load(row.Entry);
}

/// <summary>A change in the list of changes.</summary>
public sealed class ChangeEdge(ChangeNode node, Cursor cursor) : Edge<ChangeNode>(node, cursor);

/// <summary>A page of changes.</summary>
public sealed class ChangeConnection(Page<ChangeEdge> page) : Connection<ChangeEdge>(page);
