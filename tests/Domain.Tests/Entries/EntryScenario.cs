using Diary.Domain.Entries;

namespace Diary.Domain.Tests.Entries;

/// <summary>
/// Entries' histories to start from. The content of version 1 is <see cref="First"/>, that of version 2 <see cref="Second"/>.
/// </summary>
internal static class EntryScenario
{
    public static readonly SealedDraft First = Sealed("Walked to the river.");
    public static readonly SealedDraft Second = Sealed("Walked to the river and back.");
    public static readonly SealedDraft Third = Sealed("Stayed at home.");

    public static readonly DateTimeOffset Earlier = Now.AddDays(-1);

    public static readonly EntryEvent Written =
        new EntryEvent.Written(Walk, Ada, Sunday, EntrySource.Diary, First.Body, First.Index, Phone, Earlier);
    public static readonly EntryEvent Edited = new EntryEvent.Edited(Sunday, Second.Body, Second.Index, Phone, Earlier);
    public static readonly EntryEvent Redated = new EntryEvent.Redated(Saturday, Phone, Earlier);
    public static readonly EntryEvent Restored = new EntryEvent.Restored(1, 1, Sunday, First.Index, Phone, Earlier);
    public static readonly EntryEvent Deleted = new EntryEvent.Deleted(Earlier + EntryDecider.TrashPeriod, Phone, Earlier);
    public static readonly EntryEvent Undeleted = new EntryEvent.Undeleted(Phone, Earlier);
    public static readonly EntryEvent Purged = new EntryEvent.Purged(Phone, Earlier);

    /// <summary>How the entry stood at version 1.</summary>
    public static readonly RevisionFacts AtFirst = new(1, Sunday, First.Index);

    public static Scenario<Entry, EntryCommand, EntryEvent> Given(params EntryEvent[] events) =>
        new(Entry.Fold(events), (state, e) => state.Apply(e), EntryDecider.Decide);

    public static Scenario<Entry, EntryCommand, EntryEvent> GivenNothing() => Given();

    /// <summary>
    /// An entry of <paramref name="version"/> versions, the latest of which was the move to <see cref="Saturday"/> or back.
    /// </summary>
    public static Scenario<Entry, EntryCommand, EntryEvent> GivenVersion(int version) => Given([.. Versions(version)]);

    public static IEnumerable<EntryEvent> Versions(int version) => Enumerable.Range(1, version).Select(v => v == 1 ? Written : Redated);
}
