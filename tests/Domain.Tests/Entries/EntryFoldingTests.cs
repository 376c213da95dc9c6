using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class EntryFoldingTests
{
    private static readonly Entry.Kept AfterWriting = new(1, Sunday, 1, First.Index,
        new Entry.Beginning(Sunday, EntrySource.Diary, First.Index.Digest),
        new Entry.LastChange(Entry.ChangeKind.Written, First.Index.Digest), null);

    private static readonly Entry.TimeInTrash InTrash = new(Earlier, Earlier.AddDays(30));

    public static TheoryData<string, EntryEvent> AllButWritten => new()
    {
        { nameof(Edited), Edited },
        { nameof(Redated), Redated },
        { nameof(Restored), Restored },
        { nameof(Deleted), Deleted },
        { nameof(Undeleted), Undeleted },
    };

    public static TheoryData<string, EntryEvent> All => [.. AllButWritten, (nameof(Written), Written), (nameof(Purged), Purged)];

    [Fact]
    public void Nothing_folds_to_nothing()
    {
        Assert.Equal(new Entry.Absent(), Entry.Fold([]));
        Assert.Equal(0, Entry.Initial.Version);
    }

    [Fact]
    public void Writing_makes_version_one() => Assert.Equal(AfterWriting, Entry.Initial.Apply(Written));

    [Theory]
    [MemberData(nameof(AllButWritten))]
    public void Nothing_but_writing_begins_an_entry(string name, EntryEvent @event) =>
        Assert.True(Entry.Initial == Entry.Initial.Apply(@event), name);

    [Fact]
    public void A_purge_stands_alone_where_what_came_before_it_was_deleted()
    {
        Assert.Equal(new Entry.Gone(1), Entry.Fold([Purged]));
        Given(Purged).When(new EntryCommand.Write(Walk, Ada, Sunday, EntrySource.Diary, First, Phone))
            .ThenRefused(RefusalCode.Invalid, RefusalReason.IdPurged);
        Given(Purged).When(new EntryCommand.Purge(null, Phone)).ThenNothing();
    }

    [Fact]
    public void An_edit_brings_content_and_day_and_binds_the_body_to_its_version() => Assert.Equal(
        AfterWriting with
        {
            AtVersion = 2,
            Day = Saturday,
            SealedAt = 2,
            Index = Second.Index,
            Last = new Entry.LastChange(Entry.ChangeKind.Edited, Second.Index.Digest),
            Contents = 2,
        },
        AfterWriting.Apply(new EntryEvent.Edited(Saturday, Second.Body, Second.Index, Phone, Earlier)));

    [Fact]
    public void A_redating_leaves_the_body_bound_to_the_version_that_brought_it() => Assert.Equal(
        AfterWriting with { AtVersion = 2, Day = Saturday, Last = new Entry.LastChange(Entry.ChangeKind.Edited) },
        AfterWriting.Apply(Redated));

    [Fact]
    public void A_restoration_brings_the_body_the_content_and_the_day_of_then() => Assert.Equal(
        AfterWriting with { AtVersion = 4, Last = new Entry.LastChange(Entry.ChangeKind.Restored, Revision: 1), Contents = 2 },
        Entry.Fold([Written, Edited, Redated, Restored]));

    [Fact]
    public void A_deletion_says_since_when_and_until_when() => Assert.Equal(
        AfterWriting with { AtVersion = 2, Trash = InTrash, Last = new Entry.LastChange(Entry.ChangeKind.Moved) },
        AfterWriting.Apply(Deleted));

    [Fact]
    public void An_undeletion_ends_the_time_in_the_trash() => Assert.Equal(
        AfterWriting with { AtVersion = 3, Last = new Entry.LastChange(Entry.ChangeKind.Moved) },
        Entry.Fold([Written, Deleted, Undeleted]));

    [Fact]
    public void A_purge_leaves_the_version_only() => Assert.Equal(new Entry.Gone(2), AfterWriting.Apply(Purged));

    [Fact]
    public void A_second_writing_changes_only_the_version() =>
        Assert.Equal(AfterWriting with { AtVersion = 2 }, AfterWriting.Apply(Written));

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_gone_only_counts_on(string name, EntryEvent @event) =>
        Assert.True(new Entry.Gone(8) == new Entry.Gone(7).Apply(@event), name);

    [Theory]
    [MemberData(nameof(All))]
    public void Every_event_makes_the_next_version_of_what_lies_in_the_trash(string name, EntryEvent @event) =>
        Assert.True((AfterWriting with { AtVersion = 5, Trash = InTrash }).Apply(@event).Version == 6, name);
}
