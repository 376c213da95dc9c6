using Diary.Domain.Entries;
using Diary.Projections.Events;

namespace Diary.Projections.Entries;

/// <summary>What each event of an entry is called where changes are told.</summary>
public static class EntryEventKinds
{
    private static readonly Dictionary<Type, EntryEventKind> ByType = new()
    {
        [typeof(EntryEvent.Written)] = EntryEventKind.Written,
        [typeof(EntryEvent.Imported)] = EntryEventKind.Imported,
        [typeof(EntryEvent.Edited)] = EntryEventKind.Edited,
        [typeof(EntryEvent.Redated)] = EntryEventKind.Edited,
        [typeof(EntryEvent.MediaAttached)] = EntryEventKind.MediaAttached,
        [typeof(EntryEvent.MediaDetached)] = EntryEventKind.MediaDetached,
        [typeof(EntryEvent.Restored)] = EntryEventKind.Restored,
        [typeof(EntryEvent.Tagged)] = EntryEventKind.Tagged,
        [typeof(EntryEvent.Deleted)] = EntryEventKind.Deleted,
        [typeof(EntryEvent.Undeleted)] = EntryEventKind.Undeleted,
        [typeof(EntryEvent.Published)] = EntryEventKind.Published,
        [typeof(EntryEvent.Purged)] = EntryEventKind.Purged,
    };

    private static readonly Dictionary<string, EntryEventKind> ByName = ByType.ToDictionary(p => EventNames.All[p.Key], p => p.Value);

    /// <summary>
    /// The kind of an event by its wire name. One that a newer silo wrote, while a cluster is brought up to date, is an edit: whoever
    /// follows changes must look at the entry again, and must not miss it.
    /// </summary>
    public static EntryEventKind Of(string wireName) => ByName.GetValueOrDefault(wireName, EntryEventKind.Edited);
}
