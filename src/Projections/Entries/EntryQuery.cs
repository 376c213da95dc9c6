using Diary.Domain;
using Diary.Domain.Entries;

namespace Diary.Projections.Entries;

/// <summary>Which entries, and in which order. Days are inclusive; tags and mood are tokens, and all tags must be there.</summary>
public sealed record EntryQuery(
    EntryOrder Order = EntryOrder.EntryDateDesc, bool InTrash = false, DateOnly? From = null, DateOnly? To = null,
    EntrySource? Source = null, Bytes? Mood = null, ValueList<Bytes> Tags = default, bool? HasMedia = null);

/// <summary>The orders that an index serves.</summary>
public enum EntryOrder
{
    /// <summary>Newest day first.</summary>
    EntryDateDesc = 1,

    /// <summary>Oldest day first.</summary>
    EntryDateAsc = 2,

    /// <summary>Latest change first.</summary>
    UpdatedAtDesc = 3,
}

/// <summary>A place in a list of entries: behind the entry that has these.</summary>
public sealed record EntryPosition(DateOnly EntryDate, DateTimeOffset UpdatedAt, EntryId Id);
