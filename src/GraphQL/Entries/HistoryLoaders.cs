using Diary.Domain;
using Diary.Domain.Entries;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Paging;
using Diary.Projections.Entries;

namespace Diary.GraphQL.Entries;

/// <summary>A page of something of one entry, which came from <paramref name="Source"/>.</summary>
public readonly record struct EntryPage(EntryId Entry, PageRequest Page, EntrySource Source);

/// <summary>Pages of many entries at once: one statement for all that ask for the same page.</summary>
public abstract class EntryPageLoader<TConnection>(DiaryRequest request) : OwnLoader<EntryPage, TConnection>(request)
{
    /// <inheritdoc/>
    protected override bool Remembers => false;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<EntryPage, TConnection>> Fetch(
        IReadOnlyCollection<EntryPage> keys, CancellationToken cancellation)
    {
        var pages = new Dictionary<EntryPage, TConnection>();
        foreach (var group in keys.GroupBy(k => k.Page))
        {
            var before = group.Key.After is { } after ? (int)Math.Clamp(after.Key, 0, int.MaxValue) : (int?)null;
            var rows = await Read([.. group.Select(g => g.Entry)], before, group.Key.Take, cancellation);
            foreach (var key in group)
            {
                pages[key] = Connect(key, [.. rows[key.Entry]]);
            }
        }

        return pages;
    }

    /// <summary>Reads the rows of each entry.</summary>
    protected abstract Task<ILookup<EntryId, EntryEventRow>> Read(
        IReadOnlyCollection<EntryId> entries, int? before, int take, CancellationToken cancellation);

    /// <summary>Makes an entry's page of its rows.</summary>
    protected abstract TConnection Connect(EntryPage key, IReadOnlyList<EntryEventRow> rows);
}

/// <summary>Pages of versions.</summary>
public sealed class RevisionsLoader(DiaryRequest request, HistoryReader history) : EntryPageLoader<RevisionConnection>(request)
{
    /// <inheritdoc/>
    protected override Task<ILookup<EntryId, EntryEventRow>> Read(
        IReadOnlyCollection<EntryId> entries, int? before, int take, CancellationToken cancellation) =>
        history.Revisions(Owner, entries, before, take, cancellation);

    /// <inheritdoc/>
    protected override RevisionConnection Connect(EntryPage key, IReadOnlyList<EntryEventRow> rows) =>
        new(key.Entry, Page.Of(key.Page, rows,
            r => new RevisionEdge(new RevisionNode(r, key.Source), new Cursor(RevisionConnection.List, r.Version, r.Entry.Value))));
}

/// <summary>Pages of events.</summary>
public sealed class HistoryLoader(DiaryRequest request, HistoryReader history) : EntryPageLoader<EntryEventConnection>(request)
{
    /// <inheritdoc/>
    protected override Task<ILookup<EntryId, EntryEventRow>> Read(
        IReadOnlyCollection<EntryId> entries, int? before, int take, CancellationToken cancellation) =>
        history.History(Owner, entries, before, take, cancellation);

    /// <inheritdoc/>
    protected override EntryEventConnection Connect(EntryPage key, IReadOnlyList<EntryEventRow> rows) => new(Page.Of(key.Page, rows,
        r => new EntryEventEdge(new EntryEventNode(r), new Cursor(EntryEventConnection.List, r.Version, r.Entry.Value))));
}
